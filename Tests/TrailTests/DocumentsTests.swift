import Cast
import Foundation
import Testing

@testable import Domain
@testable import Trail

@Suite struct DocumentsTests {
    private func place(_ hash: Digest, in written: Written<Store>) -> URL {
        written.folder.url.appendingPathComponent("documents/\(hash.text.prefix(2))/\(hash.text.dropFirst(2))")
    }

    private let minutes = Array("Minutes of the kick-off meeting\n".utf8)

    private func named(_ hash: Digest) -> JSON {
        [
            "title": "Kick-off", "sorts": ["kickOff"], "start": "2024-03-14",
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

    @Test(arguments: Keeper.allCases) func `an erased document is gone, and not missed`(keeper: Keeper) throws {
        var written = try Written(keeper)
        let hash = try written.store.keep(minutes)
        try written.write("add-event", named(hash))
        try written.write("erase-document", ["document": .text(hash.text), "ground": "asked"])
        try written.store.removeDocument(hash)
        #expect(!written.store.hasDocument(hash))
        #expect(written.flaw() == nil)
        #expect(try written.store.verify("green-harbours").documents == 0)
    }

    @Test func `when the folder is opened, what no entry names is gone, and nothing else`() throws {
        var written = try Written()
        let used = try written.store.keep(minutes)
        let unnamed = try written.store.keep([1])
        try written.write("add-event", named(used))
        let torn = place(used, in: written).deletingLastPathComponent().appendingPathComponent(".torn")
        try Data([3]).write(to: torn)
        try written.store.finishRemovals()
        #expect(written.store.hasDocument(used))
        #expect(!written.store.hasDocument(unnamed))
        #expect(!FileManager.default.fileExists(atPath: torn.path))
    }

    @Test
    func `a document whose removal was cut short is gone when the folder is opened, unless another project names it`()
        throws
    {
        var written = try Written()
        let (mine, shared) = (try written.store.keep(minutes), try written.store.keep([7]))
        try written.write("add-event", named(mine))
        try written.write("add-event", named(shared))
        var other = try Written("other-harbours", in: written.store)
        try other.write("add-event", named(shared))
        for hash in [mine, shared] {
            try written.write("erase-document", ["document": .text(hash.text), "ground": "asked"])
        }
        try written.store.finishRemovals()
        #expect(!written.store.hasDocument(mine) && written.store.hasDocument(shared))
        #expect(written.flaw() == nil && other.flaw() == nil)
        try other.write("erase-document", ["document": .text(shared.text), "ground": "asked"])
        try written.store.finishRemovals()
        #expect(!written.store.hasDocument(shared))
        #expect(written.flaw() == nil && other.flaw() == nil)
    }

    @Test func `a folder written before erased documents had a list of their own has it made from its trails`() throws {
        var written = try Written()
        let hash = try written.store.keep(minutes)
        try written.write("add-event", named(hash))
        try written.write("erase-document", ["document": .text(hash.text), "ground": "asked"])
        try written.store.execute("DROP TABLE erased_documents")
        try written.store.close()
        let again = try Store(written.folder.url)
        #expect(again.hasDocument(hash))
        try again.finishRemovals()
        #expect(!again.hasDocument(hash))
        try again.close()
    }

    @Test(arguments: Keeper.allCases)
    func `what is on its way to an entry is not taken away meanwhile, and goes when no entry came`(keeper: Keeper)
        throws
    {
        let written = try Written(keeper)
        var uploads = Uploads()
        let hash = uploads.add(minutes)
        try written.store.keep([hash], of: uploads)
        try written.store.keep([hash], of: uploads)
        try written.store.removeUnwanted(hash)
        #expect(written.store.hasDocument(hash))
        try written.store.settle([hash])
        #expect(written.store.hasDocument(hash))
        try written.store.settle([hash])
        #expect(!written.store.hasDocument(hash))
    }
}
