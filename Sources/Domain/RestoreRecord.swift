/// A withdrawn record comes back under its own number, as it last was. Refused while what it points to is gone, where another record
/// like it is there by now, and where what it said was erased or withheld.
public struct RestoreRecord<R: Record>: KindVerb {
    public static var name: String { "restore-\(R.kind)" }
    /// Who may withdraw.
    public static var may: May { R.verbs.first { $0.sort == .withdraw }?.may ?? R.may }
    public static var sort: AnyVerb.Sort { .restore }

    var id: Int
    /// Why. The desk keeps it as the reason of the entry.
    var reason: String?

    /// What is on record is not restored.
    public static func hindrance(of record: any Record, in project: Project) -> Refusal? {
        Refusal("notWithdrawn", [.init("record", .record(record.reference))])
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let reference = Key<R>(id).reference
        if let record = project.record(reference), let refusal = Self.hindrance(of: record, in: project) {
            throw refusal
        }
        guard let withdrawn = setting.withdrawn(reference) else { throw .unknownRecord(reference) }
        // A person's name and contacts went with the person.
        let kept = [Reference(kind: PersonName.kind, number: id)] + setting.everOf(Contact.kind)
        let beside = (R.kind == Person.kind ? kept : []).compactMap { setting.withdrawn($0) }.filter {
            $0.entry == withdrawn.entry && (($0.was as? Contact).map { $0.person.number == id } ?? true)
        }
        var changes: [Change] = []
        for part in [withdrawn] + beside {
            guard let was = part.was else { throw Refusal("goneForGood", [.init("record", .record(reference))]) }
            changes.append(.put(was))
        }
        let next = project.applying(changes)
        guard let record = next[R.self][Key(id)] else { throw .unknownRecord(reference) }
        try next.requireFits(record)
        return changes
    }
}

/// What a record said before it was withdrawn, and in which entry it was.
public struct Withdrawn: Sendable {
    public let entry: Int
    /// Nil where that was erased, or is withheld, whole or in part.
    public let was: (any Record)?

    public init(entry: Int, was: (any Record)?) {
        self.entry = entry
        self.was = was
    }
}

extension Project {
    /// A record as it was before goes together with what is there by now: refused where what it points to is gone, where another
    /// record like it is there, and where something about it blocks.
    func requireFits<R: Record>(_ record: R) throws(Refusal) {
        let reference = record.reference
        let gone = R.shape.references(in: record.json).filter { $0 != reference && self.record($0) == nil }
        guard gone.isEmpty else {
            throw Refusal("restoreNeeds", [.init("record", .record(reference)), .init("others", .records(gone))])
        }
        let found = record.findings(in: self).filter(\.blocks)
        let doubles = doubles(of: record) + found.compactMap(\.about).filter { $0 != reference }
        guard doubles.isEmpty else {
            throw Refusal("wouldDouble", [.init("record", .record(reference)), .init("others", .records(doubles))])
        }
        guard found.isEmpty else { throw .blocked(by: found) }
    }

    /// Other records that would be taken for this one: they say the same by which a row of a table is known. What the project is
    /// stands once.
    func doubles<R: Record>(of record: R) -> [Reference] {
        if R.kind == Identification.kind { return self[R.self].map(\.reference).filter { $0 != record.reference } }
        func known(_ record: R) -> [String] {
            let entered = record.entered(in: self)
            return R.knownBy.map { entered[$0].map { $0.text?.lowercased() ?? $0.written } ?? "" }
        }
        let own = known(record)
        guard own.first?.isEmpty == false else { return [] }
        return self[R.self].filter { $0.id != record.id && known($0) == own }.map(\.reference)
    }
}
