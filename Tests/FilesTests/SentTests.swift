import Cast
import Testing

@testable import Files

@Suite struct SentTests {
    private func fields(_ sent: Sent) -> [String] { sent.fields.map { "\($0.name)=\($0.value)" } }

    private func multipart(_ text: String, boundary: String = "grape") throws(Sent.Fault) -> Sent {
        try Sent(multipart: Array(text.utf8), boundary: boundary)
    }

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

    @Test func `a form with files is read, names with semicolons and marks whole`() throws {
        let sent = try multipart(
            "--grape\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nKick-off\r\n--grape\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"Zapisnik; kon%22na.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n\r\n--grape\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"\"\r\n\r\n\r\n--grape--\r\n"
        )
        #expect(fields(sent) == ["title=Kick-off"])
        #expect(sent.files.map(\.name) == ["Zapisnik; kon\"na.pdf"])
        #expect(sent.files.map(\.type) == ["application/pdf"])
        #expect(sent.files.map(\.bytes) == [Array("%PDF\r\n".utf8)])
    }

    @Test(arguments: [
        "", "--grape", "--grape\r\n", "--grape\r\n\r\n--grape--", "--grape\r\nno header lines\r\n--grape--",
        "--grape\r\n\r\nno headers\r\n--grape--\r\n",
        "--grape\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--grape--\r\n",
        "--grape\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nempty name\r\n--grape--\r\n",
        "--grape\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end",
        "--grape\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--grape",
        "--grape\r\nContent-Disposition: form-data; name=\"a\"\r\n--grape\r\n\r\n1\r\n--grape--",
        "--apple\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--apple--",
    ])
    func `parts that are none are refused`(text: String) {
        #expect(throws: Sent.Fault.broken) { try multipart(text) }
    }

    @Test func `no boundary, or an endless one, is none`() {
        #expect(throws: Sent.Fault.broken) { try multipart("----\r\n", boundary: "") }
        let long = String(repeating: "x", count: 201)
        #expect(throws: Sent.Fault.broken) { try multipart("--\(long)--", boundary: long) }
        #expect(Sent.parameter("boundary", of: "multipart/form-data") == nil)
        #expect(Sent.parameter("boundary", of: "multipart/form-data; boundary=\"a b\"") == "a b")
        #expect(Sent.parameter("boundary", of: "multipart/form-data;boundary=a; charset=x") == "a")
    }

    @Test func `there are only so many fields and files, names and heads of parts have an end`() throws {
        let field = "a=1&"
        #expect(
            try Sent(urlencoded: Array(String(repeating: field, count: Sent.mostFields).utf8)).fields.count == 10_000)
        #expect(throws: Sent.Fault.tooMany(most: 10_000)) {
            try Sent(urlencoded: Array(String(repeating: field, count: Sent.mostFields + 1).utf8))
        }
        #expect(throws: Sent.Fault.broken) {
            try Sent(urlencoded: Array((String(repeating: "n", count: 201) + "=1").utf8))
        }
        let file = "--grape\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nx\r\n"
        #expect(throws: Sent.Fault.tooMany(most: 100)) {
            try multipart(String(repeating: file, count: 101) + "--grape--")
        }
        let head = "X: " + String(repeating: "y", count: 5_000)
        #expect(throws: Sent.Fault.broken) {
            try multipart("--grape\r\n\(head)\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--grape--")
        }
    }

    @Test func `whatever bytes come, they are read or refused, and a form that is read is written back as the same`() {
        var chance = Chance(7)
        for _ in 0..<3_000 {
            var bytes = Array(
                "--g\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--g\r\nContent-Disposition: form-data; name=\"b\"; filename=\"c\"\r\n\r\n2\r\n--g--\r\n"
                    .utf8)
            for _ in 0..<chance.below(6) {
                let at = chance.below(bytes.count)
                if chance.below(2) == 0 { bytes.remove(at: at) } else { bytes[at] = UInt8(chance.below(256)) }
            }
            if let sent = try? Sent(multipart: bytes, boundary: "g") {
                #expect(sent.fields.count + sent.files.count <= 2)
            }
            _ = try? Sent(urlencoded: bytes)
        }
    }
}
