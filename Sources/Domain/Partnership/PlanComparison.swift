/// One difference between two plans, keyed on what is meant: a partner is the same partner though its name has changed.
public struct PlanDifference: Sendable, Equatable {
    public enum Part: String, Choice { case dates, phases, periods, partners, activities }
    public enum How: String, Choice { case added, gone, changed }

    public let part: Part
    /// What it is called, in its own words; nil for what has only a number.
    public let name: String?
    public let number: Int?
    public let how: How
    /// The field, where one changed.
    public let field: String?
    public let old: Fact?
    public let new: Fact?
}

extension FrozenPlan {
    /// What is different in another plan, in order of parts.
    public func differences(to other: FrozenPlan) -> [PlanDifference] {
        var found: [PlanDifference] = []
        func note(
            _ part: PlanDifference.Part, _ name: String?, _ number: Int?, _ field: String, _ old: Fact?, _ new: Fact?
        ) {
            guard old != new else { return }
            found.append(
                PlanDifference(part: part, name: name, number: number, how: .changed, field: field, old: old, new: new))
        }
        note(.dates, nil, nil, "start", start.map { .day($0) }, other.start.map { .day($0) })
        note(.dates, nil, nil, "end", end.map { .day($0) }, other.end.map { .day($0) })
        note(.dates, nil, nil, "durability", durability.map { .day($0) }, other.durability.map { .day($0) })

        /// Those that only one of the two has, then those that both have, compared.
        func match<T>(
            _ part: PlanDifference.Part, _ mine: [T], _ theirs: [T], _ key: (T) -> Int, _ name: (T) -> String?,
            _ number: (T) -> Int?, compare: (T, T) -> Void
        ) {
            for old in mine {
                if let new = theirs.first(where: { key($0) == key(old) }) {
                    compare(old, new)
                } else {
                    found.append(
                        PlanDifference(
                            part: part, name: name(old), number: number(old), how: .gone, field: nil, old: nil, new: nil
                        ))
                }
            }
            for new in theirs where !mine.contains(where: { key($0) == key(new) }) {
                found.append(
                    PlanDifference(
                        part: part, name: name(new), number: number(new), how: .added, field: nil, old: nil, new: nil))
            }
        }
        func stretches(_ part: PlanDifference.Part, _ mine: [FrozenStretch], _ theirs: [FrozenStretch]) {
            match(part, mine, theirs, \.identifier, \.title, \.number) { old, new in
                note(part, new.title, new.number, "number", .whole(old.number), .whole(new.number))
                note(part, new.title, new.number, "title", old.title.map { .text($0) }, new.title.map { .text($0) })
                note(part, new.title, new.number, "start", .day(old.start), .day(new.start))
                note(part, new.title, new.number, "end", .day(old.end), .day(new.end))
                note(part, new.title, new.number, "due", old.due.map { .day($0) }, new.due.map { .day($0) })
            }
        }
        stretches(.phases, phases, other.phases)
        stretches(.periods, periods, other.periods)
        match(.partners, partners, other.partners, \.identifier, \.name, \.number) { old, new in
            func field(_ name: String, _ a: Fact?, _ b: Fact?) { note(.partners, new.name, new.number, name, a, b) }
            field("name", .text(old.name), .text(new.name))
            field("number", old.number.map { .whole($0) }, new.number.map { .whole($0) })
            field(
                "legalClass", old.legalClass.map { .word(Partner.LegalClass.choiceName, $0.rawValue) },
                new.legalClass.map { .word(Partner.LegalClass.choiceName, $0.rawValue) })
            field("rate", old.rate.map { .text($0 + " %") }, new.rate.map { .text($0 + " %") })
            field("fund", old.fund.map { .amount($0) }, new.fund.map { .amount($0) })
            field("from", old.from.map { .when($0) }, new.from.map { .when($0) })
            field("to", old.to.map { .when($0) }, new.to.map { .when($0) })
        }
        match(.activities, activities, other.activities, \.identifier, \.title, { _ in nil }) { old, new in
            func field(_ name: String, _ a: Fact?, _ b: Fact?) { note(.activities, new.title, nil, name, a, b) }
            field("title", .text(old.title), .text(new.title))
            // A leader that was only renamed is the same one.
            if old.leader != new.leader {
                field("lead", old.lead.map { .text($0) }, new.lead.map { .text($0) })
            }
            field("start", old.start.map { .when($0) }, new.start.map { .when($0) })
            field("due", old.due.map { .when($0) }, new.due.map { .when($0) })
        }
        return found
    }
}
