import Cast
import Foundation
import Testing

@testable import Domain
@testable import Trail

@Suite struct ExportingTests {
    let written: Written<Store>
    let file: URL

    init() throws {
        var written = try Written.five()
        let hash = try written.store.keep(Array("Minutes".utf8))
        try written.write(
            "change-event",
            ["id": 1, "provenance": ["proofs": [["document": .text(hash.text), "name": "minutes.txt"]]]])
        try written.write("withdraw-event", ["id": 2, "reason": "Entered twice."])
        try written.write(
            "redact-body",
            [
                "entry": 3, "position": 0,
                "replacement":
                    #"{"id": 1, "title": "A visit", "status": "held", "sorts": ["studyVisit"], "start": "2024-10-09", "found": [{"fields": ["status"], "source": "Minutes"}]}"#,
                "ground": "A court.",
            ])
        self.written = written
        file = written.folder.url.appendingPathComponent("green-harbours.grozd")
    }

    private func export(particulars: Bool = true) throws -> [UInt8] {
        _ = try written.store.export("green-harbours", to: file, particulars: particulars, nameless: { _ in nil })
        return Array(try Data(contentsOf: file))
    }

    private struct Taken {
        let project: Project
        let result: Verification
        let store: Store
        let folder: Temporary
    }

    /// What comes of taking the bytes in, in a folder of its own.
    private func taken(_ bytes: [UInt8]) throws -> Taken {
        let folder = Temporary()
        let store = try Store(folder.url.appendingPathComponent("data"))
        let part = folder.url.appendingPathComponent("x.grozd")
        try Data(bytes).write(to: part)
        do {
            let result = try store.take(part)
            return Taken(
                project: try store.open(result.project.name), result: result.verification, store: store, folder: folder)
        } catch {
            #expect(try store.names() == [])
            #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("data/documents").path))
            throw error
        }
    }

