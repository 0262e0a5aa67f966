/// What those who came answered to a question of the survey afterwards, as numbers.
public struct SurveyResult: Record {
    public static let kind = "survey-result"
    public static let plural = "survey-results"
    public static let room = Room.events

    /// What a question asks after; the programme counts people whose capacity increased.
    public enum Meaning: String, Choice { case satisfaction, usefulness, increasedCapacity, other }

    public var id: Key<SurveyResult>
    public var event: Key<Event>
    public var question: String
    public var meaning: Meaning
    /// How many answered.
    public var answers: Int?
    /// How many of them said yes, where it is a question of yes or no.
    public var yes: Int?
    /// The mean, exactly as it was given, and the best mark that could be given.
    public var average: String?
    public var outOf: Int?
    public var comment: Prose?
    /// How many in a hundred said yes, where it was given so: from 0 to 100, exactly as it stands.
    public var percent: String?
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { project.owner(of: event) }
    public var caption: Caption { .text(question) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if let answers, answers < 0 { found.append(Finding("notNegative", .blocks, field: "answers")) }
        if let yes, yes < 0 { found.append(Finding("notNegative", .blocks, field: "yes")) }
        if let yes, let answers, yes > answers {
            found.append(
                Finding(
                    "moreYesThanAnswers", .blocks, field: "yes",
                    facts: [.init("yes", .whole(yes)), .init("answers", .whole(answers))]))
        }
        if let average {
            let mark = Exact(reading: average)
            if mark == nil || mark?.isNegative == true {
                found.append(Finding("notMark", .warns, field: "average", facts: [.init("text", .text(average))]))
            } else if let mark, let outOf, mark > Exact(outOf) {
                found.append(
                    Finding(
                        "markBeyondBest", .warns, field: "average",
                        facts: [.init("text", .text(average)), .init("most", .whole(outOf))]))
            }
        }
        if let percent {
            let share = Exact(reading: percent)
            if share == nil || share?.isNegative == true || share.map({ $0 > Exact.hundred }) == true {
                found.append(Finding("notPercent", .blocks, field: "percent", facts: [.init("text", .text(percent))]))
            }
        }
        if let answers, let there = project.events[event]?.participants, there.precision == .exact,
            answers > there.number
        {
            found.append(
                Finding(
                    "moreAnswersThanPeople", .warns, field: "answers",
                    facts: [.init("answers", .whole(answers)), .init("participants", .whole(there.number))]))
        }
        return found
    }
}

/// The results of a survey, a row for each question: all of them or none. One that is wrong refuses the whole.
public struct TakeSurvey: StateVerb {
    public static let name = "take-survey"
    public static let starts: [Event.Status] = [.held]

    public var event: Key<Event>
    public var rows: [Row]

    public init(event: Key<Event>, rows: [Row]) {
        self.event = event
        self.rows = rows
    }

    public struct Row: Codable, Sendable, Equatable {
        public var question: String
        public var meaning: SurveyResult.Meaning
        public var answers: Int?
        public var yes: Int?
        public var average: String?
        public var outOf: Int?
        public var comment: Prose?
        public var percent: String?
    }

    /// What becomes of a row: it adds a question, changes one, or says what is known already.
    public enum Effect: String, Choice { case added, changed, same, refused }

    public var subject: Key<Event> { event }

    public func decided(_ record: Event, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let rows = checked(in: project)
        let found = rows.enumerated().flatMap { index, row in
            row.findings.map {
                Finding($0.code, .blocks, field: "rows.\(index).\($0.field)", facts: $0.facts)
            }
        }
        guard found.isEmpty else { throw .blocked(by: found) }
        let changes: [Change] = rows.filter { $0.effect == .added || $0.effect == .changed }.map { .put($0.result) }
        guard !changes.isEmpty else { throw Refusal("nothingChanged", [.init("record", .record(record.reference))]) }
        return changes
    }

