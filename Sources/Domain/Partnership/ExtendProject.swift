/// An extension as one act: the approved request comes into force, and every date of the project moves with it. The
/// project gets its new end, the growing phase and its added periods, and what follows is shifted by as much. Every
/// date that moved keeps the one it had first.
public struct ExtendProject: RecordVerb {
    public static let name = "extend-project"

    public var request: Key<RequestForChange>
    /// The new last day of the project; without it, that of the request.
    public var newEnd: Day?
    /// The phase that grows; those after it are shifted. Without it, the last one grows.
    public var phase: Key<Phase>?
    /// Phases that are added with it, pauses too: they lie in the new time.
    public var phases: [PhaseAdded] = []
    /// The added periods, where they are not those that the rules give; `reason` says why.
    public var periods: [PeriodAdded] = []
    public var reason: String?
    /// The first day on which the new dates count.
    public var on: When
    public var note: Prose?
    public var provenance: Provenance = Provenance()

    public struct PhaseAdded: Codable, Sendable, Equatable {
        public var title: String?
        public var start: Day
        public var end: Day
        public var isPause: Bool = false
        /// Its name in the rule pack.
        public var inPack: String?
    }

    public struct PeriodAdded: Codable, Sendable, Equatable {
        public var start: Day
        public var end: Day
    }

    public var subject: Key<RequestForChange> { request }

    public static func hindrance(_ record: RequestForChange, in project: Project) -> Refusal? {
        record.subject == .duration
            ? record.hindrance(from: [.approved]) ?? record.waits(in: project)
            : Refusal("noExtension", [.init("record", .record(record.reference))])
    }

    public func decided(_ record: RequestForChange, in project: Project, _ setting: Setting) throws(Refusal) -> [Change]
    {
        guard var identification = project.identification else { throw Refusal("noPack") }
        let oldEnd = identification.end
        guard let newEnd = newEnd ?? record.newEnd else {
            throw .blocked(by: [Finding("missing", .blocks, field: "newEnd")])
        }
        guard newEnd > oldEnd else {
            throw .blocked(by: [
                Finding(
                    "newEndNotLater", .blocks, field: "newEnd",
                    facts: [.init("old", .day(oldEnd)), .init("new", .day(newEnd))])
            ])
        }
        if let tooLong = Identification.tooLong(identification.start, newEnd, at: "newEnd") {
            throw .blocked(by: [tooLong])
        }
        let stretch = Stretch(from: oldEnd, to: newEnd)
        identification.originalEnd = identification.originalEnd ?? oldEnd
        identification.end = newEnd

        let ordered = project.phases.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
        // Phases of the new time, added before or with it, stay where they are, and none grows unless it is named.
        let isFilled = !phases.isEmpty || ordered.contains { $0.start > oldEnd }
        let named = try phase.map { (key) throws(Refusal) in try project.phases.require(key) }
        let growing = named ?? (isFilled ? nil : ordered.last)
        let hinge = growing?.end ?? oldEnd
        let moved = ordered.filter { $0.id == growing?.id || ($0.start > hinge && $0.start <= oldEnd) }.map {
            phase -> Phase in
            var phase = phase
            if phase.id != growing?.id {
                phase.originalStart = phase.originalStart ?? phase.start
                phase.start = stretch.first(phase.start)
            }
            phase.originalEnd = phase.originalEnd ?? phase.end
            phase.end = stretch.last(phase.end)
            return phase
        }

        var carried = record.stepped(to: .inForce, on: on, by: nil, note: note)
        carried.oldEnd = oldEnd
        carried.newEnd = newEnd
        carried.provenance.take(provenance)
        let begun: [Change] =
            [.put(carried), .put(identification)] + moved.map { .put($0) }
            + (try added(to: project, after: oldEnd, until: newEnd))
        do throws(Refusal) { _ = try project.applying(begun).phaseSpans(.now) } catch {
            throw .blocked(by: [Finding("phasesOverlap", .blocks, field: "phases", facts: error.facts)])
        }
        let moving = try project.applying(begun).periods(
            after: hinge, stretch, growing: growing?.id, given: periods, reason: reason, addedBy: record.id)
        let changes = begun + moving.map { .put($0) }
        let after = project.applying(changes)
        let blocking = moving.flatMap { $0.findings(in: after) }.filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return changes
    }
}

