import Cast
import Domain
import Foundation
import Trail

/// What keeps a trail: the claims of stores are made of each.
enum Keeper: String, CaseIterable {
    case folder, memory

    func store(in folder: URL) throws -> any TrailStore {
        switch self {
        case .folder: try Store(folder)
        case .memory: StoreInMemory()
        }
    }

    func readings(in folder: URL) throws -> any Readings {
        switch self {
        case .folder: try Store(folder)
        case .memory: ReadingsInMemory()
        }
    }
}

/// Green Harbours in a store of its own, written verb by verb without a desk.
struct Written<S> {
    let folder: Temporary
    let store: S
    private let trail: any TrailStore
    var project: Project
    var head = Header.noPrevious
    var day = Day(2024, 3, 4)!

    private init(_ name: String, _ store: S, _ trail: any TrailStore, in folder: Temporary) throws {
        self.folder = folder
        self.store = store
        self.trail = trail
        project = GreenHarbours.unbegun(as: name)
        try write("begin-project", GreenHarbours.begun)
    }

    /// The beginning, an event, its change, a contact, an event entered twice: five entries.
    private mutating func goOn() throws {
        try write(
            "add-event",
            ["title": "Study visit to Wismar", "sorts": ["studyVisit"], "status": "planned", "start": "2024-10-09"])
        day = Day(2024, 10, 10)!
        try write("set-event-as-found", ["id": 1, "status": "held", "found": ["source": "Minutes"]])
        try write("add-contact", ["person": 1, "mail": "maja.secret@example.org", "telephone": "+386 5 000 00 00"])
        try write("add-event", ["title": "Entered twice", "sorts": ["other"], "status": "planned"])
    }

    func entry(_ verb: String, _ input: JSON, after number: Int? = nil, at moment: Moment? = nil) throws -> (
        Entry, [Change]
    ) {
        let moment = moment ?? Moment(milliseconds: Int64(day.count) * 86_400_000 + Int64(project.entry), day: day)
        let (store, name) = (trail, project.name)
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

    mutating func write(_ verb: String, _ input: JSON, once: SentOnce? = nil) throws {
        let (entry, changes) = try entry(verb, input)
        var append = Append(entry)
        append.once = once
        try trail.append([append])
        project = project.applying(changes)
        head = entry.hash
    }

    func flaw(head: Digest? = nil) -> Flaw? {
        do {
            _ = try trail.verify(project.name, head: head)
            return nil
        } catch { return error as? Flaw }
    }

    func header(_ entry: Int) throws -> Header {
        try trail.headers(of: project.name, after: entry - 1, upTo: entry)[0].header
    }
}

extension Written where S == any TrailStore {
    init(_ keeper: Keeper, _ name: String = "green-harbours") throws {
        let folder = Temporary()
        let store = try keeper.store(in: folder.url)
        try self.init(name, store, store, in: folder)
    }

    static func five(_ keeper: Keeper) throws -> Self {
        var written = try Written(keeper)
        try written.goOn()
        return written
    }

    /// The store as another process finds it.
    func openedAgain() throws -> any TrailStore {
        guard let store = store as? Store else { return store }
        try store.close()
        return try Store(folder.url)
    }

    /// Whether the bytes stand anywhere. A folder is closed before.
    func holds(_ text: String) throws -> Bool {
        if let memory = store as? StoreInMemory { return memory.holds(Array(text.utf8)) }
        if let store = store as? Store { try store.close() }
        let files = FileManager.default.enumerator(at: folder.url, includingPropertiesForKeys: nil)
        return files?.contains { file in
            (file as? URL).flatMap { try? Data(contentsOf: $0) }?.range(of: Data(text.utf8)) != nil
        } ?? false
    }
}

extension Written where S == Store {
    init(_ name: String = "green-harbours", in other: Store? = nil) throws {
        let folder = Temporary()
        let store = try other ?? Store(folder.url)
        try self.init(name, store, store, in: folder)
    }

    static func five() throws -> Self {
        var written = try Written()
        try written.goOn()
        return written
    }

    /// What somebody does who has the file and SQLite: the triggers go first.
    func tamper(_ sql: String) throws {
        for trigger in ["entries_stay", "entries_remain", "bodies_stay", "bodies_remain"] {
            try store.execute("DROP TRIGGER IF EXISTS \(trigger)")
        }
        try store.execute(sql)
    }

    /// What lies in the folder, but for the database's own.
    var files: [String] {
        (FileManager.default.enumerator(atPath: folder.url.path)?.compactMap { $0 as? String } ?? []).filter {
            !$0.hasPrefix("grozd.sqlite") && $0 != "scratch"
        }.sorted()
    }
}

extension [UInt8] {
    /// As SQLite writes a blob.
    var blob: String { "x'" + map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'" }
}
