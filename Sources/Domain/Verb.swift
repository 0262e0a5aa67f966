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
    static var sort: AnyVerb.Sort { get }
    static var form: Shape { get }
    /// What was entered, as the verb; refused with everything that is wrong at once.
    static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> Self
    /// Why it has no meaning for a record of its kind as it is; nil where it has.
    static func hindrance(of record: any Record, in project: Project) -> Refusal?
    /// What becomes of the project.
    func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change]
}

extension Verb {
    public static var kind: String? { nil }
    public static var sort: AnyVerb.Sort { .own }
    public static var form: Shape { Shape.of(Self.self) }
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

/// A verb whose type is not known: what addresses, commands, pages and the desk hold.
public final class AnyVerb: Sendable {
    /// The three that every kind has, and what a kind has of its own.
    public enum Sort: Sendable { case add, change, withdraw, own }

    public let name: String
    public let room: Room
    /// The kind that it is about, where it is about one record or makes one.
    public let kind: String?
    public let sort: Sort
    public let form: Shape
    /// The field that says which record it is about; nil where it is about none.
    public let subject: String?
    /// Why it has no meaning for a record of its kind; pages offer it only where it has.
    public let hindrance: @Sendable (any Record, Project) -> Refusal?
    public let decide: @Sendable (Project, JSON, Setting) throws(Refusal) -> [Change]

    public convenience init<V: Verb>(_ verb: V.Type) {
        let form = V.form
        self.init(V.name, in: V.room, on: V.kind, form: form, sort: V.sort, hindrance: V.hindrance) {
            (project, json, setting) throws(Refusal) in
            try V.reading(json, form, in: project).decided(in: project, setting)
        }
    }

    init(
        _ name: String, in room: Room, on kind: String?, form: Shape, sort: Sort = .own,
        hindrance: @escaping @Sendable (any Record, Project) -> Refusal? = { _, _ in nil },
        decide: @escaping @Sendable (Project, JSON, Setting) throws(Refusal) -> [Change]
    ) {
        self.name = name
        self.room = room
        self.kind = kind
        self.sort = sort
        self.form = form
        switch sort {
        case .add: subject = nil
        case .change, .withdraw: subject = "id"
        case .own: subject = form.members.first { $0.shape == kind.map { .key(kind: $0) } }?.name
        }
        self.hindrance = hindrance
        self.decide = decide
    }

    /// The verbs of a kind beside the ordinary ones.
    public static func of(_ verbs: any Verb.Type...) -> [AnyVerb] { verbs.map { AnyVerb($0) } }

    public static func named(_ name: String) -> AnyVerb? { byName[name] }

