/// Something that people come together for, as it was planned and as it happened.
public struct Event: Stated {
    public static let kind = "event"
    public static let plural = "events"
    public static let room = Room.events
    public static let governed: Set = ["status", "plan", "moves", "mergedInto", "found"]
    public static let demanded: Set = ["sorts"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Event.self)
            + AnyVerb.of(
                HoldEvent.self, RecordAttendance.self, MoveEvent.self, ConvertEvent.self, SwapHost.self,
                TakeSurvey.self, MergeEvent.self, CancelEvent.self, MoveAttendanceLists.self, ShredParticulars.self)
    }

    /// What an event means to the programme. One event may be several: a partner meeting with a study visit.
    public enum Sort: String, Choice {
        case kickOff, partnerMeeting, studyVisit, stakeholderMeeting, finalEvent, regionalClosing, midTermReview
        case policyLearning, conference, staffExchange, jointWorkshop, survey, other
    }
    public enum Status: String, Choice { case planned, held, moved, cancelled, notHeld, merged }
    public enum Mode: String, Choice { case inPerson, online, hybrid }

    public var id: Key<Event>
    public var title: String
    public var sorts: [Sort] = []
    public var status: Status
    /// The first day, as far as it is known: planned while it is planned, the real one once it was held.
    public var start: When?
    public var end: When?
    public var mode: Mode?
    public var place: String?
    public var country: Country?
    public var host: Key<Partner>?
    /// Who hosts, in words, where it is not a partner alone.
    public var hostedBy: String?
    /// What the plan was, where it differs from what happened.
    public var plan: Plan?
    public var moves: [Move] = []
    /// The row of events of the plan that it belongs to.
    public var series: Key<EventSeries>?
    /// "3rd of 5": the place in a partner's row, and how many were planned.
    public var ordinal: Int?
    public var ofPlanned: Int?
    public var participants: Count?
    public var organisations: Count?
    public var heldWithin: String?
    public var language: LanguageCode?
    public var contents: [String] = []
    /// What was to be spoken of, in order.
    public var agenda: [AgendaItem] = []
    public var outcome: Prose?
    /// What was said and agreed, where it is not a document.
    public var minutes: Prose?
    /// Programme on the spot, hosts, hotel, travel, and who pays for what.
    public var logistics: Prose?
    /// The event that it became a part of; then that one is counted, and this one is not.
    public var mergedInto: Key<Event>?
    /// Held straight before or after another, and counted beside it: two events, not one.
    public var backToBack: Key<Event>?
    /// How many were there by country and partner, kept when the particulars of people were shredded.
    public var counted: [CountedPeople] = []
    /// Of those counted, who said in a survey that they can do more now, each in one event only.
    public var capacityCounted: Int?
    /// How many events this record stands for, where a source names only their number. Such a record is never counted.
    public var standsFor: Count?
    /// The time of day at which it begins and ends, as `09:30`, by the clock of its zone.
    public var startsAt: String?
    public var endsAt: String?
    /// The zone of its times by name, `Europe/Ljubljana`, or by its distance, `UTC+2`. Without it, the clock of the place.
    public var timeZone: String?
    /// Further countries in which it takes place.
    public var otherCountries: [Country] = []
    /// Other projects that held it too.
    public var heldWith: [Key<RelatedProject>] = []
    /// Organisations that were visited.
    public var visited: [Key<Organisation>] = []
    /// Who came from outside and had a part in it.
    public var guests: [Guest] = []
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// The plan of an event, kept when it came otherwise; of one change, what it touched.
    public struct Plan: Codable, Sendable, Equatable {
        public var start: When?
        public var end: When?
        public var mode: Mode?
        public var place: String?
        public var host: Key<Partner>?
        public var country: Country?
    }

    /// Somebody from outside who spoke, presented or led: who, of which organisation, as what.
    public struct Guest: Codable, Sendable, Equatable {
        public var who: Who
        public var organisation: Key<Organisation>?
        public var role: String?
    }

    /// One change of the plan: when it was decided, what changed, by whom and why.
    public struct Move: Codable, Sendable, Equatable {
        public var on: When?
        /// What changed, in words, where it is no day, mode, place or host.
        public var what: String?
        public var reason: String?
        public var by: Who?
        public var source: WebAddress?
        public var sort: Change?
        /// What it was, and what it became; only what changed. Empty after, where the day was left open.
        public var before: Plan?
        public var after: Plan?
    }

    /// What sort of change of the plan it was.
    public enum Change: String, Choice { case moved, hostSwapped, putOnline, merged, backToBack, cancelled }

    /// A point of the agenda: at what time, what, and who speaks.
    public struct AgendaItem: Codable, Sendable, Equatable {
        public var title: String
        public var time: String?
        public var speaker: Who?
    }

    /// So many people, without a name.
    public struct CountedPeople: Codable, Sendable, Equatable {
        public var number: Int
        public var state: Attendance.State
        public var country: Country?
        public var partner: Key<Partner>?
    }

    public static var knownBy: [String] { ["title", "start"] }
    public func owner(in _: Project) -> Key<Partner>? { host }
    public var span: (from: When?, to: When?) { (start, end) }
    public var caption: Caption { .text(title) }
    public var dated: Day? { lastDay }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if sorts.isEmpty { found.append(Finding("missing", .blocks, field: "sorts")) }
        if let start, let end, end.last < start.first {
            found.append(
                Finding(
                    "endBeforeStart", .blocks, field: "end",
                    facts: [.init("start", .when(start)), .init("end", .when(end))]))
        }
        if status == .planned, start == nil { found.append(Finding("dayMissing", .warns, field: "start")) }
        if let ordinal, let ofPlanned, ordinal > ofPlanned {
            found.append(
                Finding(
                    "ordinalBeyondPlan", .warns, field: "ordinal",
                    facts: [.init("ordinal", .whole(ordinal)), .init("planned", .whole(ofPlanned))]))
        }
        return found + timeFindings + countFindings(in: project)
    }
}

