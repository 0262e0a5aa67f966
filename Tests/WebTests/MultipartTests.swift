import Cast
import Desk
import Files
import HTTPTypes
import Testing

@testable import Web

/// A form with files is read as its bytes come.
@Suite struct MultipartTests {
    /// All that was read, or why it was not.
    private struct Read: Equatable {
        var fields: [Sent.Field] = []
        var files: [Multipart.File] = []
        var contents: [[UInt8]] = []
        var empty: [String] = []
        var fault: Sent.Fault?
    }

    /// Reads in portions of these sizes, over and over.
    private func read(_ bytes: [UInt8], boundary: String = "grape", by sizes: [Int] = [.max]) -> Read {
        var read = Read()
        do {
            var reader = try Multipart("multipart/form-data; boundary=\(boundary)")
            var rest = bytes[...]
            var turn = 0
            while !rest.isEmpty {
                try reader.read(rest.prefix(sizes[turn % sizes.count])) { piece in
                    switch piece {
                    case .file(let file):
                        read.files.append(file)
                        read.contents.append([])
                    case .bytes(let bytes): read.contents[read.contents.count - 1] += bytes
                    }
                }
                rest = rest.dropFirst(sizes[turn % sizes.count])
                turn += 1
            }
            read.fields = try reader.whole()
            read.empty = reader.empty
        } catch {
            // Files that have begun by then are thrown away, so they are no result.
            read = Read(fault: error as? Sent.Fault)
        }
        return read
    }

    private func read(_ text: String, boundary: String = "grape") -> Read { read(Array(text.utf8), boundary: boundary) }

    private func file(_ disposition: String, _ content: String = "x") -> String {
        "--grape\r\nContent-Disposition: form-data; name=\"upload\"; \(disposition)\r\n\r\n\(content)\r\n"
    }

    @Test func `fields are kept and files handed on, each with its name and type`() {
        let sent = read(
            "--grape\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nKick-off\r\n"
                + "--grape\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"minutes.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n\r\n"
                + file("filename=\"\"", "") + "--grape--\r\n")
        #expect(sent.fields == [Sent.Field(name: "title", value: "Kick-off")])
        #expect(sent.files == [Multipart.File(field: "upload", name: "minutes.pdf", type: "application/pdf")])
        #expect(sent.contents == [Array("%PDF\r\n".utf8)])
    }

