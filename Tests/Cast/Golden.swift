import Foundation

/// Files that people read, kept beside the tests: the difference is the review.
///
/// `GROZD_GOLDENS=update swift test` writes them anew.
public enum Golden {
    public static let tests = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent()
    public static let root = tests.deletingLastPathComponent()
    public static let folder = tests.appendingPathComponent("Goldens")

    /// The first line that differs from the golden file; nil when there is none.
    public static func difference(_ text: String, _ name: String) -> String? {
        let file = folder.appendingPathComponent(name)
        let text = text.hasSuffix("\n") ? text : text + "\n"
        if ProcessInfo.processInfo.environment["GROZD_GOLDENS"] == "update" {
            try? FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try? text.write(to: file, atomically: true, encoding: .utf8)
            return nil
        }
        guard let golden = try? String(contentsOf: file, encoding: .utf8) else { return "\(name) is missing" }
        guard golden != text else { return nil }
        let (old, new) = (
            golden.split(separator: "\n", omittingEmptySubsequences: false),
            text.split(separator: "\n", omittingEmptySubsequences: false)
        )
        let at = zip(old, new).prefix { $0.0 == $0.1 }.count
        return
            "\(name):\(at + 1)\n  golden: \(at < old.count ? old[at] : "(ends)")\n  now:    \(at < new.count ? new[at] : "(ends)")"
    }
}

/// A folder that goes when the test ends.
public final class Temporary: Sendable {
    public let url: URL
    public init() {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("grozd-test-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(at: url) }
}
