import Foundation

/// Where the texts lie, for `Words` without its package.
extension Bundle {
    static let module = Bundle(path: ProcessInfo.processInfo.environment["GROZD_WORDS"] ?? "Words") ?? .main
}
