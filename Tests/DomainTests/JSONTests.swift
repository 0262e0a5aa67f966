import Cast
import Testing

@testable import Domain

@Suite struct JSONTests {
    private func tree(_ chance: inout Chance, _ depth: Int = 0) -> JSON {
        switch chance.below(depth > 4 ? 4 : 6) {
        case 0: .null
        case 1: .flag(chance.once(in: 2))
        case 2: .whole(chance.one(of: [0, -1, JSON.largest, -JSON.largest, Int64(chance.below(1_000_000))]))
        case 3:
            .text(
                chance.line()
                    + chance.one(of: ["", "\n", "\u{0}", "\u{1F}", "\t\r", "\u{8}\u{C}", "\u{2028}", "\u{7F}"]))
        case 4: .list((0..<chance.below(5)).map { _ in tree(&chance, depth + 1) })
        default: .object(of: (0..<chance.below(5)).map { _ in (chance.line(), tree(&chance, depth + 1)) })
        }
    }

    @Test func `any tree is read as it was written, tight or indented`() throws {
        var chance = Chance(4)
        for _ in 0..<1_500 {
            let json = tree(&chance)
            #expect(try JSON(reading: json.bytes) == json)
            #expect(try JSON(reading: json.pretty()) == json)
            #expect(try JSON(reading: json.pretty()).bytes == json.bytes)
        }
    }

    @Test func `names stand in the order of their bytes, whatever order they came in`() throws {
        let json = try JSON(reading: #"{ "b": 1, "a": [ ], "ž": 3, "Z": {"y":1,"x":2}, "\u0061b": 4 }"#)
        #expect(json.written == #"{"Z":{"x":2,"y":1},"a":[],"ab":4,"b":1,"ž":3}"#)
    }

    @Test func `escapes are undone, and only what must be is escaped again`() throws {
        let json = try JSON(reading: #""\u010d \ud83d\udea2 \/ \b\f\n\r\t \u0001 \" \\ \ud800 é""#)
        #expect(json == .text("č 🚢 / \u{8}\u{C}\n\r\t \u{1} \" \\ \u{FFFD} é"))
        #expect(json.written == #""č 🚢 / \b\f\n\r\t \u0001 \" \\ "# + "\u{FFFD} é\"")
    }

    @Test(
        arguments: [
            ("1.5", "fraction"), ("1e3", "fraction"), ("1E3", "fraction"), ("9007199254740993", "tooLarge"),
            ("-9007199254740993", "tooLarge"),
            ("99999999999999999999", "tooLarge"), ("{\"a\":1,\"a\":2}", "nameTwice"),
            (#"{"a":1,"\u0061":2}"#, "nameTwice"), ("01", "unexpected"), ("+1", "unexpected"),
            ("[1,]", "unexpected"), ("{\"a\":1,}", "unexpected"), ("'a'", "unexpected"), ("nul", "ended"),
            ("\"a", "ended"), ("", "ended"), ("-", "ended"), ("[1 2]", "unexpected"),
            ("1 2", "trailing"), ("{}x", "trailing"), ("\"\u{1}\"", "unexpected"), ("\"\\x\"", "unexpected"),
            ("\"\\u12\"", "unexpected"), ("\"\\u12", "unexpected"), ("\"\\u12g4\"", "unexpected"),
            ("{1:2}", "unexpected"),
            ("NaN", "unexpected"), ("\u{FEFF}1", "unexpected"),
        ] as [(String, String)])
    func `what this product does not take is refused with the reason`(text: String, reason: String) {
        let refused = #expect(throws: NotJSON.self) { try JSON(reading: text) }
        #expect(refused?.reason.rawValue == reason)
    }

    @Test func `64 levels are read, and more are refused`() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(throws: Never.self) { try JSON(reading: nested(64)) }
        #expect(throws: NotJSON.self) { try JSON(reading: nested(65)) }
        #expect(throws: NotJSON.self) { try JSON(reading: nested(1_000_000)) }
        #expect(throws: NotJSON.self) { try JSON(reading: String(repeating: "{\"a\":", count: 1_000_000)) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: NotJSON(reason: .notText, offset: 0)) { try JSON(reading: [0x22, 0xFF, 0x22]) }
        #expect(throws: NotJSON.self) { try JSON(reading: [0x22, 0xC0, 0x80, 0x22]) }
    }

    @Test func `whatever happens to the bytes, reading them answers or refuses`() throws {
        var chance = Chance(5)
        let marks = Array("{}[]\",:\\u0d8tfn-19.e \n".utf8)
        for _ in 0..<400 {
            let original = tree(&chance).bytes
            for _ in 0..<20 {
                var bytes = original
                for _ in 0...chance.below(4) {
                    let at = bytes.isEmpty ? 0 : chance.below(bytes.count)
                    switch chance.below(5) {
                    case 0 where !bytes.isEmpty: bytes.remove(at: at)
                    case 1 where !bytes.isEmpty: bytes[at] = UInt8(chance.below(256))
                    case 2: bytes.insert(chance.one(of: marks), at: at)
                    case 3: bytes.removeLast(min(bytes.count, chance.below(6)))
                    default: bytes += bytes.prefix(chance.below(bytes.count + 1))
                    }
                }
                if let json = try? JSON(reading: bytes) { #expect(try JSON(reading: json.bytes) == json) }
                _ = try? Canonical.decode(Event.self, from: bytes)
            }
        }
    }

    @Test func `a member that is overlaid by null is taken away`() {
        let old: JSON = ["a": 1, "b": 2, "c": ["d": 1]]
        #expect(old.overlaid(by: ["b": nil, "c": ["e": 2], "f": 3]) == ["a": 1, "c": ["e": 2], "f": 3])
    }
}
