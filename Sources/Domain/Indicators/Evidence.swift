/// The records behind a figure. All that were done, or may have been, are in one of its lists: they add up.
public struct Evidence: Sendable, Equatable {
    /// They are what the rule demands, and show it.
    public var counted: [Reference] = []
    /// Done, but not shown: what is missing at each.
    public var unshown: [Unshown] = []
    /// Nobody is sure that they belong to the project, or happened.
    public var doubtful: [Reference] = []
    /// They are the same thing as one that is before them.
    public var repeated: [Reference] = []
    /// Another project claims them too, and the rule leaves them to it.
    public var elsewhere: [Reference] = []
    /// What they add up to, where the figure is no number of records.
    public var value: FigureValue?
    /// How many records that may count were withheld where the trail came from. The number is then not known.
    public var withheld = 0

    public init(counted: [Reference] = [], doubtful: [Reference] = []) {
        (self.counted, self.doubtful) = (counted, doubtful)
    }

    public var isKnown: Bool { withheld == 0 }
}

/// A record that was done and does not count, and why.
public struct Unshown: Sendable, Equatable {
    public let record: Reference
    /// What it would have to show.
    public let missing: [Demand]
    /// The state that it is in, where the rule demands another.
    public let state: String?

    public init(record: Reference, missing: [Demand] = [], state: String? = nil) {
        (self.record, self.missing, self.state) = (record, missing, state)
    }
}

/// What a record must show before it counts.
public enum Demand: String, Choice {
    /// When it was: its day, month or year is on record, and past.
    case day
    /// A document that somebody gave, or an address where anybody reads it.
    case shown
    /// A document that somebody gave.
    case document
    /// An address where anybody reads it.
    case publicSource
    /// How many came, or who.
    case participants
    /// What came of it: minutes, decisions, an outcome in words.
    case outcome
    /// That whoever owns it has confirmed it.
    case confirmation
}

/// A record that a figure may count, as it looks to the rule.
public struct Candidate: Sendable {
    public let record: any Record
    /// In which state it is; nil where it has none.
    public var state: String?
    /// Whether a project that counts by state alone counts it.
    public var isDone = true
    /// Its day by which it counts; nil where none is known.
    public var day: Day?
    /// A draft, or announced: nothing yet.
    public var isDraft = false
    /// An event that is planned.
    public var isAhead = false
    /// It cannot be added to the others: another currency.
    public var isOdd = false
    /// Another project claims it too.
    public var isShared = false
    /// The same thing under any of these is one thing. Asked only of what may count.
    public var names: @Sendable () -> [String] = { [] }
    /// Addresses of its own at which anybody reads it.
    public var addresses: [WebAddress] = []
    /// Looked up only where a rule demands it.
    public var hasParticipants: @Sendable () -> Bool = { false }
    public var hasOutcome: @Sendable () -> Bool = { false }
    public var isConfirmed = false

    public init(_ record: any Record, state: String? = nil, isDone: Bool = true, day: Day?) {
        (self.record, self.state, self.isDone) = (record, state, isDone)
        self.day = day
    }

    /// The address at which something was found shows as much as a source that was given since. A document that is only named
    /// shows nothing to anybody, nor does one that was erased.
    func shows(_ demand: Demand, in project: Project) -> Bool {
        let (provenance, found) = (record.provenance, record.found)
        var hasDocument: Bool { !project.showable(provenance.proofs).isEmpty }
        var isPublic: Bool {
            // Of a state only what was said with the last one shows anything.
            let state = found.last { $0.fields.contains("status") }
            return !addresses.isEmpty || provenance.sources.contains { $0.address != nil }
                || found.contains { $0.address != nil && (!$0.fields.contains("status") || $0 == state) }
        }
        switch demand {
        case .day: return day != nil
        case .shown: return hasDocument || isPublic
        case .document: return hasDocument
        case .publicSource: return isPublic
        case .participants: return hasParticipants()
        case .outcome: return hasOutcome()
        case .confirmation: return isConfirmed
        }
    }

