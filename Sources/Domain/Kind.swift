/// A kind of record, known by its name: what decodes bodies, asks forms and finds records without knowing the type.
///
/// A class, so that handing one on costs one count and not one for each of its functions.
public final class Kind: Sendable {
    public let name: String
    public let plural: String
    public let room: Room
    public let shape: Shape
    public let isPersonal: Bool
    /// Whether a body of the kind may be withheld from an export: personal ones, and persons, whose bodies of before say a name.
    public var mayBeWithheld: Bool { isPersonal || name == Person.kind }
    /// Whether its records are read by those alone whose duty reads particulars: personal ones but for names, which pages show,
    /// and what a person lets be shown.
    public var isParticular: Bool { isPersonal && name != PersonName.kind || name == Consent.kind }
    /// Whether its records are told to their partner alone, and to those who look after it or the project.
    public let hides: Bool
    public let knownBy: [String]
    public let programmeForm: ProgrammeForm?
    /// Which of its fields verbs of its own govern.
    public let governed: Set<String>
    public let decode: @Sendable (UnsafeBufferPointer<UInt8>) throws -> any Record
    /// Puts a decoded record of this kind, as of an entry.
    public let put: @Sendable (inout Project, any Record, Int) -> Void
    public let remove: @Sendable (inout Project, Int) -> Void
    public let reserve: @Sendable (inout Project, Int) -> Void
    /// A record whose body was withheld where the trail came from.
    public let withhold: @Sendable (inout Project, Int) -> Void
    /// How many of its records were.
    public let withheld: @Sendable (Project) -> Int
    /// Takes from a copy of a project what some eyes do not see.
    let hide: @Sendable (inout Project, Project, Eyes) -> Void
    public let find: @Sendable (Project, Int) -> (any Record)?
    /// What the record is called, without taking the whole of it out of its table.
    public let caption: @Sendable (Project, Int) -> Caption?
    /// The entry that last changed the record.
    public let entry: @Sendable (Project, Int) -> Int?
    public let count: @Sendable (Project) -> Int
    public let next: @Sendable (Project) -> Int
    public let each: @Sendable (Project) -> [any Record]
    /// What waits for somebody about its records.
    public let needs: @Sendable (Project, Day, Key<Partner>?, [DueEntry]) -> [Need]
    /// What its records put into the calendar.
    public let dues: @Sendable (Project, Day) -> [DueEntry]

    /// What may happen to its records.
    let verbs: @Sendable () -> [AnyVerb]
    private let spot: Spot
    private let type: ObjectIdentifier
    private let emptyShelf: AnyShelf

    /// Where a kind stands in the list of kinds; known once the list is made.
    private final class Spot: @unchecked Sendable { var place = 0 }

    /// A kind of the list. It is made where its type is known, so that what it does is compiled for that type.
    init<R: Record>(_ type: R.Type) {
        let spot = Spot()
        self.spot = spot
        self.type = ObjectIdentifier(type)
        emptyShelf = Shelf<R>()
        verbs = {
            // What can be withdrawn can come back.
            R.verbs + (R.verbs.contains { $0.sort == .withdraw } ? AnyVerb.of(RestoreRecord<R>.self) : [])
        }
        name = R.kind
        plural = R.plural
        room = R.room
        shape = R.shapeOfType
        isPersonal = R.isPersonal
        hides = R.hides
        knownBy = R.knownBy
        programmeForm = R.programmeForm
        governed = R.governed
        decode = { try Canonical.decode(R.self, from: $0) }
        put = { project, record, entry in
            if let record = record as? R { project.change(R.self, at: spot.place) { $0.put(record, entry: entry) } }
        }
        remove = { project, number in project.change(R.self, at: spot.place) { $0.remove(Key(number)) } }
        reserve = { project, number in project.change(R.self, at: spot.place) { $0.reserve(Key(number)) } }
        withhold = { project, number in
            project.change(R.self, at: spot.place) { $0.withhold(Key(number)) }
            project.withheld += 1
        }
        withheld = { project in project.table(R.self, at: spot.place).withheld }
        hide = { seen, whole, eyes in
            let table = whole.table(R.self, at: spot.place)
            let told = table.filtered { !eyes.hides($0, in: whole) }
            if told.count < table.count { seen.change(R.self, at: spot.place) { $0 = told } }
        }
        find = { project, number in project.table(R.self, at: spot.place)[Key(number)] }
        caption = { project, number in
            project.table(R.self, at: spot.place).row(Key(number))?.record.caption(in: project)
        }
        entry = { project, number in project.table(R.self, at: spot.place).entry(of: Key(number)) }
        count = { project in project.table(R.self, at: spot.place).count }
        next = { project in project.table(R.self, at: spot.place).next.number }
        each = { project in Array(project.table(R.self, at: spot.place)) }
        needs = { project, today, partner, dues in R.needs(in: project, on: today, of: partner, by: dues) }
        dues = { project, today in R.dues(in: project, on: today) }
    }

    /// The kinds, each told its place. Before this nobody sees them.
    static func placed(_ kinds: [Kind]) -> [Kind] {
        for (place, kind) in kinds.enumerated() { kind.spot.place = place }
        return kinds
    }

    static let emptyShelves = all.map(\.emptyShelf)
    static func place<R: Record>(of type: R.Type) -> Int? { places[ObjectIdentifier(type)] }
    private static let places = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0.spot.place) })

    public static func named(_ name: String) -> Kind? { byName[name] }
    public static func addressed(_ plural: String) -> Kind? { byPlural[plural] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    private static let byPlural = Dictionary(uniqueKeysWithValues: all.map { ($0.plural, $0) })
}

extension Project {
    /// What the programme's form demands of records of the kind on a day; nothing where it has none, or the pack is silent.
    public func formLimits(of kind: String, on day: Day) -> [FormLimit] {
        Kind.named(kind)?.programmeForm.flatMap { rulePack?.limits(of: $0, on: day) } ?? []
    }

    public func record(_ reference: Reference) -> (any Record)? {
        Kind.named(reference.kind)?.find(self, reference.number)
    }

    public func caption(of reference: Reference) -> Caption? {
        Kind.named(reference.kind)?.caption(self, reference.number)
    }

    /// The entry that last changed the record; nil when there is none such.
    public func entry(of reference: Reference) -> Int? {
        Kind.named(reference.kind)?.entry(self, reference.number)
    }
}
