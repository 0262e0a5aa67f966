/// One thing that the project knows, kept as a whole with every version that it had.
///
/// A record's stored properties are its form, its JSON and its history: `Shape.of` reads them off the type. A later
/// property is optional, a list or a flag, so that old bodies still read.
public protocol Record: Codable, Sendable, Equatable {
    /// The name of the kind in the trail, in addresses and in `Words`: `good-practice`. Never renamed once released.
    static var kind: String { get }
    /// How its lists are addressed: `good-practices`.
    static var plural: String { get }
    static var room: Room { get }
    /// Who may enter and change its records; who keeps its room, unless it says otherwise.
    static var may: May { get }
    /// What may happen to it: add, change and withdraw unless it says otherwise.
    static var verbs: [AnyVerb] { get }
    /// Whether its records are told only to the partner whose they are, and to those who look after that partner or the project.
    static var hides: Bool { get }
    /// Its lists of which at least one item must be entered. Bodies of before may lack them, so that they are read.
    static var demanded: Set<String> { get }
    /// Which of its fields verbs of its own govern: state, steps, verdict, confirmation. Add and Change do not.
    static var governed: Set<String> { get }
    /// Those of them that are neither found nor corrected: answers that a verb keeps.
    static var answered: Set<String> { get }
    /// Which of them say what others than the partner and the lead partner decide: all that is in the field, or some of its words.
    static var decidedByOthers: [(field: String, words: [String])] { get }
    /// Whether it holds particulars of a person (name, address, number), which may be withheld or erased.
    static var isPersonal: Bool { get }
    /// The fields by which a row of a table that somebody sends is known as this record, where it gives no number: the name
    /// first. Kinds that have none are not imported.
    static var knownBy: [String] { get }
    /// The form of the programme on which it is handed in, where there is one.
    static var programmeForm: ProgrammeForm? { get }

    var id: Key<Self> { get set }
    var provenance: Provenance { get set }
    /// Whose it is: the partner who keeps it. Nil when it is the whole partnership's.
    func owner(in project: Project) -> Key<Partner>?
    /// The same where several keep it, each on its own: who makes it, and who made what it belongs to.
    func owners(in project: Project) -> [Key<Partner>]
    /// What it is called, in its own words.
    var caption: Caption { get }
    /// The same in its project, for a record whose name is kept beside it.
    func caption(in project: Project) -> Caption
    /// What the form of a change begins with: its JSON, with what is kept of it in a record beside it.
    func entered(in project: Project) -> JSON
    /// The same with particulars that are kept beside it, for who may read them: what its form begins with, and a row of a table.
    func row(in project: Project) -> JSON
    /// The day by whose end it had happened, as far as is known: its own day, not that of recording. Nil when it has none.
    var dated: Day? { get }
    /// Its own days as they are known, from and to, for whoever lists it among others. Nil when it has none, or none worth a mention.
    /// How what its verbs govern was found, where it was.
    var found: [Found] { get }
    var span: (from: When?, to: When?) { get }
    /// The last day of what the record says was done; nil where nothing was done yet. It is never a day to come.
    func happened(in project: Project) -> When?
    /// What waits for somebody about records of this kind, in a partner's words where it is asked for one. Whose it is, and
    /// the order, is looked at later.
    ///
    /// - Parameter dues: what its records put into the calendar on the day, so that nobody works it out a second time.
    static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need]
    /// What its records put into the project's calendar, done or open. Order is made later.
    static func dues(in project: Project, on today: Day) -> [DueEntry]
    /// What is wrong with it in this project, beyond what its shape already refuses.
    func findings(in project: Project) -> [Finding]
    /// What the desk puts into a new record, that nobody can guess. Only a kind with a secret takes it.
    mutating func take(chance: String)
}

extension Record {
    public static var isPersonal: Bool { false }
    public static var may: May { .duties(room.may) }
    public static var hides: Bool { false }
    public static var demanded: Set<String> { [] }
    /// What is asked of a record.
    static var shape: Shape { Kind.named(kind)?.shape ?? shapeOfType }
    /// The same, read off the type: slow, and done once, when the kind is made.
    static var shapeOfType: Shape { Shape.of(Self.self).demanding(demanded) }
    public static var governed: Set<String> { [] }
    public static var answered: Set<String> { [] }
    public static var decidedByOthers: [(field: String, words: [String])] { [] }
    public static var knownBy: [String] { [] }
    public static var programmeForm: ProgrammeForm? { nil }
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(Self.self) }
    public var reference: Reference { id.reference }
    public func findings(in project: Project) -> [Finding] { [] }
    public func owner(in project: Project) -> Key<Partner>? { nil }
    public func owners(in project: Project) -> [Key<Partner>] { owner(in: project).map { [$0] } ?? [] }
    public func caption(in project: Project) -> Caption { caption }
    public func entered(in project: Project) -> JSON { json.withoutSalt }
    public func row(in project: Project) -> JSON { entered(in: project) }
    public var dated: Day? { nil }
    public var found: [Found] { [] }
    public var span: (from: When?, to: When?) { (nil, nil) }
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] { [] }
    public static func dues(in project: Project, on today: Day) -> [DueEntry] { [] }
    /// Whether it had happened by the end of the day; what has no day of its own always had.
    public func had(by day: Day?) -> Bool {
        guard let day, let dated else { return true }
        return dated <= day
    }
    public mutating func take(chance: String) {}
    /// Its canonical JSON, without the kind.
    public var json: JSON { Canonical.json(self) }
}

