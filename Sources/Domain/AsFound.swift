/// How a state came on record whose steps were not taken here: it was so before the project was kept here, or elsewhere.
/// It stays with the record for ever.
public struct Found: Codable, Sendable, Equatable {
    /// Which of the record's fields were entered as they were found.
    public var fields: [String] = []
    /// When it was so, as far as it is known.
    public var on: When?
    /// Whose act it was.
    public var body: String?
    /// The person who acted or signed.
    public var by: Who?
    /// The document that shows it. Demanded for what is not for the partner or the lead partner to decide.
    public var document: String?
    /// Where it is said: in words, or its address.
    public var source: String?
    public var address: WebAddress?

    /// What is asked when something is entered as it was found.
    public static let form: Shape = .group(Shape.of(Found.self).members.filter { $0.name != "fields" })

    /// What is wrong with it as it was entered, under `found`: it says where it is written, and its day is not to come.
    ///
    /// - Parameter today: nil where the day is looked at later.
    public static func findings(in found: JSON, of project: Project, on today: Day? = nil) -> [Finding] {
        var wrong = found == .null ? [] : form.findings(in: found, of: project, at: "found")
        if found["source"] == nil, found["address"] == nil {
            wrong.append(Finding("missing", .blocks, field: found == .null ? "found" : "found.source"))
        }
        return wrong + (today.map { later(found["on"]?.text.flatMap { When($0) }, than: $0) } ?? [])
    }

    fileprivate static func later(_ on: When?, than today: Day) -> [Finding] {
        guard let on, on.first > today else { return [] }
        return [Finding("dayToCome", .blocks, field: "found.on", facts: [.init("today", .day(today))])]
    }
}

/// A new record as it was found, its state among the rest, without the steps before it.
public struct AddAsFound<R: Record>: KindVerb {
    public static var name: String { "add-\(R.kind)-as-found" }
    public static var may: May { R.mayFind }
    public static var sort: AnyVerb.Sort { .addAsFound }
    public static var form: Shape {
        .group(R.doubting(R.shape.members.filter { !["id", "salt", "found"].contains($0.name) }) + [.found])
    }

    var record: R

    public static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> AddAsFound {
        try AnyVerb.requireForm(json, form)
        let fields = R.foundFields.filter { name in json[name].map { $0 != .null } ?? false }
        let number: JSON = ["id": .whole(Int64(project[R.self].next.number))]
        return AddAsFound(record: try R.found(json.overlaid(by: number), fields, since: .object([]), in: project))
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var record = record
        record.take(chance: setting.salt)
        try record.requireFound(since: .object([]), in: project, setting)
        return [.put(record)]
    }
}

/// The state of a record as it was found, without the steps before it.
public struct SetAsFound<R: Record>: KindVerb {
    public static var name: String { "set-\(R.kind)-as-found" }
    public static var may: May { R.mayFind }
    public static var sort: AnyVerb.Sort { .setAsFound }
    public static var form: Shape { .group([.found] + R.governedMembers) }

    var old: R
    var new: R

    public static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> SetAsFound {
        let (old, given) = try R.governed(json, form, in: project)
        let before = old.json
        let fields = R.foundFields.filter { name in given[name].map { $0 != before[name] ?? .null } ?? false }
        guard !fields.isEmpty else { throw Refusal("nothingChanged", [.init("record", .record(old.reference))]) }
        return SetAsFound(old: old, new: try R.found(before.overlaid(by: given), fields, since: before, in: project))
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try new.requireFound(since: old.json, in: project, setting)
        return [.put(new)]
    }
}

/// A mistake in what verbs govern is corrected, and why. Nothing happened: what did is for the verbs.
public struct CorrectRecord<R: Record>: KindVerb {
    public static var name: String { "correct-\(R.kind)" }
    public static var may: May { .coordinator }
    public static var sort: AnyVerb.Sort { .correct }
    public static var form: Shape {
        .group(R.governedMembers + [Shape.Member(name: reason, shape: .line, required: true)])
    }
    /// The field that says why. The desk keeps it as the reason of the entry.
    public static var reason: String { "because" }

    var old: R
    var new: R

    public static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> CorrectRecord {
        let (old, given) = try R.governed(json, form, in: project)
        guard case .object(let members) = given else { throw .blocked(by: [Finding("notGroup", .blocks)]) }
        let fields = JSON.object(members.filter { $0.name != reason })
        return CorrectRecord(old: old, new: try project.checked(R.self, old.json.overlaid(by: fields)))
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard new.json.bytes != old.json.bytes else {
            throw Refusal("nothingChanged", [.init("record", .record(old.reference))])
        }
        let wrong = new.daysToCome(since: old.json, setting.today)
        guard wrong.isEmpty else { throw .blocked(by: wrong) }
        // A mistake is taken back; what others decide is never typed in.
        if let field = new.decided(since: old.json).first {
            throw Refusal(
                "decidedByOthers",
                [.init("field", .word("doubt.\(R.kind)", field)), .init("kind", .word("kind", R.kind))])
        }
        // In the first state nothing was done yet that could be a mistake: what leads out of it is a step.
        if R.governed.contains("status"), old.json["status"] == R.first["status"],
            new.json["status"] != old.json["status"]
        {
            throw .blocked(by: [
                Finding(
                    "byItsVerbs", .blocks, field: "status",
                    facts: [.init("verbs", .words("verb", R.governing.filter { $0 != Self.name }))])
            ])
        }
        return [.put(new)]
    }
}

