/// What is kept of a person beside it and stands in its row: the contacts that hold, and the duty that is not over, else the last.
public struct Beside: Sendable {
    /// The contact with the address, and the one with the number; often the same.
    public private(set) var mailed: Contact?
    public private(set) var called: Contact?
    public private(set) var duty: Duty?
    /// A contact that holds, whatever it says.
    private(set) var any: Contact?

    public init() {}

    fileprivate mutating func take(_ contact: Contact) {
        func later(_ known: Contact?) -> Bool { known.map { $0.to != nil || contact.to == nil } ?? true }
        if contact.mail != nil, later(mailed) { mailed = contact }
        if contact.telephone != nil, later(called) { called = contact }
        if contact.to == nil { any = contact }
    }

    fileprivate mutating func take(_ duty: Duty) {
        guard let known = self.duty else {
            self.duty = duty
            return
        }
        func rank(_ duty: Duty) -> (Int, Int, Int) {
            (duty.to == nil ? 1 : 0, duty.from?.first.count ?? .min, duty.ordinal ?? 0)
        }
        if rank(duty) >= rank(known) { self.duty = duty }
    }
}

extension Project {
    func beside(_ person: Key<Person>) -> Beside {
        var beside = Beside()
        for contact in contacts.having({ $0.record.person == person }) { beside.take(contact) }
        for duty in duties.having({ $0.record.person == person }) { beside.take(duty) }
        return beside
    }

    /// The same of everybody, for lists.
    public var besidePersons: [Key<Person>: Beside] {
        var all: [Key<Person>: Beside] = [:]
        for contact in contacts { all[contact.person, default: Beside()].take(contact) }
        for duty in duties { all[duty.person, default: Beside()].take(duty) }
        return all
    }
}

extension Person {
    /// As it is entered: with its name, address, telephone number and duty.
    func whole(in project: Project) -> Person { whole(in: project, project.beside(id)) }

    public func whole(in project: Project, _ beside: Beside) -> Person {
        var whole = self
        whole.name = project.name(of: id)
        whole.mail = beside.mailed?.mail
        whole.telephone = beside.called?.telephone
        (whole.duty, whole.from, whole.to) = (beside.duty?.sort, beside.duty?.from, beside.duty?.to)
        return whole
    }
}
