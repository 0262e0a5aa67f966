import Cast
import Testing

@testable import Files

@Suite struct SentTests {
    private func fields(_ sent: Sent) -> [String] { sent.fields.map { "\($0.name)=\($0.value)" } }

    @Test func `a simple form is read as browsers send it`() throws {
        let sent = try Sent(urlencoded: Array("a=1&b=two+words&c=%C4%8D%2B&d&e==&a=2&".utf8))
        #expect(fields(sent) == ["a=1", "b=two words", "c=č+", "d=", "e==", "a=2"])
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%FF", "=1", "%00%FF=1"])
    func `a simple form with broken letters or a field without a name is refused`(text: String) {
        #expect(throws: Sent.Fault.broken) { try Sent(urlencoded: Array(text.utf8)) }
    }

    @Test func `an address is answered as far as it can be`() {
        #expect(
            Sent.query("q=%C4%8D&broken=%zz&empty=&bare").map { "\($0.name)=\($0.value)" } == [
                "q=č", "broken=%zz", "empty=", "bare=",
            ])
        #expect(Sent.query("").isEmpty)
    }

    @Test func `there are only so many fields, and names have an end`() throws {
        let field = "a=1&"
        #expect(
            try Sent(urlencoded: Array(String(repeating: field, count: Sent.mostFields).utf8)).fields.count == 10_000)
        #expect(throws: Sent.Fault.tooMany(most: 10_000)) {
            try Sent(urlencoded: Array(String(repeating: field, count: Sent.mostFields + 1).utf8))
        }
        #expect(throws: Sent.Fault.broken) {
            try Sent(urlencoded: Array((String(repeating: "n", count: 201) + "=1").utf8))
        }
    }

    @Test func `whatever bytes come, they are read or refused`() {
        var chance = Chance(7)
        for _ in 0..<3_000 {
            var bytes = Array("a=1&b=%C4%8D+2&=&c&d==%".utf8)
            for _ in 0..<chance.below(6) {
                let at = chance.below(bytes.count)
                if chance.below(2) == 0 { bytes.remove(at: at) } else { bytes[at] = UInt8(chance.below(256)) }
            }
            if let sent = try? Sent(urlencoded: bytes) { #expect(sent.fields.count <= 6) }
        }
    }
}