    fileprivate static let bySort: [Sort: [String: AnyVerb]] = Dictionary(
        grouping: all.filter { $0.sort != .own }, by: \.sort
    ).mapValues { verbs in Dictionary(verbs.map { ($0.kind ?? "", $0) }, uniquingKeysWith: { first, _ in first }) }

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
        guard json["salt"] == nil || form.member("salt") != nil else {
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

    public init(
        moment: Moment, today: Day? = nil, person: Key<Person>? = nil, salt: String = "",
        digest: @escaping @Sendable (Int, Int) -> Digest? = { _, _ in nil },
        body: @escaping @Sendable (Int, Int) -> [UInt8]? = { _, _ in nil },
        salted: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 },
        hash: @escaping @Sendable ([UInt8]) -> Digest = { _ in .specimen },
        places: @escaping @Sendable (Reference) -> [BodyPlace] = { _ in [] },
        everOf: @escaping @Sendable (String) -> [Reference] = { _ in [] }
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

extension AnyVerb {
    /// The three verbs that every kind has: add, change, withdraw with a reason.
    public static func ordinary<R: Record>(_ type: R.Type) -> [AnyVerb] {
        of(AddRecord<R>.self, ChangeRecord<R>.self, WithdrawRecord<R>.self)
    }
}

extension Kind {
    /// Which of the verbs that every kind has is the one of this kind; nil for kinds that the trails themselves keep.
    public func verb(_ sort: AnyVerb.Sort) -> AnyVerb? { AnyVerb.bySort[sort]?[name] }
}

/// A new record of a kind.
public struct AddRecord<R: Record>: Verb {
    public static var name: String { "add-\(R.kind)" }
    public static var room: Room { R.room }
    public static var kind: String? { R.kind }
    public static var sort: AnyVerb.Sort { .add }
    public static var form: Shape {
        .group(Shape.of(R.self).members.filter { $0.name != "id" && $0.name != "salt" })
    }

    var record: R

    public static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> AddRecord {
        try AnyVerb.requireForm(json, form)
        let whole = json.overlaid(by: ["id": .whole(Int64(project[R.self].next.number))])
        return AddRecord(record: try project.checked(R.self, whole))
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var record = record
        record.take(chance: setting.salt)
        return [.put(record)]
    }
}

/// A record as it is to be: what is given stands in the place of what was.
public struct ChangeRecord<R: Record>: Verb {
    public static var name: String { "change-\(R.kind)" }
    public static var room: Room { R.room }
    public static var kind: String? { R.kind }
    public static var sort: AnyVerb.Sort { .change }
    public static var form: Shape {
        .group(
            Shape.of(R.self).members.filter { $0.name != "salt" }.map {
                Shape.Member(name: $0.name, shape: $0.shape, required: $0.name == "id" || $0.required)
            })
    }

    var old: R
    var new: R

    public static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> ChangeRecord {
        try AnyVerb.requireForm(json, form)
        guard let number = json["id"]?.whole else {
            throw .blocked(by: [Finding("missing", .blocks, field: "id")])
        }
        let old = try project[R.self].require(Key(number))
        return ChangeRecord(old: old, new: try project.checked(R.self, old.json.overlaid(by: json)))
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard new.json.bytes != old.json.bytes else {
            throw Refusal("nothingChanged", [.init("record", .record(old.reference))])
        }
        return [.put(new)]
    }
}

/// A record is withdrawn, and why. Refused while others point to it.
public struct WithdrawRecord<R: Record>: Verb {
    public static var name: String { "withdraw-\(R.kind)" }
    public static var room: Room { R.room }
    public static var kind: String? { R.kind }
    public static var sort: AnyVerb.Sort { .withdraw }

    var id: Int
    var reason: String

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let record = try project[R.self].require(Key(id))
        let others = project.references(to: record.reference)
        guard others.isEmpty else { throw .stillNeeded(record.reference, by: others) }
        return [.remove(record.reference, reason: reason)]
    }
}

extension Project {
    /// The record that was entered, when nothing about it blocks.
    func checked<R: Record>(_ type: R.Type, _ json: JSON, _ asked: Shape? = nil) throws(Refusal) -> R {
        let shape = asked ?? Kind.named(R.kind)?.shape ?? Shape.of(type)
        let json = shape.normalised(json)
        var found = shape.findings(in: json, of: self)
        let wrong = Set(found.map { String($0.field.prefix { $0 != "." }) })
        // What does not read is stood in for, so that everything else that is wrong is said at the same time.
        let readable = wrong.isEmpty ? json : shape.standingIn(for: wrong, in: json)
        let record: R
        do throws(Refusal) { record = try AnyVerb.read(R.self, readable) } catch {
            throw found.isEmpty ? error : .blocked(by: found)
        }
        found += record.findings(in: self).filter {
            $0.blocks && !wrong.contains(String($0.field.prefix { $0 != "." }))
        }
        guard found.isEmpty else { throw .blocked(by: found) }
        return record
    }

    /// Every record that points to this one, in order of kind.
    public func references(to reference: Reference) -> [Reference] {
        var found: [Reference] = []
        for kind in Kind.all where kind.shape.points(to: reference.kind) {
            for record in kind.each(self) where record.reference != reference {
                if kind.shape.holds(reference, in: Canonical.json(record)) { found.append(record.reference) }
            }
        }
        return found
    }
}

extension Shape {
    /// Whether a value of this shape can point to a record of the kind.
    public func points(to kind: String) -> Bool {
        switch self {
        case .key(let mine): mine == kind
        case .who: kind == Person.kind
        case .list(let item): item.points(to: kind)
        case .group(let members): members.contains { $0.shape.points(to: kind) }
        default: false
        }
    }

    /// Whether a value of this shape can point to any record.
    public var pointsAnywhere: Bool {
        switch self {
        case .key, .who: true
        case .list(let item): item.pointsAnywhere
        case .group(let members): members.contains { $0.name != "id" && $0.shape.pointsAnywhere }
        default: false
        }
    }

    /// The records that a value of this shape points to, each once.
    public func references(in json: JSON) -> [Reference] {
        var found: [Reference] = []
        func look(_ shape: Shape, _ json: JSON) {
            switch (shape, json) {
            case (.key(let kind), .whole(let number)):
                let reference = Reference(kind: kind, number: Int(number))
                if !found.contains(reference) { found.append(reference) }
            case (.who, .text(let text)):
                if let person = Who.person(in: text)?.reference, !found.contains(person) { found.append(person) }
            case (.list(let item), .list(let items)): for inner in items { look(item, inner) }
            case (.group(let members), .object):
                for member in members { if let inner = json[member.name] { look(member.shape, inner) } }
            default: break
            }
        }
        look(self, json)
        return found
    }