    @Test(arguments: [
        (#"filename="Rechnung; Mai 2025.pdf""#, "Rechnung; Mai 2025.pdf"),
        (#"filename="Zapisnik; kon%22na \"verzija\".pdf""#, #"Zapisnik; kon"na "verzija".pdf"#),
        (#"filename="C:\new\list.pdf""#, #"C:\new\list.pdf"#),
        (#"filename="ends with \\""#, #"ends with \"#),
        (#"filename="e.pdf"; filename*=UTF-8''Ra%C4%8Dun%3B%20maj.pdf"#, "Račun; maj.pdf"),
        (#"filename*=utf-8'sl'Ra%C4%8Dun.pdf; filename="e.pdf""#, "Račun.pdf"),
        (#"filename="e.pdf"; filename*=ISO-8859-1''%E8.pdf"#, "e.pdf"),
        (#"filename="e.pdf"; filename*=UTF-8''%FF.pdf"#, "e.pdf"),
        ("filename=bare.pdf ; size=3", "bare.pdf"),
        ("filename=\"\u{301}marks.pdf\"", "\u{301}marks.pdf"),
        (#"filename="first.pdf"; filename="second.pdf""#, "first.pdf"),
    ])
    func `a name is read whole`(disposition: String, name: String) {
        #expect(read(file(disposition) + "--grape--").files.map(\.name) == [name])
    }

    @Test(arguments: [
        "", "--grape", "--grape\r\n", "--grape\r\n\r\n--grape--", "--grape\r\nno header lines\r\n--grape--",
        "--grape\r\n\r\nno headers\r\n--grape--\r\n",
        "--grape\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--grape--\r\n",
        "--grape\r\nContent-Disposition: form-data; name=\"\"\r\n\r\nempty name\r\n--grape--\r\n",
        "--grape\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end",
        "--grape\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--grape",
        "--grape\r\nContent-Disposition: form-data; name=\"a\"\r\n--grape\r\n\r\n1\r\n--grape--",
        "--grape\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--grapefruit\r\n\r\n2\r\n--grape--",
        "--grape\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''%FF\r\n\r\n1\r\n--grape--",
        "--grape\r\nContent-Disposition: form-data; name=\"a\"\r\n--grape: x\r\n\r\n1\r\n--grape--",
        "--apple\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--apple--",
        "--grape\r\nX: \(String(repeating: "y", count: 5_000))\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--grape--",
    ])
    func `parts that are none are refused`(text: String) {
        for sizes in [[Int.max], [1]] { #expect(read(Array(text.utf8), by: sizes).fault == .broken) }
    }

    @Test func `no boundary, or an endless one, is none`() {
        #expect(throws: Sent.Fault.broken) { try Multipart("multipart/form-data") }
        #expect(throws: Sent.Fault.broken) { try Multipart("multipart/form-data; boundary=\"\"") }
        #expect(throws: Sent.Fault.broken) {
            try Multipart("multipart/form-data; boundary=\(String(repeating: "x", count: 201))")
        }
        let part = "Content-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
        #expect(read("--a: b\r\n\(part)--a: b--", boundary: "\"a: b\"").fields.map(\.value) == ["1"])
        #expect(read("--a\r\n\(part)--a--", boundary: "a; charset=x").fields.map(\.value) == ["1"])
    }

    @Test func `there are only so many files and fields`() {
        let files = String(repeating: file("filename=a"), count: 101) + "--grape--"
        #expect(read(files).fault == .tooMany(most: 100))
        // Those that nobody chose do not count.
        let empty = String(repeating: file("filename=a", ""), count: 101) + "--grape--"
        #expect(read(empty) == Read(empty: Array(repeating: "a", count: 100)))
        let field = "--grape\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n\r\n"
        #expect(read(String(repeating: field, count: 10_000) + "--grape--").fields.count == 10_000)
        #expect(read(String(repeating: field, count: 10_001) + "--grape--").fault == .tooMany(most: 10_000))
    }

    @Test func `a file that holds nothing is named, and nothing is entered; one that nobody chose is none`()
        async throws
    {
        let browser = try await Browser.begun()
        let path = "/projects/green-harbours/activities"
        func sent(_ name: String) async throws -> Browser.Answer {
            let body =
                "--grape\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nNets\r\n"
                + file("filename=\"\(name)\"", "") + "--grape--\r\n"
            return try await browser.ask(
                .post, path,
                headers: [("Content-Type", "multipart/form-data; boundary=grape"), ("Accept", "application/json")],
                body: Array(body.utf8))
        }
        let entry = try browser.site.installation.desk("green-harbours").published.entry
        let refused = try await sent("invoice.pdf")
        #expect(refused.status == 422)
        let says = refused.text.contains("“invoice.pdf” is an empty file")
        #expect(says)
        #expect(try browser.site.installation.desk("green-harbours").published.entry == entry)
        #expect(try await sent("").status == 200)
        #expect(try browser.site.installation.desk("green-harbours").published.entry == entry + 1)
    }

    @Test func `what is in files is not kept, and what is kept is counted`() throws {
        var reader = try Multipart("multipart/form-data; boundary=grape")
        try reader.read(Array((file("filename=a", String(repeating: "x", count: 9_000))).utf8)) { _ in }
        #expect(reader.kept == 0)
        let field =
            "--grape\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n\(String(repeating: "x", count: 9_000))"
        try reader.read(Array(field.utf8)) { _ in }
        #expect((8_990...9_001).contains(reader.kept))
    }

    @Test func `in whatever portions the bytes come, the result is the same`() {
        let whole = Array(
            (file("filename=\"a; b.pdf\"", "\r\n--grap\r\n--\r\r\n--grap-less") + file("filename=\"\"", "")
                + "--grape\r\nContent-Disposition: form-data; name=\"č\"\r\n\r\n\r\nž\r\n\r\n--grape--\r\nafter")
                .utf8)
        var chance = Chance(11)
        var (read, refused) = (0, 0)
        for round in 0..<2_000 {
            var bytes = whole
            for _ in 0..<(round < 100 ? 0 : chance.below(5)) {
                let at = chance.below(bytes.count)
                switch chance.below(4) {
                case 0: bytes.remove(at: at)
                case 1: bytes.insert(contentsOf: whole.prefix(chance.below(whole.count)), at: at)
                case 2: bytes[at] = [13, 10, 45, 34, 58, 59][chance.below(6)]
                default: bytes[at] = UInt8(chance.below(256))
                }
            }
            let once = self.read(bytes)
            if once.fault == nil { read += 1 } else { refused += 1 }
            let sizes = (0..<3).map { _ in 1 + chance.below(chance.below(3) == 0 ? 300 : 7) }
            #expect(self.read(bytes, by: sizes) == once, "\(sizes) \(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(read > 200 && refused > 200, "\(read) \(refused)")
    }

    @Test func `a long name keeps its ending, and a short one all of it`() {
        #expect(Multipart.shortened("Zapisnik; končna verzija.pdf") == "Zapisnik; končna verzija.pdf")
        let long = Multipart.shortened(String(repeating: "č", count: 300) + ".pdf")
        #expect(long.hasSuffix("č….pdf") && long.count == 200)
        #expect(Multipart.shortened(String(repeating: "a", count: 300)).count == 200)
        #expect(Multipart.shortened("." + String(repeating: "a", count: 300)).count == 200)
    }
}
