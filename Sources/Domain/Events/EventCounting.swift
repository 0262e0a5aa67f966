/// What an event does for a figure: it counts as one of so many, or does not, and why.
public struct EventCounts: Sendable, Equatable {
    public enum Why: String, Choice {
        case counts, planned, moved, cancelled, notHeld, merged, onlyNumber, doubtful, unshown
    }

    public let figure: Key<Figure>
    public let why: Why
    /// Its place among what counts, by day; nil when it does not count.
    public let place: Int?
    public let counted: Int
    public let target: Int?
}

extension CountingRule {
    /// The sort of event that it counts; nil for rules about other things.
    public var sort: Event.Sort? {
        switch self {
        case .kickOffMeetings: .kickOff
        case .studyVisits: .studyVisit
        case .partnerMeetings: .partnerMeeting
        case .finalEvents: .finalEvent
        case .stakeholderMeetings: .stakeholderMeeting
        default: nil
        }
    }
}

extension Event {
    /// Whether a partner comes to it: because it hosts, or because all do.
    public func expects(_ partner: Key<Partner>) -> Bool {
        host == partner || sorts.contains { $0 != .stakeholderMeeting && $0 != .regionalClosing && $0 != .other }
    }
}

extension Project {
    /// For each figure over events of one of its sorts: whether the event counts, as which of how many, or why it does not.
    public func counting(of event: Event, on today: Day) -> [EventCounts] {
        figures.filter { figure in figure.rule.sort.map(event.sorts.contains) ?? false }.map { figure in
            let evidence = evidence(of: figure, on: today)
            let counted = evidence.counted.compactMap { events[Key($0.number)] }.sorted { a, b in
                let (x, y) = (a.lastDay?.count ?? .max, b.lastDay?.count ?? .max)
                return (x, a.id) < (y, b.id)
            }
            let place = counted.firstIndex { $0.id == event.id }.map { $0 + 1 }
            return EventCounts(
                figure: figure.id,
                why: place != nil
                    ? .counts : evidence.unshown.contains { $0.record == event.reference } ? .unshown : why(event),
                place: place, counted: counted.count, target: figure.target)
        }
    }

    private func why(_ event: Event) -> EventCounts.Why {
        if event.standsFor != nil { return .onlyNumber }
        switch event.status {
        case .planned: return .planned
        case .moved: return .moved
        case .cancelled: return .cancelled
        case .notHeld: return .notHeld
        case .merged: return .merged
        case .held: return .doubtful
        }
    }

    /// Where a partner is expected: what it hosts, and what the whole partnership comes to.
    public func events(for partner: Key<Partner>) -> [Event] {
        events.filter { $0.expects(partner) }
    }

    /// Where a person is expected or was: with the partner, or by name.
    public func events(for person: Key<Person>) -> [Event] {
        let partner = persons[person]?.partner
        let own = Set(attendances.filter { $0.person == person }.map(\.event))
        let common = partner.map { Set(events(for: $0).map(\.id)) } ?? []
        return events.filter { own.contains($0.id) || common.contains($0.id) }
    }
}

extension Event: Countable {
    public func candidate(in project: Project) -> Candidate {
        var candidate = Candidate(self, state: status.rawValue, isDone: status == .held, day: lastDay)
        candidate.isAhead = isAhead
        candidate.names = { [Candidate.folded(title) + " " + (start?.plain ?? "")] }
        candidate.hasParticipants = { participants != nil || project.attendances.contains { $0.event == id } }
        candidate.hasOutcome = { outcome != nil || project.decisions.contains { $0.event == id } }
        return candidate
    }
}
