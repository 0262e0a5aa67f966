/// What may happen in a project. The type is the form: its stored properties are the fields that somebody fills in.
///
/// The decision sees the project, what was entered, and the setting that it is given. It reads no clock, database,
/// network or language, and answers with changes or refuses.
public protocol Verb: Codable, Sendable {
    /// `hold-event`: the name in addresses, commands and the trail. Never changed once released.
    static var name: String { get }
    static var room: Room { get }
    /// The kind that it is about, where it is about one record or makes one.
    static var kind: String? { get }
    static var may: May { get }
    static var sort: AnyVerb.Sort { get }
    static var form: Shape { get }
    /// Its lists of which at least one item must be entered.
    static var demanded: Set<String> { get }
    /// What was entered, as the verb; refused with everything that is wrong at once.
    static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> Self
    /// Why it has no meaning for a record of its kind as it is; nil where it has.
    static func hindrance(of record: any Record, in project: Project) -> Refusal?
    /// What becomes of the project.
    func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change]
}

extension Verb {
    public static var kind: String? { nil }
    public static var may: May { .duties(room.may) }
    public static var sort: AnyVerb.Sort { .own }
    public static var form: Shape { Shape.of(Self.self).demanding(demanded) }
    public static var demanded: Set<String> { [] }
    public static func hindrance(of record: any Record, in project: Project) -> Refusal? { nil }

    public static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> Self {
        try form.require(json, in: project)
        return try AnyVerb.read(Self.self, json)
    }

    /// The one of the list of all verbs.
    public static var any: AnyVerb { AnyVerb.named(name) ?? AnyVerb(Self.self) }
}

/// A verb about one record of a kind.
public protocol RecordVerb: Verb {
    associatedtype Subject: Record
    /// The record that it is about: one of its fields.
    var subject: Key<Subject> { get }
    /// Why it has no meaning for the record as it is; nil where it has. Button, form, command and decision ask this alone.
    static func hindrance(_ record: Subject, in project: Project) -> Refusal?
    /// What becomes of the project. The record is there, and nothing hinders the verb.
    func decided(_ record: Subject, in project: Project, _ setting: Setting) throws(Refusal) -> [Change]
}

extension RecordVerb {
    public static var room: Room { Subject.room }
    public static var kind: String? { Subject.kind }
    public static var may: May { room == Subject.room ? Subject.may : .duties(room.may) }
    public static func hindrance(_ record: Subject, in project: Project) -> Refusal? { nil }

    public static func hindrance(of record: any Record, in project: Project) -> Refusal? {
        (record as? Subject).flatMap { hindrance($0, in: project) }
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let record = try project[Subject.self].require(subject)
        if let refusal = Self.hindrance(record, in: project) { throw refusal }
        return try decided(record, in: project, setting)
    }
}

/// A verb that every kind has, or every kind of which something may be found: it is of the kind's room, and whoever may enter such
/// records may it.
public protocol KindVerb: Verb {
    associatedtype R: Record
}

extension KindVerb {
    public static var room: Room { R.room }
    public static var kind: String? { R.kind }
    public static var may: May { R.may }
}

/// A kind whose records go through states.
public protocol Stated: Record {
    associatedtype Status: Choice
    var status: Status { get }
}

/// A verb that starts from some of the states of a record.
public protocol StateVerb: RecordVerb where Subject: Stated {
    /// The states that it starts from, the usual one first.
    static var starts: [Subject.Status] { get }
}

extension StateVerb {
    public static func hindrance(_ record: Subject, in project: Project) -> Refusal? {
        starts.contains(record.status) ? nil : .notInState(needed: starts, is: record.status)
    }
}

/// What a verb is told of the world: when, and who.
public struct Setting: Sendable {
    public let moment: Moment
    /// The day for what is due and late; the moment's own day unless somebody set another.
    public let today: Day
    /// Who acts; nil for the installation itself.
    public let person: Key<Person>?
    /// A text of chance, for what must not be guessed. The desk gives it.
    public let salt: String
    /// The digest of the body at this place of the trail as it was written; nil when there is none. For erasures.
    public let digest: @Sendable (_ entry: Int, _ position: Int) -> Digest?
    /// The record that stands there now: kind, number and the rest in JSON; nil when it is erased.
    public let body: @Sendable (_ entry: Int, _ position: Int) -> [UInt8]?
    /// What the trail keeps of a record in JSON: the same with a salt of its own before it.
    public let salted: @Sendable ([UInt8]) -> [UInt8]
    /// The SHA-256 of some bytes.
    public let hash: @Sendable ([UInt8]) -> Digest
    /// Where the bodies of a record stand in the trail, as far as they are not erased.
    public let places: @Sendable (Reference) -> [BodyPlace]
    /// The records of a kind that the trail ever had, as far as anything of them is not erased.
    public let everOf: @Sendable (_ kind: String) -> [Reference]
    /// What a record was that is withdrawn; nil where it is not.
    public let withdrawn: @Sendable (Reference) -> Withdrawn?
    /// What an entry changed that took a table in; nil where it is another entry.
    public let takenIn: @Sendable (_ entry: Int) -> [TakenIn]?

    public init(
        moment: Moment, today: Day? = nil, person: Key<Person>? = nil, salt: String = "",
        digest: @escaping @Sendable (Int, Int) -> Digest? = { _, _ in nil },
        body: @escaping @Sendable (Int, Int) -> [UInt8]? = { _, _ in nil },
        salted: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 },
        hash: @escaping @Sendable ([UInt8]) -> Digest = { _ in .specimen },
        places: @escaping @Sendable (Reference) -> [BodyPlace] = { _ in [] },
        everOf: @escaping @Sendable (String) -> [Reference] = { _ in [] },
        withdrawn: @escaping @Sendable (Reference) -> Withdrawn? = { _ in nil },
        takenIn: @escaping @Sendable (Int) -> [TakenIn]? = { _ in nil }
    ) {
        self.moment = moment
        self.today = today ?? moment.day
        self.person = person
        self.salt = salt
        self.digest = digest
        self.body = body
        self.salted = salted
        self.hash = hash
        self.places = places
        self.everOf = everOf
        self.withdrawn = withdrawn
        self.takenIn = takenIn
    }
}

/// A body in the trail: its entry, its place in it from 0, and the digest of what was written.
public struct BodyPlace: Sendable, Equatable {
    public let entry: Int
    public let position: Int
    public let digest: Digest

    public init(entry: Int, position: Int, digest: Digest) {
        self.entry = entry
        self.position = position
        self.digest = digest
    }
}
