import Cast
import Testing

@testable import Domain

/// What the trail keeps of records.
@Suite struct CanonicalTests {
    static let project = (try? GreenHarbours.project()) ?? GreenHarbours.unbegun

    @Test(arguments: Kind.all.map(\.name)) func `a record of any kind is read as it was written`(name: String) throws {
        let kind = try #require(Kind.named(name))
        var chance = Chance(6)
        for _ in 0..<60 {
            let json = chance.json(kind.shape, in: Self.project)
            let record = try kind.reading(kind.reading(json).json)
            let again = try kind.reading(record.json)
            #expect(again.json.bytes == record.json.bytes)
            let same = isEqual(again, record)
            #expect(same)
        }
    }

    @Test(arguments: Kind.all.map(\.name)) func `order of names, spaces, and what is empty leave no mark in the bytes`(
        name: String
    ) throws {
        let kind = try #require(Kind.named(name))
        var chance = Chance(7)
        for _ in 0..<20 {
            let record = try kind.reading(chance.json(kind.shape, in: Self.project))
            let members = record.json.members
            let loose =
                members.shuffled(using: &chance).map { "\n \(JSON.text($0.name).written) : \($0.value.pretty())" }
                + kind.shape.members.filter { member in members.allSatisfy { $0.name != member.name } }.map {
                    "\"\($0.name)\": null"
                }
            let again = try kind.reading(bytes: Array("{ \(loose.joined(separator: ",")) }".utf8))
            #expect(again.json.bytes == record.json.bytes)
        }
    }

    @Test func `names in the bytes of a record are in order, at every level`() throws {
        func ordered(_ json: JSON) -> Bool {
            let names = json.members.map { Array($0.name.utf8) }
            return zip(names, names.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
                && json.members.allSatisfy { ordered($0.value) } && (json.list ?? []).allSatisfy(ordered)
        }
        var chance = Chance(8)
        for kind in Kind.all { #expect(ordered(try kind.reading(chance.json(kind.shape, in: Self.project)).json)) }
    }

    @Test func `an old body without later fields is read, and one without a needed field is a fault that names it`()
        throws
    {
        let old = try #require(Kind.named("event")).reading(["id": 3, "title": "Kick-off", "status": "held"])
        #expect((old as? Event)?.sorts == [])
        #expect((old as? Event)?.provenance == Provenance())
        #expect(throws: BodyFault(member: "title", expected: "text")) {
            try Kind.named("event")!.reading(["id": 3, "status": "held"])
        }
        #expect(throws: BodyFault.self) { try Kind.named("event")!.reading(["id": 3, "title": "x", "status": "hold"]) }
        #expect(throws: BodyFault.self) {
            try Kind.named("event")!.reading(["id": "3", "title": "x", "status": "held"])
        }
        #expect(throws: BodyFault.self) {
            try Kind.named("event")!.reading(["id": 3, "title": "x", "status": "held", "sorts": "kickOff"])
        }
    }

    private func isEqual<R: Record>(_ a: R, _ b: any Record) -> Bool { (b as? R) == a }
}

extension Kind {
    func reading(_ json: JSON) throws -> any Record { try reading(bytes: json.bytes) }
    func reading(bytes: [UInt8]) throws -> any Record { try bytes.withUnsafeBufferPointer { try decode($0) } }
}
