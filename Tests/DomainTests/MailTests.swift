import Cast
import Testing

@testable import Domain

/// One test of mail addresses, wherever one is asked.
@Suite struct MailTests {
    static let none = [
        "ana@kranj,example", "ana@kranj.example;tajnik@kranj.example", "ana@kranj.example, tajnik@kranj.example",
        "ana@kranj.example tajnik@kranj.example", "<ana@kranj.example>", "mailto:ana@kranj.example", "ana@kranj.",
        "ana@....", "ana@@kranj.example", "a..b@kranj.example", ".ana@kranj.example", "ana.@kranj.example", "ana@kranj",
        "@kranj.example", "ana@", "ana", "ana@kranj..example", "ana@-kranj.example", "ana@kranj-.example",
        "ana@192.168.1.1", "ana@[192.168.1.1]", "\"ana\"@kranj.example", "ana(doma)@kranj.example",
        "ana@kra\u{200B}nj.example", "ana\u{AD}@kranj.example", "ana@kranj.e", "ana@kranj_a.example",
        "Ana <ana@kranj.example>", "ana@kranj.example.", "ana\\@kranj.example",
    ]
    static let some = [
        "ana@kranj.example", "Ana.Novak+seznam@KRANJ.example", "o'hara@port.example", "žana@občina.example", "a@b.co",
        "ana@mail.kranj-mesto.example", "a_b-c@kranj.example", "žiga@xn--obina-0ta.example",
    ]

    @Test func `what is no address is told from what is one`() {
        #expect(Self.none.filter(MailAddress.isOne) == [])
        #expect(Self.some.filter { !MailAddress.isOne($0) } == [])
        #expect(!MailAddress.isOne(String(repeating: "a", count: 65) + "@kranj.example"))
        #expect(!MailAddress.isOne("a@" + String(repeating: "kranj.", count: 50) + "example"))
    }

    /// The fields of a shape that hold an address, and those whose name says so.
    private func fields(_ shape: Shape, _ path: String = "") -> (mails: [String], named: [String]) {
        switch shape {
        case .mail: ([path], [])
        case .list(let item): fields(item, path)
        case .group(let members):
            members.reduce(into: ([], [])) { found, member in
                let inner = fields(member.shape, path.isEmpty ? member.name : "\(path).\(member.name)")
                found.0 += inner.mails
                found.1 += inner.named
                if member.name.lowercased().contains("mail"), member.shape != .mail { found.1.append(member.name) }
            }
        default: ([], [])
        }
    }

    @Test func `in every kind and every verb, a field for an address takes what is one and nothing else`() throws {
        let project = try GreenHarbours.project()
        var tried: Set<String> = []
        let forms = Kind.all.map { ($0.name, $0.shape) } + AnyVerb.all.map { ($0.name, $0.form) }
        for (name, form) in forms {
            let found = fields(form)
            #expect(found.named == [], "\(name) has a field that is called an address and takes anything")
            for field in found.mails {
                tried.insert(name)
                func wrong(_ text: String) -> [String] {
                    form.findings(in: .object([(field, .text(text))]), of: project).filter { $0.field == field }
                        .map(\.code)
                }
                #expect(Self.none.filter { wrong($0).isEmpty } == [], "\(name)")
                #expect(Self.some.filter { wrong($0) != [] } == [], "\(name)")
            }
        }
        #expect(
            tried.isSuperset(of: [
                "person", "contact", "registration", "outbox-message", "add-person", "change-person", "add-contact",
                "change-contact", "register", "add-registration", "add-outbox-message",
            ]))
    }

    @Test func `an address of before that is none still reads`() throws {
        let contact = try Canonical.decode(Contact.self, from: ["id": 1, "person": 1, "mail": "ana@kranj,example"])
        #expect(contact.mail == "ana@kranj,example")
        #expect(Canonical.json(contact)["mail"] == "ana@kranj,example")
    }
}
