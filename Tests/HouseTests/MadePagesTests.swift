import Cast
import Domain
import Foundation
import Testing

/// Pages of the manual that are made of the code. `GROZD_GOLDENS=update` writes them anew.
@Suite struct MadePagesTests {
    @Test func `the page of records says what the kinds and verbs are`() throws {
        let file = Golden.root.appendingPathComponent("docs/records.md")
        let old = try String(contentsOf: file, encoding: .utf8)
        let head = String(old[..<(try #require(old.range(of: "\n## Kinds\n"))).lowerBound])
        let nouns = try Self.nouns()
        var text = head + "\n## Kinds\n"
        for kind in Kind.all where ![Erasure.kind, Reason.kind].contains(kind.name) {
            let noun = try #require(nouns[kind.name], "no noun for \(kind.name)")
            text +=
                "\n### \(kind.name)\n\n\(noun.about) `\(kind.plural)`, in [\(kind.room.rawValue)](../\(noun.file)).\n\n"
            text += fields(kind.shape.members.filter { $0.name != "id" && $0.name != "salt" }) + "\n"
            let governed = kind.shape.members.map(\.name).filter(kind.governed.contains).map { "`\($0)`" }
            if !governed.isEmpty { text += "\nGoverned by its verbs: \(governed.joined(separator: ", ")).\n" }
        }
        text += "\n## Verbs of their own\n\n| verb | room | fields |\n| --- | --- | --- |\n"
        for verb in AnyVerb.all where verb.sort == .own {
            text += "| `\(verb.name)` | \(verb.room.rawValue) | \(fields(verb.form.members)) |\n"
        }
        #expect(Golden.difference(text, "../../docs/records.md") == nil)
    }

    private func fields(_ members: [Shape.Member]) -> String {
        members.filter { $0.name != "provenance" }.map {
            "`\($0.name)`\($0.required ? "" : "?") \(words($0.shape))"
        }.joined(separator: ", ")
    }

    private func words(_ shape: Shape) -> String {
        switch shape {
        case .line: "line"
        case .prose: "text"
        case .number: "decimal number"
        case .percent: "per cent"
        case .whole: "number"
        case .flag: "flag"
        case .day: "day"
        case .when: "when"
        case .moment: "moment"
        case .amount: "amount"
        case .count: "count"
        case .address: "address"
        case .mail: "e-mail address"
        case .digest: "SHA-256"
        case .who: "who"
        case .choice(let name, let words):
            ["country", "language"].contains(name) ? name : words.joined(separator: " / ")
        case .key(let kind): "→ \(kind)"
        case .list(let item): "list of \(words(item))"
        case .group(let members): "(\(fields(members)))"
        }
    }

    /// The first comment of each noun and the file that declares it, by the name of the kind.
    private static func nouns() throws -> [String: (about: String, file: String)] {
        var nouns: [String: (about: String, file: String)] = [:]
        let folder = Golden.root.appendingPathComponent("Sources/Domain")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            guard let line = lines.first(where: { $0.contains("static let kind = \"") }),
                let declared = lines.firstIndex(where: { $0.contains(/: (Record|Stated)(, \w+)* \{$/) })
            else { continue }
            let comment = lines[..<declared].reversed().prefix { $0.hasPrefix("///") }.reversed()
                .map { $0.dropFirst(3).trimmingCharacters(in: .whitespaces) }
            let about = comment.prefix { !$0.isEmpty }.joined(separator: " ")
            let name = String(line.split(separator: "\"")[1])
            nouns[name] = (about, String(file.resolvingSymlinksInPath().path.dropFirst(Golden.root.path.count + 1)))
        }
        return nouns
    }
}