    /// What each row would do, and what is wrong with it; nothing is changed.
    public func checked(in project: Project) -> [(effect: Effect, result: SurveyResult, findings: [Finding])] {
        var next = project.surveyResults.next.number
        var seen: Set<String> = []
        return rows.map { row in
            let old = project.surveyResults.first { $0.event == event && $0.question == row.question }
            let result = SurveyResult(
                id: old?.id ?? Key(next), event: event, question: row.question, meaning: row.meaning,
                answers: row.answers, yes: row.yes, average: row.average, outOf: row.outOf, comment: row.comment,
                percent: row.percent, provenance: old?.provenance ?? Provenance())
            // What only warns on a single record is refused in a sheet: there it is a wrong column, not a source's wording.
            var found = result.findings(in: project).filter {
                $0.blocks || $0.code == "notMark" || $0.code == "markBeyondBest"
            }
            if !seen.insert(row.question).inserted {
                found.append(Finding("questionTwice", .blocks, field: "question"))
            }
            if !found.isEmpty { return (.refused, result, found) }
            if old == nil { next += 1 }
            return (old == nil ? .added : old == result ? .same : .changed, result, [])
        }
    }
}

/// People who can do more now, each counted once however many events they came to.
public struct IncreasedCapacity: Sendable, Equatable {
    /// Told apart by name, address or record, and those counted once before their particulars were shredded.
    public var people: Int128 = 0
    /// Answers of surveys that nobody can tell apart: they may hold somebody twice, and are not among the people.
    public var anonymous: Int128 = 0
    /// The events at which somebody said so.
    public var events: [Key<Event>] = []

    public init(people: Int128 = 0, anonymous: Int128 = 0, events: [Key<Event>] = []) {
        self.people = people
        self.anonymous = anonymous
        self.events = events
    }
}

extension Project {
    public var surveyResults: Table<SurveyResult> { self[SurveyResult.self] }

    /// The events of which anybody said that capacity increased.
    var sayingCapacity: Set<Key<Event>> {
        Set(events.filter { $0.capacityCounted != nil }.map(\.id))
            .union(attendances.filter(\.saysMore).map(\.event))
            .union(surveyResults.filter { $0.meaning == .increasedCapacity && ($0.yes ?? 0) > 0 }.map(\.event))
    }

    /// Who said in a survey after a held event that capacity increased: people once, and anonymous answers apart. Nobody who was
    /// not there.
    ///
    /// - Parameter only: the events that count; all that were held where nothing is demanded.
    public func peopleWithIncreasedCapacity(asOf day: Day? = nil, at only: Set<Reference>? = nil) -> IncreasedCapacity {
        var result = IncreasedCapacity()
        var seen: Set<Reference> = []
        let saying = Dictionary(grouping: attendances.filter(\.saysMore), by: \.event)
        let surveys = Dictionary(grouping: surveyResults.filter { $0.meaning == .increasedCapacity }, by: \.event)
        let identities = saying.isEmpty ? nil : Identities(self)
        for event in events where event.status == .held && event.standsFor == nil && !event.provenance.doubtsBelonging {
            if let day, event.lastDay.map({ $0 > day }) ?? true { continue }
            if let only, !only.contains(event.reference) { continue }
            let said = saying[event.id] ?? []
            let yes = (surveys[event.id] ?? []).compactMap(\.yes).max() ?? 0
            let named = said.compactMap { $0.named.flatMap { identities?.of($0) } }
            let before = Int128(event.capacityCounted ?? 0)
            result.people += Int128(named.filter { seen.insert($0).inserted }.count) + before
            result.anonymous += max(0, Int128(yes) - Int128(named.count) - before)
            if !said.isEmpty || yes > 0 || event.capacityCounted != nil { result.events.append(event.id) }
        }
        return result
    }
}

extension Attendance {
    /// Whether who was there said that capacity increased.
    fileprivate var saysMore: Bool { state == .present && capacity == .increased && !isList }
}
