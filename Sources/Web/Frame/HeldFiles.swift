import Domain
import Files
import Foundation
import Trail
import Words

/// Files that came with a form. They are on no disk until a verb is accepted that names them, so a page that is shown again
/// holds them itself, and its form sends them once more.
struct HeldFiles: Sendable {
    private var files: [Sent.File] = []
    /// What a page holds at most; larger files are to be chosen again.
    private static let most = 4 << 20

    init() {}

    init(_ form: Form) {
        files = form.files.filter { $0.field == "upload" } + form.all("held").compactMap(HeldFiles.read)
    }

    /// The files as proofs of a record, and their bytes for the desk.
    var proofs: (proofs: [JSON], uploads: Uploads) {
        var uploads = Uploads()
        let proofs = files.map { file -> JSON in
            ["document": .text(uploads.add(file.bytes).text), "name": .text(file.name), "mediaType": .text(file.type)]
        }
        return (proofs, uploads)
    }

    /// Says which files the page holds, and which must be chosen again.
    func html(_ words: Words) -> HTML {
        var size = 0
        var (held, again): ([Sent.File], [Sent.File]) = ([], [])
        for file in files {
            size += file.bytes.count
            if size <= HeldFiles.most { held.append(file) } else { again.append(file) }
        }
        func line(_ key: TextKey, _ files: [Sent.File]) -> HTML {
            files.isEmpty
                ? ""
                : "<p class=\"hint\">\(words(key, [("names", files.map(\.name).joined(separator: ", "))]))</p>"
        }
        let fields = held.map { file -> HTML in
            "<input type=\"hidden\" name=\"held\" value=\"\(HeldFiles.written(file))\">"
        }
        return "\(line("page.sentAgain", held))\(line("page.chooseAgain", again))\(fields)"
    }

    private static func written(_ file: Sent.File) -> String {
        [Data(file.type.utf8), Data(file.name.utf8), Data(file.bytes)].map { $0.base64EncodedString() }
            .joined(separator: " ")
    }

    private static func read(_ text: String) -> Sent.File? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).compactMap {
            Data(base64Encoded: String($0))
        }
        guard parts.count == 3, !parts[2].isEmpty else { return nil }
        return Sent.File(
            field: "upload", name: String(String(decoding: parts[1], as: UTF8.self).prefix(200)),
            type: String(decoding: parts[0], as: UTF8.self), bytes: Array(parts[2]))
    }
}
