/// A person is entered in one form and kept as two records: what is no particular, and the name.
public struct AddPerson: Verb {
    public static let name = "add-person"
    public static let room = Room.people
    public static let may = Person.may
    public static let kind: String? = Person.kind
    public static let sort = AnyVerb.Sort.add
    public static var form: Shape { .group(Person.form.members.filter { $0.name != "id" }) }

    var person: Person

    public static func reading(_ json: JSON, _ form: Shape, in project: Project) throws(Refusal) -> AddPerson {
        try AnyVerb.requireForm(json)
        let whole = json.overlaid(by: ["id": .whole(Int64(project.persons.next.number))])
        return AddPerson(person: try project.checked(Person.self, whole, Person.form))
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] { project.keeping(person) }
}

/// The person as it is to be, with its name. Whose name is gone, or withheld, is changed without one.
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
        return ChangePerson(old: old, new: try project.checked(Person.self, old.json.overlaid(by: json), form))
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        guard new != old else { throw Refusal("nothingChanged", [.init("record", .record(new.reference))]) }
        return project.keeping(new)
    }
}

/// A person is withdrawn with its name, and why. Refused while others point to it.
public struct WithdrawPerson: Verb {
    public static let name = "withdraw-person"
    public static let room = Room.people
    public static let may = Person.may
    public static let kind: String? = Person.kind
    public static let sort = AnyVerb.Sort.withdraw

    var id: Int
    var reason: String

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var changes = try WithdrawRecord<Person>(id: id, reason: reason).decided(in: project, setting)
        if let name = project.personNames[Key(id)] {
            // The reason stands once: where the name goes, that its person went.
            changes.append(.remove(name.reference, reason: Key<Person>(id).reference.description))
        }
        return changes
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
    /// What changes when the person is to be as entered: the name, and the person without it.
    func keeping(_ entered: Person) -> [Change] {
        var person = entered
        person.name = nil
        var changes: [Change] = []
        if let name = entered.name {
            var kept = personNames[Key(person.id.number)] ?? PersonName(name, of: person.id)
            kept.name = name
            if personNames[kept.id] != kept { changes.append(.put(kept)) }
        }
        if persons[person.id] != person { changes.append(.put(person)) }
        return changes
    }
}
