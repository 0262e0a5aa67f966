extension Record {
    /// The last day of what the record says was done: by default of what is counted as done, or has left its first state.
    public func happened(in project: Project) -> When? {
        guard Self.governed.contains("status"), let day = span.to ?? span.from else { return nil }
        let counted = (self as? any Countable)?.candidate(in: project)
        let isDone = counted.map { $0.isDone && !$0.isAhead && !$0.isDraft } ?? (json["status"] != Self.first["status"])
        return isDone ? day : nil
    }
}

extension Project {
    /// What was done was done on a day that has come, whatever verb says so: what holds for one way in holds for all.
    ///
    /// What stood so before, of whatever day, hinders nothing else.
    ///
    /// - Parameter entered: what was entered, whose field is named.
    func requireHappened(_ changes: [Change], on today: Day, entered: JSON) throws(Refusal) {
        for change in changes {
            guard let record = change.record else { continue }
            try require(record, on: today, entered)
        }
    }

    private func require<R: Record>(_ record: R, on today: Day, _ entered: JSON) throws(Refusal) {
        guard let day = record.happened(in: self), day.first > today else { return }
        let old = self[R.self][record.id]
        guard old?.happened(in: self) != day else { return }
        let (now, before) = (record.json, old?.json ?? .object([]))
        let field =
            entered.members.first { $0.value.text == day.plain }?.name
            ?? R.shape.members.first { now[$0.name]?.text == day.plain && before[$0.name]?.text != day.plain }?.name
        throw .blocked(by: [
            Finding("dayToCome", .blocks, field: field ?? "status", facts: [.init("today", .day(today))])
        ])
    }
}

extension Activity {
    public func happened(in project: Project) -> When? {
        switch status {
        case .running, .done: finishedOn ?? startedOn ?? start
        case .planned, .dropped: nil
        }
    }
}

extension Contract {
    public func happened(in project: Project) -> When? { lastSigned }
}

extension Fulfilment {
    public func happened(in project: Project) -> When? { .day(on) }
}

extension JointReport {
    public func happened(in project: Project) -> When? {
        (states.map(\.on) + [submittedOn, approvedOn].compactMap { $0 }).max { $0.first < $1.first }
    }
}

extension MediaAppearance {
    public func happened(in project: Project) -> When? { on }
}