extension ExtendProject {
    /// The phases that are added, each in the new time.
    private func added(to project: Project, after oldEnd: Day, until newEnd: Day) throws(Refusal) -> [Change] {
        let number = project.phases.map(\.number).max() ?? 0
        var changes: [Change] = []
        for (index, phase) in phases.enumerated() {
            guard phase.start > oldEnd, phase.end <= newEnd, phase.start <= phase.end else {
                throw .blocked(by: [
                    Finding(
                        "phaseOutsideExtension", .blocks, field: "phases.\(index).start",
                        facts: [.init("start", .day(oldEnd.adding(days: 1))), .init("end", .day(newEnd))])
                ])
            }
            changes.append(
                .put(
                    Phase(
                        id: Key(project.phases.next.number + index), number: number + 1 + index, title: phase.title,
                        start: phase.start, end: phase.end, isPause: phase.isPause, inPack: phase.inPack)))
        }
        return changes
    }
}

extension Project {
    /// The periods that change: one that is lengthened, those that are added after the hinge, and those that are shifted.
    fileprivate func periods(
        after hinge: Day, _ stretch: Stretch, growing: Key<Phase>?, given: [ExtendProject.PeriodAdded],
        reason: String?, addedBy: Key<RequestForChange>
    ) throws(Refusal) -> [ReportingPeriod] {
        let newHinge = stretch.last(hinge)
        let before = reportingPeriods.filter { $0.start <= hinge }.sorted { $0.number < $1.number }
        let later = reportingPeriods.filter { $0.start > hinge }.sorted { $0.number < $1.number }
        var result: [ReportingPeriod] = []
        var added: [ExtendProject.PeriodAdded] = []
        if given.isEmpty {
            var derivation = Derivation.none
            let planned: [PlannedPeriod]
            do throws(Refusal) { planned = try plannedPeriods(.now, &derivation) } catch {
                throw .blocked(by: [Finding("periodsNeeded", .blocks, field: "periods")])
            }
            for period in planned where period.end > hinge && period.start <= newHinge {
                if period.start > hinge {
                    added.append(ExtendProject.PeriodAdded(start: period.start, end: period.end))
                } else if var known = before.last(where: { $0.start == period.start }), known.end < period.end {
                    known.remember()
                    known.end = period.end
                    result.append(known)
                }
            }
        } else {
            guard reason != nil else { throw .blocked(by: [Finding("missing", .blocks, field: "reason")]) }
            added = given
            if let wrong = given.firstIndex(where: { $0.start <= hinge || $0.end > newHinge }) {
                throw .blocked(by: [
                    Finding(
                        "periodOutsideExtension", .blocks, field: "periods.\(wrong).start",
                        facts: [.init("start", .day(hinge.adding(days: 1))), .init("end", .day(newHinge))])
                ])
            }
        }
        let first = (before.map(\.number).max() ?? 0) + 1
        for (index, period) in added.enumerated() {
            result.append(
                ReportingPeriod(
                    id: Key(reportingPeriods.next.number + index), number: first + index,
                    phase: growing ?? phases.first { $0.start <= period.start && period.end <= $0.end }?.id,
                    start: period.start, end: period.end, addedBy: addedBy,
                    datesReason: given.isEmpty ? nil : reason))
        }
        for var period in later {
            period.remember()
            period.number += added.count
            period.start = stretch.first(period.start)
            period.end = stretch.last(period.end)
            result.append(period)
        }
        return result
    }
}

extension ReportingPeriod {
    /// Keeps where it stood first, before it moves.
    fileprivate mutating func remember() {
        original = original ?? Earlier(number: number, start: start, end: end)
    }
}

/// By how much an extension moves a day: by whole months where it is so many, else by days.
private struct Stretch {
    let months: Int?
    let days: Int

    init(from old: Day, to new: Day) {
        months = Day.wholeMonths(from: old.adding(days: 1), through: new)
        days = new.count - old.count
    }

    func first(_ day: Day) -> Day { months.map { day.adding(months: $0) } ?? day.adding(days: days) }
    func last(_ day: Day) -> Day { first(day.adding(days: 1)).adding(days: -1) }
}
