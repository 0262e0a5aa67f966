import Cast
import Domain
import Foundation
import Trail

/// Green Harbours in a folder of its own, written verb by verb without a desk.
struct Written {
    let folder = Temporary()
    let store: Store
    var project: Project
    var head = Header.noPrevious
    var day = Day(2024, 3, 4)!

    init(_ name: String = "green-harbours", in other: Store? = nil) throws {
        store = try other ?? Store(folder.url)
        project = GreenHarbours.unbegun(as: name)
        try write("begin-project", GreenHarbours.begun)
    }

    /// With five entries: the beginning, an event, its change, a contact, an event withdrawn.
    static func five() throws -> Written {
        var written = try Written()
        try written.write(
            "add-event",
            ["title": "Study visit to Wismar", "sorts": ["studyVisit"], "status": "planned", "start": "2024-10-09"])
        try written.write("change-event", ["id": 1, "status": "held"])
        try written.write(
            "add-contact", ["person": 1, "mail": "maja.secret@example.org", "telephone": "+386 5 000 00 00"])
        try written.write("add-event", ["title": "Entered twice", "sorts": ["other"], "status": "planned"])
        return written
    }

    func entry(_ verb: String, _ input: JSON, after number: Int? = nil, at moment: Moment? = nil) throws -> (
        Entry, [Change]
    ) {
        let moment = moment ?? Moment(milliseconds: Int64(day.count) * 86_400_000 + Int64(project.entry), day: day)
        let (store, name) = (store, project.name)
        @Sendable func body(_ entry: Int, _ position: Int) -> Entry.Body? {
            let bodies = (try? store.bodies(of: name, entry: entry)) ?? []
            return bodies.indices.contains(position) ? bodies[position] : nil
        }
        let changes = try AnyVerb.named(verb)!.decide(
            project, input,
            Setting(
                moment: moment, salt: "grain", digest: { body($0, $1)?.digest }, body: { body($0, $1)?.record },
                salted: { Entry.Body.salted($0) }, hash: { Digest(of: $0) }))
        return (
            Entry(
                try Draft.of(changes), in: project.name,
                number: (number ?? project.entry) + 1, after: head, moment: moment, person: nil, verb: verb),
            changes
        )
    }

    mutating func write(_ verb: String, _ input: JSON) throws {
        let (entry, changes) = try entry(verb, input)
        try store.append([Store.Append(entry)])
        project = project.applying(changes)
        head = entry.hash
    }

    /// What somebody does who has the file and SQLite: the triggers go first.
    func tamper(_ sql: String) throws {
        for trigger in ["entries_stay", "entries_remain", "bodies_stay", "bodies_remain"] {
            try store.execute("DROP TRIGGER IF EXISTS \(trigger)")
        }
        try store.execute(sql)
    }

    func flaw(head: Digest? = nil) -> Flaw? {
        do {
            _ = try store.verify(project.name, head: head)
            return nil
        } catch { return error as? Flaw }
    }

    /// What lies in the folder, but for the database's own.
    var files: [String] {
        (FileManager.default.enumerator(atPath: folder.url.path)?.compactMap { $0 as? String } ?? []).filter {
            !$0.hasPrefix("grozd.sqlite") && $0 != "scratch"
        }.sorted()
    }

    func header(_ entry: Int) throws -> Header {
        try store.headers(of: project.name, after: entry - 1, upTo: entry)[0].header
    }
}

extension [UInt8] {
    /// As SQLite writes a blob.
    var blob: String { "x'" + map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'" }
}
