extension AnyVerb {
    /// The verbs that every kind has: add, change, withdraw with a reason; a source, a proof, a doubt, and its settling. What can be
    /// withdrawn can be restored, too (`Kind`), and what may be found has three more.
    public static func ordinary<R: Record>(_ type: R.Type) -> [AnyVerb] {
        of(AddRecord<R>.self, ChangeRecord<R>.self, WithdrawRecord<R>.self)
            + proving(type)
            + (R.isFound ? of(AddAsFound<R>.self, SetAsFound<R>.self, CorrectRecord<R>.self) : [])
    }

    /// Those that give proofs: all that what is made by verbs of its own has of them.
    public static func proving<R: Record>(_ type: R.Type) -> [AnyVerb] {
        of(AddSource<R>.self, AddProof<R>.self, NoteDoubt<R>.self, SettleDoubt<R>.self)
    }
}

extension Kind {
    /// Which of the verbs that every kind has is the one of this kind; nil for kinds that the trails themselves keep.
    public func verb(_ sort: AnyVerb.Sort) -> AnyVerb? { AnyVerb.bySort[sort]?[name] }
}

/// A new record of a kind.
public struct AddRecord<R: Record>: KindVerb {
    public static var name: String { "add-\(R.kind)" }
    public static var sort: AnyVerb.Sort { .add }
    public static var form: Shape {
        .group(
            R.doubting(
                R.shape.members.filter { $0.name != "id" && $0.name != "salt" && !R.governed.contains($0.name) }))
    }

    var record: R

    public static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> AddRecord {
        try AnyVerb.requireForm(json, form)
        let number: JSON = ["id": .whole(Int64(project[R.self].next.number))]
        return AddRecord(record: try project.checked(R.self, json.overlaid(by: number), over: R.first))
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var record = record
        record.take(chance: setting.salt)
        return [.put(record)]
    }
}

extension Record {
    /// The state of a new record, where verbs govern it: the first of its words.
    static var first: JSON {
        .object(
            of: shape.members.compactMap { member in
                guard member.name == "status", governed.contains("status"),
                    case .choice(_, let words) = member.shape, let first = words.first
                else { return nil }
                return (member.name, .text(first))
            })
    }
}

/// A record as it is to be: what is given stands in the place of what was.
public struct ChangeRecord<R: Record>: KindVerb {
    public static var name: String { "change-\(R.kind)" }
    public static var sort: AnyVerb.Sort { .change }
    public static var form: Shape {
        .group(
            R.shape.members.filter { $0.name != "salt" && !R.governed.contains($0.name) }.map {
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
        return ChangeRecord(old: old, new: try project.checked(R.self, json, over: old.json))
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard new.json.bytes != old.json.bytes else {
            throw Refusal("nothingChanged", [.init("record", .record(old.reference))])
        }
        return [.put(new)]
    }
}

/// A record is withdrawn, and why. Refused while others point to it.
public struct WithdrawRecord<R: Record>: KindVerb {
    public static var name: String { "withdraw-\(R.kind)" }
    /// A contributor enters and changes; what goes, others decide.
    public static var may: May {
        guard case .duties(let duties) = R.may else { return R.may }
        return .duties(duties.subtracting([.contributor]))
    }
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

extension Record {
    /// The names of the verbs that govern its states, its own first.
    static var governing: [String] {
        let verbs = verbs
        return [AnyVerb.Sort.own, .setAsFound, .correct].flatMap { sort in
            let all = verbs.filter { $0.sort == sort }
            let leading = all.filter(\.isOfStates)
            return (leading.isEmpty ? all : leading).map(\.name)
        }
    }

    /// The proofs that are given, of which the table that a record was read from stays what it is.
    fileprivate static func origins(_ was: JSON, _ given: JSON) -> JSON {
        guard let proofs = given["proofs"]?.list else { return .object([]) }
        let origins = (was["proofs"]?.list ?? []).filter { $0["isOrigin"] == .flag(true) }.map { $0["document"] }
        return [
            "proofs": .list(
                proofs.map { origins.contains($0["document"]) ? $0.overlaid(by: ["isOrigin": .flag(true)]) : $0 })
        ]
    }
}

extension Project {
    /// The record with what was entered in the place of what was; refused where that changes what its verbs govern.
    fileprivate func checked<R: Record>(_ type: R.Type, _ entered: JSON, over before: JSON) throws(Refusal) -> R {
        let governed = entered.members.filter { R.governed.contains($0.name) && $0.value != before[$0.name] ?? .null }
        let found = governed.map {
            Finding("byItsVerbs", .blocks, field: $0.name, facts: [.init("verbs", .words("verb", R.governing))])
        }
        var left = entered.members.filter { member in !governed.contains { $0.name == member.name } }.map {
            ($0.name, $0.value)
        }
        var unsettled: [Finding] = []
        if let was = before["provenance"], let given = entered["provenance"], case .object = given {
            // What is not named of where it comes from stays; a doubt goes by being settled.
            let whole = was.overlaid(by: given).overlaid(by: R.origins(was, given))
            let doubts = was["doubts"]?.list ?? []
            if !doubts.allSatisfy({ (whole["doubts"]?.list ?? []).contains($0) }) {
                let verbs = [AnyVerb.Sort.settleDoubt, .noteDoubt].compactMap { AnyVerb.bySort[$0]?[R.kind]?.name }
                unsettled = [
                    Finding(
                        "byItsVerbs", .blocks, field: "provenance.doubts",
                        facts: [.init("verbs", .words("verb", verbs))])
                ]
            }
            left = left.map { $0.0 == "provenance" ? ($0.0, whole) : $0 }
        }
        return try checked(type, before.overlaid(by: .object(of: left)), found: found + unsettled)
    }

    /// The record that was entered, when nothing about it blocks; all that does is said at once.
    ///
    /// - Parameter found: what is wrong with it already.
    func checked<R: Record>(_ type: R.Type, _ json: JSON, _ asked: Shape? = nil, found: [Finding] = [])
        throws(Refusal) -> R
    {
        let shape = asked ?? R.shape
        let json = shape.normalised(json)
        let before = json["id"]?.whole.flatMap { self[R.self][Key($0)] }?.provenance.doubts ?? []
        var found = found + shape.findings(in: json, of: self)
        // What is no text at all is said once.
        found += R.unknownDoubts(in: json, since: before).filter { doubt in !found.contains { $0.field == doubt.field }
        }
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
