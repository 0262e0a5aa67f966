/// A verb whose type is not known: what addresses, commands, pages and the desk hold.
public final class AnyVerb: Sendable {
    /// Those that every kind has, or every kind of which something may be found, and what a kind has of its own.
    public enum Sort: Sendable {
        case add, change, withdraw, restore, addSource, addProof, noteDoubt, settleDoubt, addAsFound, setAsFound,
            correct
        case own

        /// Whether it makes a record.
        public var isOfNew: Bool { self == .add || self == .addAsFound }
        /// Whether it is about what shows a record, and not about what it says.
        public var isOfProof: Bool { [.addSource, .addProof, .noteDoubt, .settleDoubt].contains(self) }
    }

    public let name: String
    public let room: Room
    /// The kind that it is about, where it is about one record or makes one.
    public let kind: String?
    public let sort: Sort
    public let may: May
    public let form: Shape
    /// Whether it starts from some states of its record, and so leads to others.
    public let isOfStates: Bool
    /// The field that says which record it is about; nil where it is about none.
    public let subject: String?
    /// Why it has no meaning for a record of its kind; pages offer it only where it has.
    public let hindrance: @Sendable (any Record, Project) -> Refusal?
    public let decide: @Sendable (Project, JSON, Setting) throws(Refusal) -> [Change]

    public convenience init<V: Verb>(_ verb: V.Type) {
        let form = V.form
        self.init(
            V.name, in: V.room, on: V.kind, by: V.may, form: form, sort: V.sort,
            isOfStates: V.self is any StateVerb.Type, hindrance: V.hindrance
        ) {
            (project, json, setting) throws(Refusal) in
            let entered = form.entered(json)
            let changes = try V.reading(entered, form, in: project).decided(in: project, setting)
            if let refusal = project.givenToLeaver(changes) { throw refusal }
            try project.requireLockedDays(changes)
            // What comes back is as it was.
            if V.sort != .restore, V.self != TakeBackImport.self {
                try project.requireHappened(changes, on: setting.today, entered: entered)
            }
            return changes
        }
    }

    init(
        _ name: String, in room: Room, on kind: String?, by may: May, form: Shape, sort: Sort = .own,
        isOfStates: Bool = false,
        hindrance: @escaping @Sendable (any Record, Project) -> Refusal? = { _, _ in nil },
        decide: @escaping @Sendable (Project, JSON, Setting) throws(Refusal) -> [Change]
    ) {
        self.name = name
        self.room = room
        self.kind = kind
        self.sort = sort
        self.may = may
        self.form = form
        self.isOfStates = isOfStates
        switch sort {
        case .add, .addAsFound: subject = nil
        case .change, .withdraw, .restore, .addSource, .addProof, .noteDoubt, .settleDoubt, .setAsFound, .correct:
            subject = "id"
        case .own: subject = form.members.first { $0.shape == kind.map { .key(kind: $0) } }?.name
        }
        self.hindrance = hindrance
        self.decide = decide
    }

    /// The verbs of a kind beside the ordinary ones.
    public static func of(_ verbs: any Verb.Type...) -> [AnyVerb] { verbs.map { AnyVerb($0) } }

    public static func named(_ name: String) -> AnyVerb? { byName[name] }

    static let bySort: [Sort: [String: AnyVerb]] = Dictionary(
        grouping: all.filter { $0.sort != .own }, by: \.sort
    ).mapValues { verbs in Dictionary(verbs.map { ($0.kind ?? "", $0) }, uniquingKeysWith: { first, _ in first }) }

    /// Fields of its form that are no record's: what shows something, and why it is done, is said anew by everybody who does it.
    public var asksAnew: Set<String> {
        sort == .change ? ["id", "found"] : ["id", "found", "provenance", "reason", "because"]
    }

    /// Whether it is refused without this field of its form. A change leaves what it does not name as it was: it needs
    /// to know which record.
    public func demands(_ member: Shape.Member) -> Bool {
        kind.map { name == "change-\($0)" } == true ? member.name == "id" : member.required
    }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// What is entered is a form: an object with its fields.
    static func requireForm(_ json: JSON) throws(Refusal) {
        guard case .object = json else { throw .blocked(by: [Finding("notGroup", .blocks)]) }
    }

    /// The form of a record, without what nobody enters: no secret is set from outside.
    static func requireForm(_ json: JSON, _ form: Shape) throws(Refusal) {
        try requireForm(json)
        if json["salt"] != nil, form.member("salt") == nil {
            throw .blocked(by: [
                Finding(
                    "unknownField", .blocks, field: "salt",
                    facts: [
                        .init("name", .text("salt")),
                        .init("known", .text(form.members.map(\.name).joined(separator: ", "))),
                    ])
            ])
        }
    }

    static func read<T: Decodable>(_ type: T.Type, _ json: JSON) throws(Refusal) -> T {
        do { return try Canonical.decode(type, from: json) } catch let fault as BodyFault {
            throw .blocked(by: [Finding("unreadable", .blocks, field: fault.member)])
        } catch { throw .blocked(by: [Finding("unreadable", .blocks)]) }
    }
}
