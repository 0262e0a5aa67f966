import Desk
import Domain
import Words

/// What can be done with several rows of a list at once: one verb on each, with what is asked once for all.
struct SeveralAct: Sendable {
    enum Name: String, Choice { case move, prove, series, holder, withdraw }

    let name: Name
    let verb: AnyVerb
    /// The days of a record that move, or the field that is changed.
    let fields: [String]

    /// As many rows are done at once.
    static let most = 500
    /// Nobody moves a plan by more days than this at once.
    static let days = -3_660...3_660

    /// Days that move with a verb of their own, where a change would hide that they did.
    private static let moving = [
        Event.kind: (verb: MoveEvent.name, days: ["start", "end"]),
        Activity.kind: (verb: MoveActivity.name, days: ["start", "due"]),
        Deliverable.kind: (verb: MoveDeliverable.name, days: ["due"]),
    ]
    /// The field that says who must move, where a change may say it.
    private static let holding = [
        Risk.kind: "holder", Problem.kind: "holder", Recommendation.kind: "holder", FollowUp.kind: "person",
        Promise.kind: "person", Activity.kind: "lead", Deliverable.kind: "maker",
    ]

    /// Those that a kind has and the seat may do.
    static func all(_ kind: Kind, _ place: Place) -> [SeveralAct] {
        let change = kind.verb(.change)
        func changing(_ name: Name, _ field: String?) -> SeveralAct? {
            guard let change, let field, change.form.member(field) != nil else { return nil }
            return SeveralAct(name: name, verb: change, fields: [field])
        }
        let moving = moving[kind.name].flatMap { moving in
            AnyVerb.named(moving.verb).map { SeveralAct(name: .move, verb: $0, fields: moving.days) }
        }
        let acts = [
            moving ?? changing(.move, "due"),
            kind.verb(.addProof).map { SeveralAct(name: .prove, verb: $0, fields: []) },
            changing(.series, kind.name == Event.kind ? "series" : nil), changing(.holder, holding[kind.name]),
            kind.verb(.withdraw).map { SeveralAct(name: .withdraw, verb: $0, fields: []) },
        ]
        return acts.compactMap(\.self).filter { place.refusal($0.verb) == nil }
    }

    /// What is asked once for all rows.
    var form: Shape {
        var members: [Shape.Member] = []
        switch name {
        case .move: members.append(.init(name: "days", shape: .whole, required: true))
        case .series, .holder: members += fields.compactMap { verb.form.member($0) }.map { asked($0) }
        case .prove, .withdraw: break
        }
        return .group(members + ["reason", "because"].compactMap { verb.form.member($0) })
    }

    private func asked(_ member: Shape.Member) -> Shape.Member {
        .init(name: member.name, shape: member.shape, required: true)
    }

    /// What is wrong with what was typed, before any row is looked at.
    func findings(_ values: JSON, _ proofs: [JSON]) -> [Finding] {
        var found = form.members.filter { $0.required && values[$0.name] == nil }.map {
            Finding("missing", .blocks, field: $0.name)
        }
        if name == .prove, proofs.isEmpty { found.append(Finding("missing", .blocks, field: "upload")) }
        if name == .move, found.isEmpty, days(values) == nil {
            found.append(
                Finding("daysToMove", .blocks, field: "days", facts: [.init("most", .whole(Self.days.upperBound))]))
        }
        return found
    }

    private func days(_ values: JSON) -> Int? {
        guard let days = values["days"]?.whole, days != 0, Self.days.contains(days) else { return nil }
        return days
    }

    /// What the verb is given for a record; nil where none of its days is known to the day.
    func input(_ record: any Record, _ values: JSON, _ proofs: [JSON]) -> JSON? {
        var members: [(String, JSON)] = [(verb.subject ?? "id", .whole(Int64(record.reference.number)))]
        switch name {
        case .move:
            let moved = moved(record, values)
            if moved.isEmpty { return nil }
            members += moved.map { ($0.field, .text($0.to.description)) }
        case .prove: members.append(("provenance", ["proofs": .list(proofs)]))
        case .series, .holder, .withdraw: break
        }
        return .object(of: members + values.members.filter { $0.name != "days" }.map { ($0.name, $0.value) })
    }

    /// The days that move, from and to.
    func moved(_ record: any Record, _ values: JSON) -> [(field: String, from: Day, to: Day)] {
        guard let days = days(values) else { return [] }
        let json = record.json
        return fields.compactMap { field in
            json[field]?.text.flatMap { Day($0) }.map { (field, $0, $0.adding(days: days)) }
        }
    }
}