    func holds(_ reference: Reference, in json: JSON) -> Bool {
        switch self {
        case .key(let kind): kind == reference.kind && json.whole == reference.number
        case .who: json.text.flatMap { Who.person(in: $0) }?.reference == reference
        case .list(let item): json.list?.contains { item.holds(reference, in: $0) } ?? false
        case .group(let members):
            members.contains { member in json[member.name].map { member.shape.holds(reference, in: $0) } ?? false }
        default: false
        }
    }

    /// The same value written in one way: chosen words in the order of their list, each once, and nothing for what is empty.
    func normalised(_ json: JSON) -> JSON {
        switch (self, json) {
        case (.list(.choice(_, let words)), .list(let items))
        where items.allSatisfy({ $0.text.map(words.contains) ?? false }):
            .list(words.filter { word in items.contains(.text(word)) }.map { .text($0) })
        case (.list(let item), .list(let items)): .list(items.map { item.normalised($0) })
        case (.group(let members), .object(let given)):
            .object(
                of: given.compactMap { name, value in
                    guard let member = members.first(where: { $0.name == name }) else { return (name, value) }
                    let normal = member.shape.normalised(value)
                    switch (member.shape, normal) {
                    case (.list, .list([])): return nil
                    case (.group, .object(let inner)) where inner.isEmpty: return nil
                    default: return (name, normal)
                    }
                })
        default: json
        }
    }

    /// The object with the named members taken away, or replaced by any value of their shape where one must be given.
    func standingIn(for wrong: Set<String>, in json: JSON) -> JSON {
        let kept = json.members.filter { member in !wrong.contains(member.name) && self.member(member.name) != nil }
        let stand = members.filter { wrong.contains($0.name) && $0.required }.map { ($0.name, $0.shape.anything) }
        return .object(of: kept.map { ($0.name, $0.value) } + stand)
    }

    /// Any value of this shape.
    private var anything: JSON {
        switch self {
        case .line, .prose, .who: "x"
        case .whole, .key: 1
        case .flag: true
        case .day: .text(Day.specimen.plain)
        case .when: .text(When.specimen.plain)
        case .moment: .text(Moment.specimen.plain)
        case .amount: .text(Money.specimen.plain)
        case .count: .text(Count.specimen.plain)
        case .address: .text(WebAddress.specimen.plain)
        case .digest: .text(Digest.specimen.plain)
        case .choice(_, let words): .text(words.first ?? "")
        case .list: []
        case .group(let members): .object(of: members.filter(\.required).map { ($0.name, $0.shape.anything) })
        }
    }

    /// Refuses what does not have this shape, with everything that is wrong at once.
    public func require(_ json: JSON, in project: Project) throws(Refusal) {
        let found = findings(in: json, of: project)
        guard found.isEmpty else { throw .blocked(by: found) }
    }