extension JSON {
    /// A body without its text of chance, which is told to nobody: what is hidden could be guessed with it, and links made.
    public var withoutSalt: JSON {
        guard case .object(let members) = self, members.contains(where: { $0.name == "salt" }) else { return self }
        return .object(members.filter { $0.name != "salt" })
    }
}

/// What a record is called, which `Words` puts into a language.
public enum Caption: Sendable, Equatable {
    /// Its own words.
    case text(String)
    /// Its place in a row: "Reporting period 3".
    case numbered(Int)
    /// The name of a figure that every project has, or of a rule that a pack has; any other as it stands.
    case figure(String)
    case rule(String)
    case amount(Money)
    /// "About 15 organisations".
    case count(Count, of: String?)
    /// "29 August 2025: 12".
    case day(Day, String?)

    /// As the record has it, in no language; nil where it has nothing of its own.
    public var text: String? {
        switch self {
        case .text(let text), .figure(let text), .rule(let text): text
        case .numbered: nil
        case .amount(let money): money.plain
        case .count(let count, let what): count.plain + (what.map { " " + $0 } ?? "")
        case .day(let day, let what): [day.plain, what].compactMap { $0 }.joined(separator: ": ")
        }
    }
}

/// Where a fact comes from, what proves it, and what is doubtful about it. Every record has one; it may be empty.
public struct Provenance: Codable, Sendable, Equatable {
    public var sources: [Source]
    public var proofs: [Proof]
    public var doubts: [Doubt]
    public var note: Prose?

    public init(sources: [Source] = [], proofs: [Proof] = [], doubts: [Doubt] = [], note: Prose? = nil) {
        self.sources = sources
        self.proofs = proofs
        self.doubts = doubts
        self.note = note
    }

    /// Whether it is doubtful that the record belongs to the project, or happened at all. Such a record is never counted.
    public var doubtsBelonging: Bool { doubts.contains { $0.about == Doubt.belonging } }
}

/// Where something stands: a page, or a document or conversation named in words.
public struct Source: Codable, Sendable, Equatable {
    public var address: WebAddress?
    public var title: String?
    public var on: When?

    public init(address: WebAddress? = nil, title: String? = nil, on: When? = nil) {
        self.address = address
        self.title = title
        self.on = on
    }
}

/// A document that proves a record, kept in the data folder by its hash.
public struct Proof: Codable, Sendable, Equatable {
    public var document: Digest
    public var name: String
    public var mediaType: String?
    /// The record was read from it, as a row of a table: that shows nothing.
    public var isOrigin: Bool = false

    public init(document: Digest, name: String, mediaType: String? = nil, isOrigin: Bool = false) {
        self.document = document
        self.name = name
        self.mediaType = mediaType
        self.isOrigin = isOrigin
    }
}

/// What is not sure, and why. `about` names a field, or `belonging`: whether this belongs to the project or happened at all.
public struct Doubt: Codable, Sendable, Equatable {
    public static let belonging = "belonging"
    public var about: String
    public var reason: String

    public init(about: String, reason: String) {
        self.about = about
        self.reason = reason
    }
}

/// A name that a thing also has, or had.
public struct OtherName: Codable, Sendable, Equatable {
    public var name: String
    public var language: LanguageCode?
    public var note: String?
    public init(name: String, language: LanguageCode? = nil, note: String? = nil) {
        self.name = name
        self.language = language
        self.note = note
    }
}

/// An address that a thing has, or had from and to a day.
public struct Address: Codable, Sendable, Equatable {
    public var address: WebAddress
    public var from: When?
    public var to: When?
    public var note: String?
    public init(address: WebAddress, from: When? = nil, to: When? = nil, note: String? = nil) {
        self.address = address
        self.from = from
        self.to = to
        self.note = note
    }
}

/// A named value that a source gives: "voucher types: 13".
public struct Measure: Codable, Sendable, Equatable {
    public var what: String
    public var value: String
    public init(what: String, value: String) {
        self.what = what
        self.value = value
    }
}