extension Event {
    /// Times are times, the end is after the beginning, and the zone is one by its form.
    private var timeFindings: [Finding] {
        var found: [Finding] = []
        for (field, time) in [("startsAt", startsAt), ("endsAt", endsAt)] {
            if let time, Self.minutes(of: time) == nil {
                found.append(Finding("notTime", .blocks, field: field, facts: [.init("text", .text(time))]))
            }
        }
        if let startsAt, let endsAt, end == nil || end == start, let first = Self.minutes(of: startsAt),
            let last = Self.minutes(of: endsAt), last <= first
        {
            found.append(
                Finding(
                    "endBeforeBeginning", .blocks, field: "endsAt",
                    facts: [.init("start", .text(startsAt)), .init("end", .text(endsAt))]))
        }
        if let timeZone, !Self.isZone(timeZone) {
            found.append(Finding("notTimeZone", .blocks, field: "timeZone", facts: [.init("text", .text(timeZone))]))
        }
        if country == nil, !otherCountries.isEmpty {
            found.append(Finding("firstCountryMissing", .blocks, field: "country"))
        }
        return found
    }

    /// Minutes since midnight of `09:30`; nil for anything else.
    static func minutes(of time: String) -> Int? {
        let parts = time.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Day.digits(parts[0]),
            let minute = Day.digits(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    /// Whether it has the form of a zone: `Europe/Riga`, `CET`, `UTC+2`, `UTC+05:30`. Which zones there are, Domain does not know.
    static func isZone(_ text: String) -> Bool {
        let letters = { (part: Substring) in
            !part.isEmpty && part.utf8.allSatisfy { (65...90).contains($0 & 0xDF) || $0 == 95 || $0 == 45 }
        }
        if text.hasPrefix("UTC") || text.hasPrefix("GMT") {
            let rest = text.dropFirst(3)
            guard let sign = rest.first else { return true }
            let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
            guard sign == "+" || sign == "-", parts.count <= 2, let hours = parts.first.flatMap({ Day.digits($0) }),
                parts[0].utf8.count <= 2, hours <= 14
            else { return false }
            return parts.count == 1 || parts[1].utf8.count == 2 && (Day.digits(parts[1]) ?? 60) < 60
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count <= 3 && parts.allSatisfy(letters) && (parts.count > 1 || (3...5).contains(text.utf8.count))
    }
}

extension Event {
    /// What does not agree about who was there, and about events that became one.
    private func countFindings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if mergedInto == id || backToBack == id {
            found.append(Finding("mergedWithItself", .blocks, field: mergedInto == id ? "mergedInto" : "backToBack"))
        }
        if status == .merged, mergedInto == nil { found.append(Finding("missing", .blocks, field: "mergedInto")) }
        // Of those who were there, and of no more; where lists are withheld nobody can tell.
        if let capacityCounted, project.attendances.withheld == 0 {
            let there = project.people(at: self).filter { $0.state == .present }.map(\.number).total
            let whole = max(there, Int128(participants?.number ?? 0))
            if capacityCounted < 0 || Int128(capacityCounted) > whole {
                found.append(
                    Finding(
                        "partOfWhole", .blocks, field: "capacityCounted",
                        facts: [.init("part", .whole(capacityCounted)), .init("whole", .whole(Int(clamping: whole)))]))
            }
        }
        // Those on the list and those counted when a list was shredded; where lists are withheld nobody can tell.
        if let participants, participants.precision == .exact, project.attendances.withheld == 0 {
            let present = Int(clamping: project.people(at: self).filter { $0.state == .present }.map(\.number).total)
            if present > 0, present != participants.number {
                found.append(
                    Finding(
                        "headCountDiffers", .warns, field: "participants",
                        facts: [.init("present", .whole(present)), .init("participants", .whole(participants.number))]))
            }
        }
        if let series, let row = project.eventSeries[series], !sorts.isEmpty, !sorts.contains(row.sort) {
            found.append(
                Finding(
                    "otherSort", .warns, field: "series",
                    facts: [.init("sort", .word(Sort.choiceName, row.sort.rawValue))]))
        }
        return found
    }

    /// Planned or moved: nothing is recorded yet of what became of it.
    public var isAhead: Bool { status == .planned || status == .moved }

    /// The last day that it may have taken; nil when nothing is known of its days.
    public var lastDay: Day? { (end ?? start)?.last }

    /// Planned, its day has passed, and nobody has recorded what happened.
    public func isUnaccounted(on day: Day) -> Bool {
        isAhead && (lastDay.map { $0 < day } ?? false)
    }
}

extension Event {
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        let entries = Dictionary(grouping: dues, by: \.about)
        // The next one is named, however far off it is: for a partner the next of its own.
        let mine = project.events.filter { partner == nil || $0.host == partner }
        let comes = mine.filter(\.isAhead).compactMap { $0.start?.first }.filter { $0 >= today }.min()
        return mine.compactMap { event in
            guard event.isAhead, event.standsFor == nil else { return nil }
            guard let last = event.lastDay, let first = event.start?.first else {
                return Need(
                    "eventWithoutDay", .open, about: event.reference, holder: .partner(event.host), by: MoveEvent.name)
            }
            let days = first == comes ? Int.max / 2 : Need.horizon
            if let entry = entries[event.reference]?.first {
                return entry.need("eventUnaccounted", "eventComes", on: today, by: HoldEvent.name, within: days)
            }
            // Known to the month or the year: it has no place in the calendar before it is near.
            guard last < today || first == comes || first <= today.adding(days: Need.horizon) else { return nil }
            return Need(
                last < today ? "eventUnaccounted" : "eventComes", last < today ? .late : .next, about: event.reference,
                day: first < today ? last : first, holder: .partner(event.host), by: HoldEvent.name)
        }
    }
}

extension Project {
    public var events: Table<Event> { self[Event.self] }
}

extension Kind {
    static let ofEvents = [
        Kind(Event.self), Kind(EventSeries.self), Kind(Decision.self), Kind(FollowUp.self), Kind(RegistrationForm.self),
        Kind(Registration.self), Kind(Attendance.self), Kind(SurveyResult.self),
    ]
}