    /// As it is compared: `Shore  Power` is `shore power`.
    static func folded(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// A noun that figures count: it says beside itself how it looks to a rule.
public protocol Countable: Record {
    func candidate(in project: Project) -> Candidate
}

extension Project {
    /// The records behind a figure, by the rule that holds for it.
    ///
    /// - Parameters:
    ///   - asOf: those that counted by the end of the day. What is known only to a month or year counts once its last possible
    ///     day has passed; what has no day at all, once the project has ended.
    ///   - today: by which what is planned should have happened; by default the day that is asked for.
    public func evidence(of figure: Figure, asOf day: Day? = nil, on today: Day? = nil) -> Evidence {
        evidence(of: figure, by: evidenceRule(of: figure), asOf: day, on: today)
    }

    /// The same by another rule; by state alone without one.
    public func evidence(
        of figure: Figure, by rule: Demands?, asOf day: Day? = nil, on today: Day? = nil
    ) -> Evidence {
        let candidates =
            figure.rule == .measured
            ? periodValues(of: figure.id).filter { $0.value != nil }.map { $0.candidate(in: self) }
            : self.candidates(for: figure.rule)
        var evidence = sorted(candidates, by: rule, figure.rule, asOf: day, on: today)
        switch figure.rule {
        case .instrumentsInspired:
            // The changes of an instrument are looked at, and the instrument is counted.
            func instruments(_ changes: [Reference]) -> [Reference] {
                let keys = Set(changes.compactMap { policyChanges[Key($0.number)]?.instrument })
                return policyInstruments.filter { keys.contains($0.id) }.map(\.reference)
            }
            let sure = instruments(evidence.counted)
            evidence.counted = sure
            evidence.doubtful = instruments(evidence.doubtful).filter { !sure.contains($0) }
            // One change for each of the other instruments, so that they add up to instruments.
            var told = Set(sure + evidence.doubtful)
            func first(_ change: Reference) -> Bool {
                policyChanges[Key(change.number)]?.instrument.map { told.insert($0.reference).inserted } ?? false
            }
            evidence.unshown = evidence.unshown.filter { first($0.record) }
            evidence.elsewhere = evidence.elsewhere.filter(first)
            evidence.repeated = evidence.repeated.filter(first)
            evidence.value = FigureValue(
                part: Int128(sure.count), whole: Int128(policyInstruments.count), isPercentage: true)
        case .fundsInfluenced:
            evidence.value = FigureValue(part: part(of: evidence.counted, figure), whole: 100, currency: "EUR")
        case .peopleWithIncreasedCapacity:
            // The events at which they said so are the evidence: names of participants are shredded in time.
            evidence.value = FigureValue(
                part: peopleWithIncreasedCapacity(asOf: day, at: Set(evidence.counted)).people)
            evidence.withheld = attendances.withheld
        case .measured:
            let values = evidence.counted.compactMap { periodValues[Key($0.number)] }
            evidence.value = figure.aggregation.value(of: values) ?? figure.ofNothing
        default: break
        }
        return evidence
    }

    private func sorted(
        _ candidates: [Candidate], by rule: Demands?, _ counting: CountingRule, asOf day: Day?, on today: Day?
    ) -> Evidence {
        var evidence = Evidence()
        var seen: Set<String> = []
        let now = day ?? (rule == nil ? identification?.end : today)
        for candidate in candidates {
            if let day {
                guard let last = candidate.day ?? identification?.end, last <= day else { continue }
            }
            let reference = candidate.record.reference
            if candidate.isAhead {
                // Planned things of the future are nothing yet; of those of the past nobody has said what became.
                if let now, let last = candidate.day, last < now { evidence.doubtful.append(reference) }
                continue
            }
            if candidate.isDraft { continue }
            // By state alone, money of a change that nobody confirmed is doubtful; by a rule it is done and not shown.
            let isDoubtful =
                candidate.isOdd
                || rule == nil && counting.countsConfirmedChanges
                    && candidate.state != PolicyChange.Status.confirmed.rawValue
            if candidate.record.provenance.doubtsBelonging || isDoubtful {
                evidence.doubtful.append(reference)
                continue
            }
            let isInState = rule?.isDone(candidate) ?? candidate.isDone
            guard isInState || rule != nil && candidate.isDone else { continue }
            // Nothing is shown of a day that is still to come.
            if rule != nil, let now, let last = candidate.day, last > now, day == nil { continue }
            guard let rule else {
                evidence.counted.append(reference)
                continue
            }
            let missing = rule.shows.filter { !candidate.shows($0, in: self) }
            guard isInState else {
                evidence.unshown.append(Unshown(record: reference, missing: missing, state: candidate.state))
                continue
            }
            let names = candidate.names()
            if candidate.isShared, !rule.countsShared {
                evidence.elsewhere.append(reference)
            } else if !seen.isDisjoint(with: names) {
                evidence.repeated.append(reference)
            } else if missing.isEmpty {
                evidence.counted.append(reference)
                seen.formUnion(names)
            } else {
                evidence.unshown.append(Unshown(record: reference, missing: missing))
            }
        }
        return evidence
    }
}
