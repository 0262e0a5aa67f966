import Domain
import Foundation
import Trail
import Words

/// Files that came with a form. They are among the documents only when a verb is accepted that names them, so a page that is
/// shown again holds them itself, and its form sends them once more.
struct HeldFiles: Sendable {
    private var files: [Form.File] = []
    /// Those that were too large to be held, and have not been chosen again since.
    private var lost: [String] = []
    /// What a page holds at most; larger files are to be chosen again.
    private static let most = 4 << 20

    init() {}

    init(_ form: Form) {
        files = form.files.filter { $0.field == "upload" } + form.all("held").compactMap(HeldFiles.read)
        let known = files.map(\.name)
        lost = form.all("lost").filter { !$0.isEmpty && !known.contains($0) }.uniqued
    }

    /// The files as proofs of a record, and what is in them for the desk.
    var proofs: (proofs: [JSON], uploads: Uploads) {
        var uploads = Uploads()
        let proofs = files.map { file -> JSON in
            uploads.add(file.content)
            return ["document": .text(file.content.hash.text), "name": .text(file.name), "mediaType": .text(file.type)]
        }
        return (proofs, uploads)
    }

    /// What was entered without the proofs that these files are: the page holds them itself.
    func detached(from values: JSON) -> JSON {
        let own = Set(files.map(\.content.hash.text))
        guard !own.isEmpty, let provenance = values["provenance"], let proofs = provenance["proofs"]?.list else {
            return values
        }
        let others = proofs.filter { $0["document"]?.text.map { !own.contains($0) } ?? true }
        return values.overlaid(by: ["provenance": provenance.overlaid(by: ["proofs": .list(others)])])
    }

    /// Says which files the page holds, and which must be chosen again.
    func html(_ words: Words) -> HTML {
        var size = 0
        var (fields, held, again): ([HTML], [String], [String]) = ([], [], lost)
        for file in files {
            size += file.content.size
            if size <= HeldFiles.most, let bytes = try? file.content.bytes() {
                fields.append("<input type=\"hidden\" name=\"held\" value=\"\(HeldFiles.written(file, bytes))\">")
                held.append(file.name)
            } else {
                again.append(file.name)
            }
        }
        func line(_ key: TextKey, _ names: [String]) -> HTML {
            names.isEmpty
                ? "" : "<p class=\"hint\">\(words(key, [("names", names.joined(separator: ", "))]))</p>"
        }
        fields += again.map { "<input type=\"hidden\" name=\"lost\" value=\"\($0)\">" }
        return "\(line("page.sentAgain", held))\(line("page.chooseAgain", again))\(fields)"
    }

    private static func written(_ file: Form.File, _ bytes: [UInt8]) -> String {
        [Data(file.type.utf8), Data(file.name.utf8), Data(bytes)].map { $0.base64EncodedString() }
            .joined(separator: " ")
    }

    private static func read(_ text: String) -> Form.File? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).compactMap {
            Data(base64Encoded: String($0))
        }
        guard parts.count == 3, !parts[2].isEmpty else { return nil }
        return Form.File(
            field: "upload", name: Multipart.shortened(String(decoding: parts[1], as: UTF8.self)),
            type: String(decoding: parts[0], as: UTF8.self), content: Upload(Array(parts[2])))
    }
}