extension Record {
    /// Whether something of it may be entered as it was found.
    static var isFound: Bool { governed.contains("found") }

    /// The key, and every field that verbs govern; what is not given stays as it is.
    fileprivate static var governedMembers: [Shape.Member] {
        [Shape.Member(name: "id", shape: .key(kind: kind), required: true)]
            + shape.members.filter { foundFields.contains($0.name) }.map {
                Shape.Member(name: $0.name, shape: $0.shape, required: false)
            }
    }

    /// The record that is meant, and what is given of it without its key.
    fileprivate static func governed(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> (Self, JSON) {
        try AnyVerb.requireForm(json, form)
        try form.require(json, in: project)
        guard case .object(let members) = json, let number = json["id"]?.whole else {
            throw .blocked(by: [Finding("missing", .blocks, field: "id")])
        }
        return (try project[Self.self].require(Key(number)), .object(members.filter { $0.name != "id" }))
    }

    /// The coordinator, and a partner's manager where partners keep such records.
    static var mayFind: May {
        guard case .duties(let duties) = may else { return .coordinator }
        return .duties(duties.intersection([.partnerManager]))
    }

    /// The fields of which somebody may say how they were found.
    fileprivate static var foundFields: Set<String> { governed.subtracting(["found"]).subtracting(answered) }

    /// Of what is told to have happened, the days that are still to come; what is due may be (`innerDue`).
    fileprivate func daysToCome(since before: JSON, _ today: Day) -> [Finding] {
        let now = json
        return Self.shape.members.compactMap { member in
            guard Self.foundFields.contains(member.name), member.name.hasSuffix("On"),
                now[member.name] != before[member.name],
                let day = now[member.name]?.text.flatMap({ When(plain: $0) }), day.first > today
            else { return nil }
            return Finding("dayToCome", .blocks, field: member.name, facts: [.init("today", .day(today))])
        }
    }

    /// The record as it was found, with the mark that says so behind those of before; all that is wrong is said at once.
    ///
    /// - Parameter whole: the record with `found` as it was entered.
    fileprivate static func found(_ whole: JSON, _ fields: Set<String>, since before: JSON, in project: Project)
        throws(Refusal) -> Self
    {
        let found = whole["found"] ?? .null
        let wrong = Found.findings(in: found, of: project)
        let mark = found.overlaid(by: ["fields": .list(fields.sorted().map { .text($0) })])
        let marks = (before["found"]?.list ?? []) + (wrong.isEmpty ? [mark] : [])
        let record: Self
        do throws(Refusal) {
            record = try project.checked(Self.self, whole.overlaid(by: ["found": .list(marks)]))
        } catch {
            throw error.findings.isEmpty || wrong.isEmpty ? error : .blocked(by: error.findings + wrong)
        }
        guard wrong.isEmpty else { throw .blocked(by: wrong) }
        return record
    }

    /// The fields that say something that others than the partner and the lead partner decide, and did not say it before.
    func decided(since before: JSON) -> [String] {
        let now = json
        return Self.decidedByOthers.filter { field, words in
            guard let value = now[field], value != before[field] else { return false }
            return words.isEmpty || value.says(words, butNot: before[field])
        }.map(\.field)
    }

    /// The fields that said such a thing before, and do not say it any more.
    func undecided(since before: JSON) -> [String] {
        let now = json
        return Self.decidedByOthers.filter { field, words in
            guard let was = before[field], now[field] != was else { return false }
            return words.isEmpty || was.says(words, butNot: now[field])
        }.map(\.field)
    }

    /// Nothing is found on a day to come; and what others decide is taken from their own document only, by the coordinator.
    fileprivate func requireFound(since before: JSON, in project: Project, _ setting: Setting) throws(Refusal) {
        let now = json
        guard let mark = now["found"]?.list?.last, let found = try? Canonical.decode(Found.self, from: mark) else {
            return
        }
        let wrong = Found.later(found.on, than: setting.today) + daysToCome(since: before, setting.today)
        guard wrong.isEmpty else { throw .blocked(by: wrong) }
        guard let first = (decided(since: before) + undecided(since: before)).first else { return }
        if let person = setting.person,
            !project.duties(of: person, on: setting.today).contains(where: { $0.sort == .coordinator })
        {
            throw Refusal(
                "decidedByOthers",
                [.init("field", .word("doubt.\(Self.kind)", first)), .init("kind", .word("kind", Self.kind))])
        }
        var missing: [Finding] = []
        if found.body == nil { missing.append(Finding("missing", .blocks, field: "found.body")) }
        if found.document == nil { missing.append(Finding("missing", .blocks, field: "found.document")) }
        guard missing.isEmpty else { throw .blocked(by: missing) }
    }
}

extension JSON {
    /// Whether one of these words stands in it: it is the word, or a member of an item of it that was not there before.
    fileprivate func says(_ words: [String], butNot before: JSON?) -> Bool {
        guard let items = list else { return text.map(words.contains) ?? false }
        let old = before?.list ?? []
        return items.contains { item in
            !old.contains(item) && item.members.contains { $0.value.text.map(words.contains) ?? false }
        }
    }
}

extension Shape.Member {
    fileprivate static var found: Shape.Member { Shape.Member(name: "found", shape: Found.form, required: true) }
}
