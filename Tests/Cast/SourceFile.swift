import Foundation

/// A source file, read once.
public struct SourceFile: Sendable {
    /// From the root of the repository: `Sources/Domain/Day.swift`.
    public let path: String
    /// The text without comments.
    public let code: String

    public var lines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }

    public static let all: [SourceFile] = ["Sources", "Programmes", "Words", "Samples"].flatMap { top -> [SourceFile] in
        let root = Golden.root.path
        let folder = Golden.root.appendingPathComponent(top)
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)!
        return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.compactMap { file in
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
            let code = text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { line in
                    line.range(of: #"(^|\s)//.*$"#, options: .regularExpression).map { String(line[..<$0.lowerBound]) }
                        ?? String(line)
                }
                .joined(separator: "\n")
            return SourceFile(
                path: String(file.resolvingSymlinksInPath().path.dropFirst(root.count + 1)), code: code)
        }
    }.sorted { $0.path < $1.path }

    /// `Domain` of `Sources/Domain/Day.swift`.
    public var module: String {
        let parts = path.split(separator: "/")
        return String(parts[0] == "Sources" ? parts[1] : parts[0])
    }

    /// Where the pattern stands, as `path:line`.
    public func places(_ pattern: String) -> [String] {
        lines.enumerated().compactMap { index, line in
            line.range(of: pattern, options: .regularExpression) == nil ? nil : "\(path):\(index + 1)"
        }
    }
}
