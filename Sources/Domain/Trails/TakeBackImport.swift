/// Takes back a table that was taken in as one entry, whole: what it added goes, what it changed is as it was before.
///
/// Refused, with the names of the records: when anybody changed one of them since, when others need one that it added, and when
/// what was before is erased or withheld. Whoever may withdraw what it brought may take it back; the desk asks for each kind.
public struct TakeBackImport: Verb {
    public static let name = "take-back-import"
    public static let room = Room.trails
    public static let may = May.duties([.financeManager, .communicationManager, .partnerManager])

    public var entry: Int
    public var reason: String

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard let taken = setting.takenIn(entry) else {
            throw Refusal("notAnImport", [.init("entry", .text(String(entry)))])
        }
        let records = taken.map(\.reference).meant
        if let refusal = Self.hindrance(taken.map(\.reference), of: entry, in: project) { throw refusal }
        guard !taken.contains(where: \.isGone) else {
            throw Refusal("goneForGood", [.init("record", .record(records[0]))])
        }
        let changes = taken.map { one in one.was.map { .put($0) } ?? Change.remove(one.reference, reason: reason) }
        let gone = Set(taken.filter { $0.was == nil }.map(\.reference))
        let next = project.applying(changes, entry: project.entry)
        var needed: Set<Reference> = []
        var by: [Reference] = []
        for kind in Kind.listed where kind.shape.pointsAnywhere {
            for record in kind.each(next) {
                let missing = kind.shape.references(in: record.json).filter(gone.contains)
                guard !missing.isEmpty else { continue }
                needed.formUnion(missing)
                by.append(record.reference)
            }
        }
        if let first = needed.min() { throw .stillNeeded(first, by: by) }
        for was in taken.compactMap(\.was) {
            try next.requireFits(was)
            try project.requireUndoing(to: was, setting)
        }
        return changes
    }

    /// What an entry left cannot be taken back once somebody changed it.
    public static func hindrance(_ records: [Reference], of entry: Int, in project: Project) -> Refusal? {
        let changed = records.filter { project.entry(of: $0) != entry }.meant
        guard !changed.isEmpty else { return nil }
        return Refusal("changedSinceImport", [.init("records", .records(changed))])
    }
}

extension Project {
    /// What others decided, and a table brought with their document, is taken back by the coordinator alone.
    fileprivate func requireUndoing<R: Record>(to was: R, _ setting: Setting) throws(Refusal) {
        guard let now = self[R.self][was.id], let person = setting.person,
            let field = (was.decided(since: now.json) + was.undecided(since: now.json)).first,
            !duties(of: person, on: setting.today).contains(where: { $0.sort == .coordinator })
        else { return }
        throw Refusal(
            "decidedByOthers",
            [.init("field", .word("doubt.\(R.kind)", field)), .init("kind", .word("kind", R.kind))])
    }
}

/// A record that a table brought or changed, and what it was before.
public struct TakenIn: Sendable {
    public let reference: Reference
    /// Nil where the table added it.
    public let was: (any Record)?
    /// Whether it was something that is erased or withheld by now.
    public let isGone: Bool

    public init(reference: Reference, was: (any Record)?, isGone: Bool) {
        self.reference = reference
        self.was = was
        self.isGone = isGone
    }
}