    /// All that is wrong with a value that should have this shape. Records that it names must exist in the project.
    public func findings(in json: JSON, of project: Project, at field: String = "") -> [Finding] {
        func finding(_ code: String, _ facts: [Fact.Named] = []) -> [Finding] {
            [Finding(code, .blocks, field: field, facts: facts)]
        }
        func inner(_ name: String) -> String { field.isEmpty ? name : field + "." + name }

        switch self {
        case .line, .prose, .who:
            guard let text = json.text else { return finding("notText") }
            if self == .who, let person = Who.person(in: text) {
                return project.persons[person] == nil
                    ? finding(
                        "noSuchRecord",
                        [.init("kind", .word("kind", Person.kind)), .init("number", .whole(person.number))]) : []
            }
            let (characters, bytes) = self == .prose ? Bounds.prose : Bounds.line
            let length = text.utf8.count
            // Characters are only counted where the bytes leave it open: one character may have thousands of them.
            if length > bytes * 4 {
                return finding("tooManyBytes", [.init("most", .whole(bytes)), .init("length", .whole(length))])
            }
            if length > characters, text.count > characters {
                return finding("tooLong", [.init("most", .whole(characters)), .init("length", .whole(text.count))])
            }
            if length > bytes {
                return finding("tooManyBytes", [.init("most", .whole(bytes)), .init("length", .whole(length))])
            }
            return text.unicodeScalars.contains { Shape.forbids($0, inLine: self != .prose) }
                ? finding("controlCharacter") : []
        case .whole:
            guard let number = json.whole else { return finding("notWhole") }
            return Bounds.whole.contains(number)
                ? []
                : finding(
                    "countOutOfRange",
                    [
                        .init("least", .whole(Bounds.whole.lowerBound)), .init("most", .whole(Bounds.whole.upperBound)),
                    ])
        case .flag: return json.flag == nil ? finding("notFlag") : []
        case .day:
            guard let day = json.text.flatMap({ Day($0) }) else { return finding("notDay", read(json)) }
            return isWithin(day, day) ? [] : finding("dayOutside", Shape.days)
        case .when:
            guard let when = json.text.flatMap({ When($0) }) else { return finding("notWhen", read(json)) }
            return isWithin(when.first, when.last) ? [] : finding("dayOutside", Shape.days)
        case .moment: return json.text.flatMap { Moment(plain: $0) } == nil ? finding("notWhen", read(json)) : []
        case .amount:
            guard let money = json.text.flatMap({ Money(plain: $0) }) else { return finding("notAmount", read(json)) }
            let most = Money(cents: Bounds.cents, currency: money.currency) ?? money
            return money.cents.magnitude <= Bounds.cents.magnitude
                ? [] : finding("amountOutside", [.init("most", .amount(most))])
        case .count:
            guard let count = json.text.flatMap({ Count(plain: $0) }) else { return finding("notCount", read(json)) }
            return count.number <= Bounds.count
                ? [] : finding("numberOutside", [.init("most", .whole(Bounds.count))])
        case .address: return json.text.flatMap { WebAddress($0) } == nil ? finding("notAddress", read(json)) : []
        case .digest: return json.text.flatMap { Digest(plain: $0) } == nil ? finding("notDigest") : []
        case .choice(let name, let words):
            guard let text = json.text, words.contains(text) else {
                return finding(
                    "notOneOf",
                    read(json) + [.init("words", .text(words.joined(separator: ", "))), .init("list", .text(name))])
            }
            return []
        case .key(let kind):
            guard let number = json.whole else { return finding("notWhole") }
            return project.record(Reference(kind: kind, number: number)) == nil
                ? finding("noSuchRecord", [.init("kind", .word("kind", kind)), .init("number", .whole(number))]) : []
        case .list(let item):
            guard let items = json.list else { return finding("notList") }
            guard items.count <= Bounds.items else {
                return finding("tooMany", [.init("most", .whole(Bounds.items)), .init("length", .whole(items.count))])
            }
            return items.enumerated().flatMap { item.findings(in: $1, of: project, at: inner("\($0)")) }
        case .group(let members):
            guard case .object(let given) = json else { return finding("notGroup") }
            let foreign = given.lazy.map(\.name).filter { name in !members.contains { $0.name == name } }
            var found: [Finding] = foreign.prefix(Bounds.named).map {
                unknownField($0, at: inner(String($0.prefix(80))))
            }
            for member in members {
                let value = json[member.name]
                if let value, value != .null, !member.required || value != .text("") && value != .list([]) {
                    if member.name == "id", case .whole = member.shape, value.whole != nil { continue }
                    if member.name == "id", case .key = member.shape { continue }
                    found += member.shape.findings(in: value, of: project, at: inner(member.name))
                } else if member.required {
                    found.append(Finding("missing", .blocks, field: inner(member.name)))
                }
            }
            return found
        }
    }

    /// That a group has no field of this name, and which it has.
    public func unknownField(_ name: String, at field: String) -> Finding {
        Finding(
            "unknownField", .blocks, field: field,
            facts: [
                .init("name", .text(String(name.prefix(80)))),
                .init("known", .text(members.map(\.name).filter { $0 != "salt" }.joined(separator: ", "))),
            ])
    }

    private func isWithin(_ first: Day, _ last: Day) -> Bool { first >= Bounds.firstDay && last <= Bounds.lastDay }

    private static let days: [Fact.Named] = [
        .init("first", .day(Bounds.firstDay)), .init("last", .day(Bounds.lastDay)),
    ]

    private func read(_ json: JSON) -> [Fact.Named] {
        [.init("text", .text(String((json.text ?? json.written).prefix(80))))]
    }

    /// Control characters are refused; in texts of several lines, line ends and tabs are not. Right-to-left marks are
    /// letters' business, but the overrides that turn what follows around are refused: they make names lie.
    static func forbids(_ scalar: Unicode.Scalar, inLine: Bool) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: inLine
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
