import Cast
import Domain
import Testing

@Suite struct ShapeTests {
    /// A released field is never renamed, and a later one is optional: whoever changes this file has thought of old trails.
    @Test func `the shapes of all kinds and verbs are those of the golden file`() {
        var lines: [String] = []
        func write(_ name: String, _ shape: Shape, _ required: Bool, _ indent: String) {
            let mark = required ? "" : "?"
            switch shape {
            case .group(let members):
                lines.append("\(indent)\(name)\(mark):")
                for member in members { write(member.name, member.shape, member.required, indent + "  ") }
            case .list(.group(let members)):
                lines.append("\(indent)\(name)\(mark): list of")
                for member in members { write(member.name, member.shape, member.required, indent + "  ") }
            default: lines.append("\(indent)\(name)\(mark): \(text(shape))")
            }
        }
        func text(_ shape: Shape) -> String {
            switch shape {
            case .choice(let name, let words):
                name == "country" || name == "language" ? name : words.joined(separator: " | ")
            case .key(let kind): kind
            case .list(let item): "list of \(text(item))"
            default: "\(shape)"
            }
        }
        for kind in Kind.all {
            write(
                "\(kind.name) (\(kind.plural), \(kind.room.rawValue)\(kind.isPersonal ? ", personal" : ""))",
                kind.shape, true, "")
        }
        let ordinary = Set(
            Kind.all.flatMap { kind in ["add", "change", "withdraw", "restore"].map { "\($0)-\(kind.name)" } })
        for verb in AnyVerb.all where !ordinary.contains(verb.name) {
            write("\(verb.name) (\(verb.room.rawValue))", verb.form, true, "")
        }
        #expect(Golden.difference(lines.joined(separator: "\n"), "shapes.txt") == nil)
    }

    @Test func `every kind that people have lists of has its three ordinary verbs`() {
        let others = Set(Kind.listed.map(\.name)).subtracting(Kind.entered.map(\.name))
        #expect(others == [Identification.kind, PeriodLock.kind])
        for kind in Kind.listed where kind.name != PeriodLock.kind {
            for verb in ["add", "change", "withdraw"] {
                #expect(AnyVerb.named("\(verb)-\(kind.name)")?.kind == kind.name)
                #expect(AnyVerb.named("\(verb)-\(kind.name)")?.room == kind.room)
            }
        }
        #expect(AnyVerb.named("change-erasure") == nil)
        #expect(AnyVerb.named("change-person-name") == nil)
        #expect(AnyVerb.named("withdraw-erasure") == nil)
        #expect(AnyVerb.all.allSatisfy { $0.kind != "reason" })
    }

    @Test func `names of kinds, lists and verbs are each given once`() {
        #expect(Set(Kind.all.map(\.name)).count == Kind.all.count)
        #expect(Set(Kind.all.map(\.plural)).count == Kind.all.count)
        #expect(Set(AnyVerb.all.map(\.name)).count == AnyVerb.all.count)
    }

    @Test func `every key points to a kind that there is`() {
        func keys(_ shape: Shape) -> [String] {
            switch shape {
            case .key(let kind): [kind]
            case .list(let item): keys(item)
            case .group(let members): members.flatMap { keys($0.shape) }
            default: []
            }
        }
        for kind in Kind.all { #expect(keys(kind.shape).allSatisfy { Kind.named($0) != nil }) }
        for verb in AnyVerb.all { #expect(keys(verb.form).allSatisfy { Kind.named($0) != nil }) }
    }

    @Test(arguments: [
        ("tab\there", "controlCharacter"), ("two\nlines", "controlCharacter"), ("\u{202E}txt.exe", "controlCharacter"),
        ("\u{2066}x", "controlCharacter"),
        ("\u{0}", "controlCharacter"), ("\u{85}", "controlCharacter"),
        (String(repeating: "a", count: 1_001), "tooLong"),
    ])
    func `a line that would lie or break the page is refused`(text: String, code: String) throws {
        let found = Shape.line.findings(in: .text(text), of: GreenHarbours.unbegun, at: "title")
        #expect(found.map(\.code) == [code])
        #expect(found.allSatisfy { $0.field == "title" && $0.blocks })
    }

    @Test func `prose may have lines and tabs, and names may be written from right to left`() {
        let project = GreenHarbours.unbegun
        #expect(Shape.prose.findings(in: "a\n\tb\r\nc", of: project) == [])
        #expect(Shape.line.findings(in: "\u{200F}שלום\u{200E}", of: project) == [])
        #expect(Shape.line.findings(in: .text(String(repeating: "ž", count: 1_000)), of: project) == [])
        #expect(
            Shape.prose.findings(in: .text(String(repeating: "a", count: 200_001)), of: project).map(\.code) == [
                "tooLong"
            ])
    }
}
