/// Something that a partner has still to do in the project. What it promised, and a risk that is about it, stay its own.
struct Belonging {
    let record: any Record
    let holder: Key<Partner>

    /// What of this kind may be a partner's to do.
    static let kinds = [
        Activity.kind, Deliverable.kind, WorkPackage.kind, Event.kind, Obligation.kind, Question.kind, FollowUp.kind,
    ]

    /// The field that says whose it is.
    static func field(of record: any Record) -> String {
        switch record {
        case is Activity, is WorkPackage: "lead"
        case is Deliverable: "maker"
        case is Event: "host"
        default: "partner"
        }
    }

    /// Nil for what is done, for what is over by the day, and for what is no partner's to do.
    init?(_ record: any Record, after last: Day, in project: Project) {
        let holder: Key<Partner>? =
            switch record {
            case let activity as Activity: activity.isOpen ? activity.lead : nil
            case let deliverable as Deliverable: deliverable.isOpen ? deliverable.maker : nil
            case let package as WorkPackage: package.lead
            case let event as Event: event.isAhead && event.lastDay.map { $0 > last } ?? true ? event.host : nil
            case let obligation as Obligation: project.lasts(obligation, after: last) ? obligation.partner : nil
            case let question as Question: question.status == .passed ? question.partner : nil
            case let task as FollowUp: task.status == .open ? task.partner : nil
            default: nil
            }
        guard let holder else { return nil }
        self.record = record
        self.holder = holder
    }

    /// The record as the other partner's.
    func passed(_ to: Key<Partner>, in project: Project, _ setting: Setting, because reason: String) -> any Record {
        switch record {
        case var activity as Activity:
            activity.lead = to
            activity.partners.removeAll { $0 == to }
            return activity
        case var deliverable as Deliverable:
            deliverable.maker = to
            return deliverable
        case var package as WorkPackage:
            package.lead = to
            return package
        case var event as Event:
            let old = event.asPlanned
            if event.plan == nil { event.plan = old }
            event.host = to
            event.note(nil, from: old, reason, nil, on: setting.today)
            return event
        case var obligation as Obligation:
            obligation.partner = to
            return obligation
        case var question as Question:
            question.partner = to
            return question
        case var task as FollowUp:
            task.partner = to
            task.person = task.person.flatMap { project.persons[$0]?.partner == holder ? nil : $0 }
            return task
        default: return record
        }
    }
}

extension Project {
    /// What a partner has still to do after a day, in order of kinds.
    func belongings(of partner: Key<Partner>, after last: Day) -> [Belonging] {
        Belonging.kinds.flatMap { kind in
            (Kind.named(kind)?.each(self) ?? []).compactMap { Belonging($0, after: last, in: self) }
        }.filter { $0.holder == partner }
    }

    /// What somebody of the partner watched or did with others, without it: its duties end, and so does its share.
    func without(_ partner: Key<Partner>) -> [Change] {
        func ends(_ duty: Key<Duty>?) -> Bool { duty.flatMap { duties[$0] }?.partner == partner }
        var changes: [Change] = []
        for var activity in activities
        where activity.isOpen && (activity.partners.contains(partner) || ends(activity.holder)) {
            activity.partners.removeAll { $0 == partner }
            if ends(activity.holder) { activity.holder = nil }
            changes.append(.put(activity))
        }
        for var deliverable in deliverables where deliverable.isOpen && ends(deliverable.holder) {
            deliverable.holder = nil
            changes.append(.put(deliverable))
        }
        for var risk in risks where risk.status == .open && ends(risk.holder) {
            risk.holder = nil
            changes.append(.put(risk))
        }
        for var problem in problems where problem.status != .solved && ends(problem.holder) {
            problem.holder = nil
            changes.append(.put(problem))
        }
        return changes
    }

    /// Whether something of the obligation is due after the day, or goes on then, and is not met.
    fileprivate func lasts(_ obligation: Obligation, after last: Day) -> Bool {
        obligation.status == .inForce && obligation.partner != nil
            && standing(of: obligation, on: last).contains { item in
                item.occurrence.day > last && (item.state == .ahead || item.state == .late)
            }
    }

    /// What of a partner has no day, and is its successor's: policy instruments, action plans, stakeholder groups.
    func lasting(of partner: Key<Partner>, passedTo other: Key<Partner>) -> [Change] {
        policyInstruments.filter { $0.partner == partner }.map { instrument in
            var instrument = instrument
            instrument.partner = other
            return .put(instrument)
        }
            + actionPlans.filter { $0.partner == partner }.map { plan in
                var plan = plan
                plan.partner = other
                return .put(plan)
            }
            + stakeholderGroups.filter { $0.partner == partner }.map { group in
                var group = group
                group.partner = other
                return .put(group)
            }
    }

    /// Whether the partner was none any more on the day, before the project's own end.
    public func hasLeft(_ partner: Key<Partner>, by day: Day) -> Bool {
        guard let partner = partners[partner], let last = partner.to?.last, last < day else { return false }
        return partner.leaving != nil || identification.map { last < $0.end } ?? false
    }

    /// That what becomes of the project gives a partner something to do that has left; nil where nothing does.
    func givenToLeaver(_ changes: [Change]) -> Refusal? {
        let leavers = partners.filter { $0.leaving != nil }
        guard !leavers.isEmpty else { return nil }
        let after = applying(changes)
        for record in changes.compactMap(\.record) where Belonging.kinds.contains(type(of: record).kind) {
            for leaver in leavers {
                guard let last = leaver.to?.last,
                    Belonging(record, after: last, in: after)?.holder == leaver.id,
                    self.record(record.reference).flatMap({ Belonging($0, after: last, in: self) })?.holder
                        != leaver.id
                else { continue }
                return .blocked(by: [
                    Finding(
                        "givenToLeaver", .blocks, about: leaver.reference, field: Belonging.field(of: record),
                        facts: [.init("record", .record(leaver.reference)), .init("day", .day(last))])
                ])
            }
        }
        return nil
    }
}

extension Partner.HandedOver {
    /// A record that passed; one of a kind that has no place of its own by what it is called.
    init(_ record: Reference, in project: Project, taker: Key<Partner>) {
        self.taker = taker
        switch record.kind {
        case Activity.kind: activity = Key(record.number)
        case Deliverable.kind: deliverable = Key(record.number)
        case WorkPackage.kind: workPackage = Key(record.number)
        case Event.kind: event = Key(record.number)
        case Obligation.kind: obligation = Key(record.number)
        default: what = project.caption(of: record)?.text ?? record.description
        }
    }

    /// What passed, where it is a record.
    public var record: Reference? {
        activity?.reference ?? event?.reference ?? deliverable?.reference ?? workPackage?.reference
            ?? obligation?.reference
    }

    /// The field that names it.
    var field: String {
        switch record?.kind {
        case Event.kind: "event"
        case Deliverable.kind: "deliverable"
        case WorkPackage.kind: "workPackage"
        case Obligation.kind: "obligation"
        default: "activity"
        }
    }
}
