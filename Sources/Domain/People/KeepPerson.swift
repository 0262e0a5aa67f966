/// A person is entered in one form and kept as two records: what is no particular, and the name.
extension AnyVerb {
    public static let addPerson = AnyVerb("add-person", in: .people, on: Person.kind, form: Person.form(changes: false)) {
        (project, json, _) throws(Refusal) in
        try requireForm(json)
        let id: JSON = ["id": .whole(Int64(project.persons.next.number))]
        return project.keeping(try project.checked(Person.self, json.overlaid(by: id), Person.form))
    }

    public static let changePerson = AnyVerb(
        "change-person", in: .people, on: Person.kind, form: Person.form(changes: true)
    ) {
        (project, json, _) throws(Refusal) in
        try requireForm(json)
        guard let number = json["id"]?.whole else { throw .blocked(by: [Finding("missing", .blocks, field: "id")]) }
        let old = try project.persons.require(Key(number)).whole(in: project)
        // Whose name is gone, or withheld, is changed without one.
        let form = old.name == nil ? Shape.of(Person.self) : Person.form
        let new = try project.checked(Person.self, old.json.overlaid(by: json), form)
        guard new != old else {
            throw Refusal("nothingChanged", [.init("record", .record(new.reference))])
        }
        return project.keeping(new)
    }

    public static let withdrawPerson = AnyVerb("withdraw-person", in: .people, on: Person.kind, Withdrawal.self) {
        (project, input, _) throws(Refusal) in
        let person = try project.persons.require(Key(input.id))
        let others = project.references(to: person.reference)
        guard others.isEmpty else { throw .stillNeeded(person.reference, by: others) }
        // The reason stands once: where the name goes, that its person went.
        return [.remove(person.reference, reason: input.reason)]
            + (project.personNames[Key(input.id)].map {
                [.remove($0.reference, reason: person.reference.description)]
            } ?? [])
    }
}

extension Person {
    /// What is asked of a person: everything of it, and the name must be given.
    static let form = Shape.group(
        Shape.of(Person.self).members.map { member in
            Shape.Member(name: member.name, shape: member.shape, required: member.required || member.name == "name")
        })

    static func form(changes: Bool) -> Shape { .group(form.members.filter { changes || $0.name != "id" }) }
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
