/// A person is entered in one form, or one row, and kept as several records: what is no particular, the name, how to reach that
/// person, and what that person does.
///
/// A duty gives rights: it is taken from those alone who may add duties.
public struct AddPerson: Verb {
    public static let name = "add-person"
    public static let room = Room.people
    public static let may = Person.may
    public static let kind: String? = Person.kind
    public static let sort = AnyVerb.Sort.add
    public static var form: Shape { .group(Person.doubting(Person.form.members.filter { $0.name != "id" })) }

    var person: Person

    public static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> AddPerson {
        try AnyVerb.requireForm(json)
        let whole = json.overlaid(by: ["id": .whole(Int64(project.persons.next.number))])
        return AddPerson(person: try project.checked(Person.self, whole, Person.form))
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.keeping(person, since: nil, setting)
    }
}

/// The person as it is to be, with its name, address, telephone number and duty. Whose name is gone, or withheld, is changed
/// without one.
///
/// It stands in the place of what was: the contact and the duty that hold, or held last. A duty that begins after the last one
/// ended is a new one. A duty is not taken away by leaving it out: it has its own verbs.
public struct ChangePerson: Verb {
    public static let name = "change-person"
    public static let room = Room.people
    public static let may = Person.may
    public static let kind: String? = Person.kind
    public static let sort = AnyVerb.Sort.change
    public static var form: Shape { Person.form }

    var old: Person
    var new: Person

    public static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> ChangePerson {
        try AnyVerb.requireForm(json)
        guard let number = json["id"]?.whole else { throw .blocked(by: [Finding("missing", .blocks, field: "id")]) }
        let old = try project.persons.require(Key(number)).whole(in: project)
        let form = old.name == nil ? Person.shape : form
        if old.duty != nil, json["duty"] == .null {
            let verbs = ["withdraw-duty", "change-duty", HandOverDuty.name]
            throw .blocked(by: [
                Finding("byItsVerbs", .blocks, field: "duty", facts: [.init("verbs", .words("verb", verbs))])
            ])
        }
        return ChangePerson(old: old, new: try project.checked(Person.self, old.json.overlaid(by: json), form))
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard new != old else { throw Refusal("nothingChanged", [.init("record", .record(new.reference))]) }
        return try project.keeping(new, since: old, setting)
    }
}

/// A person is withdrawn with its name and contacts, and why. Refused while others point to it: a duty among them.
public struct WithdrawPerson: Verb {
    public static let name = "withdraw-person"
    public static let room = Room.people
    public static let may = Person.may
    public static let kind: String? = Person.kind
    public static let sort = AnyVerb.Sort.withdraw

    var id: Int
    var reason: String

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let person = try project.persons.require(Key(id)).reference
        let contacts = project.contacts.filter { $0.person.reference == person }.map(\.reference)
        let others = project.references(to: person).filter { !contacts.contains($0) }
        guard others.isEmpty else { throw .stillNeeded(person, by: others) }
        let beside = (project.personNames[Key(id)].map { [$0.reference] } ?? []) + contacts
        // The reason stands once: where name and contacts go, that their person went.
        return [.remove(person, reason: reason)] + beside.map { .remove($0, reason: person.description) }
    }
}

extension Person {
    /// What is asked of a person: everything of it, and the name must be given.
    static let form = Shape.group(
        Person.shape.members.map { member in
            Shape.Member(name: member.name, shape: member.shape, required: member.required || member.name == "name")
        })
}

extension Project {
    /// What changes when the person is to be as entered: the name, the person without it, how to reach it and what it does.
    fileprivate func keeping(_ entered: Person, since old: Person?, _ setting: Setting) throws(Refusal) -> [Change] {
        var person = entered
        (person.name, person.mail, person.telephone) = (nil, nil, nil)
        (person.duty, person.from, person.to) = (nil, nil, nil)
        var changes: [Change] = []
        if let name = entered.name {
            var kept = personNames[Key(person.id.number)] ?? PersonName(name, of: person.id)
            kept.name = name
            if personNames[kept.id] != kept { changes.append(.put(kept)) }
        }
        if persons[person.id] != person { changes.append(.put(person)) }
        let beside = old == nil ? Beside() : beside(person.id)
        return changes + contacts(entered, beside) + (try duty(entered, beside, setting).map { [.put($0)] } ?? [])
    }

    /// How to reach the person. A contact of which nothing is left goes.
    private func contacts(_ entered: Person, _ beside: Beside) -> [Change] {
        var changed: [Contact] = []
        func change(_ known: Contact?, _ field: WritableKeyPath<Contact, String?>, _ text: String?) {
            let place = changed.firstIndex { $0.id == known?.id } ?? (known == nil ? changed.indices.first : nil)
            if known?[keyPath: field] == text { return }
            var contact =
                place.map { changed[$0] } ?? known ?? beside.any ?? Contact(id: contacts.next, person: entered.id)
            contact[keyPath: field] = text
            if let place { changed[place] = contact } else { changed.append(contact) }
        }
        change(beside.mailed, \.mailText, entered.mail?.text)
        change(beside.called, \.telephone, entered.telephone)
        return changed.map { contact in
            contact.mail == nil && contact.telephone == nil && contact.address == nil
                ? .remove(contact.reference, reason: entered.id.reference.description) : .put(contact)
        }
    }

    /// The duty as entered, where it is another than before: the one that holds, or a new one that begins after the last.
    private func duty(_ entered: Person, _ beside: Beside, _ setting: Setting) throws(Refusal) -> Duty? {
        guard let sort = entered.duty else { return nil }
        var duty: Duty
        if let known = beside.duty {
            if (known.sort, known.from, known.to) == (sort, entered.from, entered.to) { return nil }
            duty = known
            if let end = known.to, let begin = entered.from, begin.first > end.last {
                duty = Duty(id: duties.next, person: entered.id, sort: sort, partner: entered.partner)
            }
        } else {
            duty = Duty(id: duties.next, person: entered.id, sort: sort, partner: entered.partner)
        }
        (duty.sort, duty.from, duty.to) = (sort, entered.from, entered.to)
        let verb = duties[duty.id] == nil ? AddRecord<Duty>.any : ChangeRecord<Duty>.any
        if let person = setting.person,
            !duties(of: person, on: setting.today).contains(where: { verb.may.includes($0.sort) })
        {
            let needed = Duty.Sort.allCases.filter(verb.may.includes)
            throw Refusal(
                "mayNot",
                [.init("verb", .word("verb", verb.name)), .init("who", .words("duty.sort", needed.map(\.rawValue)))])
        }
        return duty
    }
}

extension Contact {
    fileprivate var mailText: String? {
        get { mail?.text }
        set { mail = newValue.map { MailAddress($0) } }
    }
}
