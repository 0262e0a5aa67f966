/// Something that waits for somebody: what, why, by when.
public struct Need: Sendable, Equatable {
    public enum Urgency: String, Choice { case late, next, open }

    /// The name under which `Words` keeps the sentence: `need.` and this.
    public let code: String
    public let urgency: Urgency
    public let about: Reference?
    public let day: Day?
    public let facts: [Fact.Named]

    init(_ code: String, _ urgency: Urgency, about: Reference? = nil, day: Day? = nil, facts: [Fact.Named] = []) {
        self.code = code
        self.urgency = urgency
        self.about = about
        self.day = day
        self.facts = facts
    }
}

extension Project {
    /// How far ahead the next things are shown, in days.
    static let horizon = 60

    /// What waits on the day, late things first, then by day; the next event is among it, however far off. For a partner: only what is that partner's.
    public func needs(on today: Day, of partner: Key<Partner>? = nil) -> [Need] {
        var needs: [Need] = []
        guard let identification else { return [] }

        let mine = events.filter { partner == nil || $0.host == partner }
        let comes = mine.filter(\.isAhead).compactMap { $0.start?.first }.filter { $0 >= today }.min()
        for event in mine {
            guard event.isAhead, event.standsFor == nil else { continue }
            guard let last = event.lastDay, let first = event.start?.first else {
                needs.append(Need("eventWithoutDay", .open, about: event.reference))
                continue
            }
            if last < today {
                needs.append(Need("eventUnaccounted", .late, about: event.reference, day: last))
            } else if first <= today.adding(days: Self.horizon) || first == comes {
                needs.append(Need("eventComes", .next, about: event.reference, day: first))
            }
        }
        for activity in activities where partner == nil || activity.lead == partner {
            guard activity.status == .planned || activity.status == .running, let due = activity.due?.last else {
                continue
            }
            if due < today {
                needs.append(Need("activityLate", .late, about: activity.reference, day: due))
            } else if due <= today.adding(days: Self.horizon) {
                needs.append(Need("activityDue", .next, about: activity.reference, day: due))
            }
        }
        guard partner == nil else { return needs.inOrder }

        for period in reportingPeriods {
            let reported = jointReports.contains { $0.period == period.id && $0.status != .draft }
            if period.end < today, !reported {
                needs.append(Need("periodUnreported", .late, about: period.reference, day: period.end))
            } else if period.end >= today, period.end <= today.adding(days: Self.horizon), !reported {
                needs.append(Need("periodEnds", .next, about: period.reference, day: period.end))
            }
        }
        if let end = durabilityEnd, identification.end < today {
            if end >= today {
                needs.append(Need("durability", .next, about: identification.reference, day: end))
            }
        } else if identification.end >= today, identification.end <= today.adding(days: 180) {
            needs.append(Need("projectEnds", .next, about: identification.reference, day: identification.end))
        }
        for report in jointReports where report.status == .inClarification {
            needs.append(Need("clarification", .next, about: report.reference))
        }
        for text in news {
            let differs = text.quotes.contains { quote in
                guard let figure = figures[quote.figure] else { return false }
                let now = standing(of: figure)
                return quote.value != (quote.basis == .claimed ? now.claimed?.value.number : now.evidenced)
            }
            if differs { needs.append(Need("quoteDiffers", .open, about: text.reference)) }
        }
        for contradiction in contradictions where contradiction.resolution == nil {
            needs.append(Need("contradiction", .open, about: contradiction.reference))
        }
        return needs.inOrder
    }

    /// What a newly begun project does first, in order; nothing once it is under way.
    public var firstSteps: [Need] {
        var steps: [Need] = []
        if events.isEmpty { steps.append(Need("planFirstEvent", .open)) }
        if partners.count < 2 { steps.append(Need("addPartners", .open)) }
        if duties.count < 2 { steps.append(Need("nameTeam", .open)) }
        if policyInstruments.isEmpty { steps.append(Need("addInstruments", .open)) }
        if websites.isEmpty { steps.append(Need("addWebsite", .open)) }
        return entry <= 25 ? steps : []
    }
}

extension [Need] {
    fileprivate var inOrder: [Need] {
        enumerated().sorted { a, b in
            let rank: (Need) -> Int = { $0.urgency == .late ? 0 : $0.urgency == .next ? 1 : 2 }
            if rank(a.element) != rank(b.element) { return rank(a.element) < rank(b.element) }
            let (x, y) = (a.element.day?.count ?? .max, b.element.day?.count ?? .max)
            return x != y ? x < y : a.offset < b.offset
        }.map(\.element)
    }
}