    @Test func `what goes out comes in: project, head, history and documents`() throws {
        let taken = try taken(export())
        let store = taken.store
        #expect(try store.head(of: "green-harbours").hash == written.head)
        #expect(taken.result == (try written.store.verify("green-harbours")))
        #expect(
            try store.verify("green-harbours", head: written.head)
                == (try written.store.verify("green-harbours", head: written.head)))
        #expect(try store.open("green-harbours") == (try written.store.open("green-harbours")))
        #expect(
            try store.history(of: Reference(kind: "event", number: 1), in: "green-harbours").map(\.entry) == [2, 3, 6])
        #expect(store.document(Digest(of: Array("Minutes".utf8))) == Array("Minutes".utf8))
    }

    @Test func `the same trail gives the same bytes, here and where it came to`() throws {
        let bytes = try export()
        #expect(try export() == bytes)
        let taken = try taken(bytes)
        let again = taken.folder.url.appendingPathComponent("again.grozd")
        _ = try taken.store.export("green-harbours", to: again, particulars: true, nameless: { _ in nil })
        #expect(Array(try Data(contentsOf: again)) == bytes)
    }

    @Test func `without particulars nobody can be reached, and the chain still holds`() throws {
        let bytes = try export(particulars: false)
        #expect(Data(bytes).range(of: Data("maja.secret@example.org".utf8)) == nil)
        #expect(Data(bytes).range(of: Data("Maja Kocjančič".utf8)) == nil)
        let taken = try taken(bytes)
        #expect(taken.result.withheld == 2)
        #expect(taken.project.persons[1] != nil && taken.project.name(of: 1) == nil)
        #expect(taken.project.contacts.isEmpty)
        #expect(taken.project.contacts.next == 2)
        #expect(try taken.store.verify("green-harbours").head == written.head)
        let again = taken.folder.url.appendingPathComponent("again.grozd")
        _ = try taken.store.export("green-harbours", to: again, particulars: true, nameless: { _ in nil })
        #expect(Array(try Data(contentsOf: again)) == bytes)
    }

    @Test func `without particulars a trail of before holds no record of a name`() throws {
        let old = Temporary()
        let store = try Store(old.url)
        _ = try store.take(Golden.root.appendingPathComponent("Tests/Goldens/trails/0.1-green-harbours.grozd"))
        let names = try store.open("green-harbours").persons.compactMap(\.name)
        #expect(names.contains("Maja Kocjančič"))
        let file = old.url.appendingPathComponent("without.grozd")
        _ = try store.export("green-harbours", to: file, particulars: false, nameless: { _ in nil })
        let text = try String(contentsOf: file, encoding: .utf8)
        for name in names { #expect(!text.contains("\"kind\":\"person\",\"name\":\"\(name)\""), "\(name)") }
        let new = Temporary()
        let taken = try Store(new.url)
        _ = try taken.take(file)
        #expect(try taken.verify("green-harbours").head == store.verify("green-harbours").head)
        #expect(try taken.open("green-harbours").persons.allSatisfy { $0.name == nil })
    }

    @Test func `a body that would not read without its names leaves no file`() throws {
        let long = String(repeating: "x", count: Entry.Body.largest)
        let refusal = TrailFault.unreadable(
            UnreadableBody(reference: Reference(kind: "event", number: 1), entry: 2, reason: UnreadableBody.tooLarge))
        #expect(throws: refusal) {
            try written.store.export("green-harbours", to: file, particulars: false) {
                $0 == "Study visit to Wismar" ? long : nil
            }
        }
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    @Test func `a file for the owner alone, written whole or not at all`() throws {
        _ = try export()
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
        let nowhere = written.folder.url.appendingPathComponent("no/such/folder.grozd")
        #expect(throws: ExportFault.cannotWrite(nowhere.path)) {
            try written.store.export("green-harbours", to: nowhere, particulars: true, nameless: { _ in nil })
        }
    }

    @Test func `a project that is here already is not taken in`() throws {
        _ = try export()
        #expect(throws: ExportFault.alreadyHere("green-harbours")) { try written.store.take(file) }
        #expect(throws: ExportFault.cannotRead("/no/such/file")) {
            try written.store.take(URL(fileURLWithPath: "/no/such/file"))
        }
    }

    @Test func `when its name is taken meanwhile, its documents go, and what lay here before stays`()
        throws
    {
        _ = try export()
        for isHere in [false, true] {
            let folder = Temporary()
            let store = try Store(folder.url)
            let minutes = Array("Minutes".utf8)
            let arrival = try store.receive(file)
            var other = try Written(in: store)
            if isHere {
                let hash = try store.keep(minutes)
                try other.write(
                    "add-event",
                    [
                        "title": "Visit", "sorts": ["other"], "status": "planned",
                        "provenance": ["proofs": [["document": .text(hash.text), "name": "minutes.txt"]]],
                    ])
            }
            #expect(throws: TrailFault.headMoved(project: "green-harbours")) { try store.takeOver(arrival) }
            #expect((store.document(Digest(of: minutes)) != nil) == isHere)
            #expect(try store.verify("green-harbours").documents == (isHere ? 1 : 0))
        }
    }

    @Test func `a line removed, doubled or moved leaves nothing`() throws {
        let lines = try export().split(separator: 10, omittingEmptySubsequences: false).dropLast().map { Array($0) }
        func bytes(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.joined(separator: [10])) + [10] }
        for index in lines.indices {
            var removed = lines
            removed.remove(at: index)
            #expect(throws: (any Error).self, "line \(index + 1) removed") { try taken(bytes(removed)) }
            guard index > 0, index + 2 < lines.count else { continue }
            var moved = lines
            moved.swapAt(index, index + 1)
            #expect(throws: (any Error).self, "lines \(index + 1), \(index + 2)") { try taken(bytes(moved)) }
        }
    }

    @Test func `nothing stands behind the end`() throws {
        let bytes = try export()
        let content = "D \(Digest(of: [1]).text) AQ==\n"
        #expect(throws: (any Error).self) { try taken(bytes + Array(content.utf8)) }
    }

    @Test func `a document that no entry names does not come in`() throws {
        var lines = String(decoding: try export(), as: UTF8.self).components(separatedBy: "\n")
        let end = try #require(lines.firstIndex { $0.hasPrefix("Z ") })
        lines.insert("D \(Digest(of: [1]).text) AQ==", at: end)
        #expect(throws: (any Error).self) { try taken(Array(lines.joined(separator: "\n").utf8)) }
    }

    @Test func `a file cut short anywhere leaves nothing`() throws {
        let bytes = try export()
        var chance = Chance(20)
        for length in [0, 1, 13, 14, bytes.count - 70, bytes.count - 2]
            + (0..<40).map({ _ in chance.below(bytes.count - 1) })
        {
            #expect(throws: (any Error).self, "\(length) bytes") { try taken(Array(bytes.prefix(length))) }
        }
    }

    @Test func `whatever happens to its bytes, a file is refused, or is the trail that went out`() throws {
        let bytes = try export()
        let whole = try written.store.open("green-harbours")
        var chance = Chance(21)
        var refused = 0
        for _ in 0..<60 {
            var other = bytes
            other[chance.below(other.count)] ^= UInt8(1 << chance.below(8))
            if let taken = try? taken(other) {
                #expect(taken.project == whole)
                #expect(try taken.store.head(of: "green-harbours").hash == written.head)
            } else {
                refused += 1
            }
        }
        #expect(refused > 55)
    }

    @Test(arguments: [
        "", "\n", "grozd-trail 1", "grozd-trail 2\nP {}\n", "grozd-trail 02\n", "grozd-trail 0\n", "grozd-trail 2 \n",
        "grozd-trail 1\nP {\"name\":\"../etc\",\"entries\":0,\"head\":\"x\"}\n", "PK\u{3}\u{4}",
    ])
    func `what is no trail is said to be none`(text: String) {
        #expect(throws: ExportFault.notATrail) { try taken(Array(text.utf8)) }
    }

    @Test func `a trail of a newer version is refused with its format`() throws {
        let text = String(decoding: try export(), as: UTF8.self).replacingOccurrences(
            of: "\"format\":2", with: "\"format\":3")
        #expect(throws: TrailFault.newer(format: 3, project: "green-harbours")) { try taken(Array(text.utf8)) }
    }

    /// A whole trail in which an event has a number.
    private func trail(withEvent number: Int) throws -> (bytes: [UInt8], written: Written<Store>) {
        let other = try Written()
        let event = try Canonical.decode(
            Event.self,
            from: [
                "id": .whole(Int64(number)), "title": "Far", "sorts": ["other"], "status": "planned", "provenance": [:],
            ])
        let entry = Entry(
            try Draft.of([.put(event)]), in: "green-harbours", number: 2, after: other.head,
            moment: Moment(milliseconds: Int64(other.day.count) * 86_400_000 + 9, day: other.day), person: nil,
            verb: "add-event")
        try other.store.append([Append(entry)])
        let part = other.folder.url.appendingPathComponent("far.grozd")
        _ = try other.store.export("green-harbours", to: part, particulars: true, nameless: { _ in nil })
        return (Array(try Data(contentsOf: part)), other)
    }

    @Test func `a record whose number leaves none for many after it is not taken in, and nothing changes`() throws {
        let most = Bounds.lastRecord
        // The last that may come in comes in, and the next record has a number.
        let (last, kept) = try trail(withEvent: most)
        let taken = try taken(last)
        #expect(taken.project.events.map(\.id.number) == [most])
        #expect(
            try taken.project.doing("add-event", ["title": "Next", "sorts": ["other"], "status": "planned"]).events
                .count == 2)

        // The same for numbers that read; what lies beyond them is no number.
        for number in [most + 1, Bounds.reading.upperBound] {
            let (beyond, other) = try trail(withEvent: number)
            let here = try Written("lagoon")
            let before = try (here.store.names(), here.store.head(of: "lagoon").hash, here.files)
            let part = other.folder.url.appendingPathComponent("beyond.grozd")
            try Data(beyond).write(to: part)
            let reference = Reference(kind: "event", number: number)
            #expect(throws: TrailFault.unreadable(UnreadableBody(reference: reference, entry: 2, reason: "id"))) {
                try here.store.take(part)
            }
            let after = try (here.store.names(), here.store.head(of: "lagoon").hash, here.files)
            #expect(before == after)
            #expect(try here.store.open("lagoon").events.isEmpty)
        }
        _ = kept
    }

    @Test func `what is not personal is not withheld`() throws {
        var lines = String(decoding: try export(particulars: false), as: UTF8.self).components(separatedBy: "\n")
        let body = try #require(lines.firstIndex { $0.hasPrefix("B ") && $0.contains("Study visit to Wismar") })
        let hash = Digest(of: Array(lines[body].dropFirst(2).utf8))
        lines[body] = "W \(hash.text) event/1"
        #expect(throws: (any Error).self) { try taken(Array(lines.joined(separator: "\n").utf8)) }
    }
}
