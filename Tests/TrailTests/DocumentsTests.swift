import Cast
import Foundation
import Testing

@testable import Domain
@testable import Trail

@Suite struct DocumentsTests {
    private func place(_ hash: Digest, in written: Written) -> URL {
        written.folder.url.appendingPathComponent("documents/\(hash.text.prefix(2))/\(hash.text.dropFirst(2))")
    }

    private func age(_ file: URL, hours: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date().addingTimeInterval(-hours * 3_600)], ofItemAtPath: file.path)
    }

    private let minutes = Array("Minutes of the kick-off meeting\n".utf8)

    private func named(_ hash: Digest) -> JSON {
        [
            "title": "Kick-off", "sorts": ["kickOff"], "status": "held", "start": "2024-03-14",
            "provenance": ["proofs": [["document": .text(hash.text), "name": "minutes.txt"]]],
        ]
    }

    @Test func `a document is kept as it came, once`() throws {
        let written = try Written()
        let hash = try written.store.keep(minutes)
        #expect(hash == Digest(of: minutes))
        #expect(try written.store.keep(minutes) == hash)
        #expect(written.store.document(hash) == minutes)
        #expect(try written.store.keep([]) == Digest(of: []))
        #expect(written.store.document(Digest(of: [1])) == nil)
        let mode =
            try FileManager.default.attributesOfItem(atPath: place(hash, in: written).path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `an altered document is neither shown nor good`() throws {
        var written = try Written()
        let hash = try written.store.keep(minutes)
        try written.write("add-event", named(hash))
        #expect(try written.store.verify("green-harbours").documents == 1)
        try Data("Other minutes".utf8).write(to: place(hash, in: written))
        #expect(written.store.document(hash) == nil)
        #expect(written.flaw() == Flaw(2, .document, document: hash))
        try FileManager.default.removeItem(at: place(hash, in: written))
        #expect(written.flaw() == Flaw(2, .document, document: hash))
    }

    @Test func `an erased document is gone, and not missed`() throws {
        var written = try Written()
        let hash = try written.store.keep(minutes)
        try written.write("add-event", named(hash))
        try written.write("erase-document", ["document": .text(hash.text), "ground": "asked"])
        try written.store.removeDocument(hash)
        #expect(!written.store.hasDocument(hash))
        #expect(written.flaw() == nil)
        #expect(try written.store.verify("green-harbours").documents == 0)
    }

    @Test func `what no entry names is swept after a day, and nothing else`() throws {
        var written = try Written()
        let used = try written.store.keep(minutes)
        let old = try written.store.keep([1])
        let young = try written.store.keep([2])
        try written.write("add-event", named(used))
        let torn = place(used, in: written).deletingLastPathComponent().appendingPathComponent(".torn")
        try Data([3]).write(to: torn)
        for file in [place(used, in: written), place(old, in: written), torn] { try age(file, hours: 25) }
        try age(place(young, in: written), hours: 23)
        try written.store.sweepDocuments(now: Date())
        #expect(written.store.hasDocument(used))
        #expect(!written.store.hasDocument(old))
        #expect(written.store.hasDocument(young))
        #expect(!FileManager.default.fileExists(atPath: torn.path))
    }

    @Test func `a document that came again a day later is not swept from under the entry that will name it`() throws {
        let written = try Written()
        let hash = try written.store.keep(minutes)
        try age(place(hash, in: written), hours: 48)
        _ = try written.store.keep(minutes)
        try written.store.sweepDocuments(now: Date())
        #expect(written.store.hasDocument(hash))
    }
}
