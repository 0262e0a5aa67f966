import Domain
import Trail
import Words

/// Values of records as plain text in a language, for commands, CSV and comparisons.
extension Words {
    /// What a record is called, or was when it was last on record.
    public func name(_ reference: Reference, in project: Project, of installation: Installation) -> String {
        project.entry(of: reference) == nil
            ? NamesThen(installation).name(reference, at: project.entry, in: project, self)
            : name(reference, in: project)
    }

    /// What a record is called, in the project; the kind and number when it is gone, or its name is withheld or erased: "person 17".
    /// Of a record that these eyes do not see, whose it is.
    public func name(_ reference: Reference, in project: Project) -> String {
        if let keeper = project.keeper(ofHidden: reference) {
            return self("page.hiddenRecord", [("partner", name(keeper.reference, in: project))])
        }
        guard let caption = project.caption(of: reference) else {
            return reference.kind == Person.kind
                ? self.caption(.numbered(reference.number), kind: Person.kind)
                : "\(form(1, "kind.\(reference.kind)")) \(reference.number)"
        }
        return self.caption(caption, kind: reference.kind)
    }

    public func name(_ record: any Record, in project: Project) -> String {
        caption(record.caption(in: project), kind: record.reference.kind)
    }

    /// Who did something: the person by the name of now, or the words.
    public func who(_ who: Who, in project: Project) -> String { self.who(who) { name($0, in: project) } }

    private func who(_ who: Who, naming: (Reference) -> String) -> String {
        who.person.map { naming($0.reference) } ?? who.plain
    }

    /// That the days between are not what they seem, since the clock went back.
    public func sentence(_ set: ClockSet) -> String {
        self("page.clockSet", [("entry", String(set.entry)), ("from", moment(set.from)), ("to", moment(set.to))])
    }

    /// A value as text: choices, days and amounts in the language, records by name.
    public func plain(_ json: JSON?, _ shape: Shape, of kind: String, in project: Project) -> String {
        plain(json, shape, of: kind) { name($0, in: project) }
    }

    func plain(_ json: JSON?, _ shape: Shape, of kind: String, naming: (Reference) -> String) -> String {
        guard let json, json != .null else { return "" }
        switch (shape, json) {
        case (.whole, .whole(let number)): return String(number)
        case (.flag, .flag(let flag)): return self(flag ? "page.yes" : "page.no")
        case (.day, .text(let text)): return Day(text).map { day($0) } ?? text
        case (.when, .text(let text)): return When(text).map { when($0) } ?? text
        case (.moment, .text(let text)): return Moment(plain: text).map { moment($0) } ?? text
        case (.amount, .text(let text)): return Money(plain: text).map { amount($0) } ?? text
        case (.count, .text(let text)): return Count(plain: text).map { count($0) } ?? text
        case (.choice(let list, _), .text(let word)): return choice(list, word)
        case (.who, .text(let text)): return who(Who(text), naming: naming)
        case (.key(let kind), .whole(let number)): return naming(Reference(kind: kind, number: Int(number)))
        case (.list(let item), .list(let items)):
            return items.map { plain($0, item, of: kind, naming: naming) }.joined(separator: "; ")
        case (.group(let members), .object):
            return members.compactMap { member in
                json[member.name].map {
                    "\(label(field: member.name, of: kind)): \(plain($0, member.shape, of: kind, naming: naming))"
                }
            }.joined(separator: ", ")
        default: return json.text ?? json.written
        }
    }

    /// A need with its sentence, as pages and commands give it in JSON.
    public func json(_ need: Need, on today: Day, in project: Project) -> JSON {
        JSON.object(of: [
            ("code", .text(need.code)), ("urgency", .text(need.urgency.rawValue)),
            ("day", need.day.map { .text($0.plain) } ?? .null),
            ("about", need.about.map { .text($0.description) } ?? .null),
            ("name", .text(need.name)), ("verb", need.verb.map { .text($0) } ?? .null),
            ("partner", need.holder.partner.map { .whole(Int64($0.number)) } ?? .null),
            ("duty", need.holder.duty.map { .text($0.rawValue) } ?? .null),
            ("person", need.holder.person.map { .whole(Int64($0.number)) } ?? .null),
            ("sentence", .text(sentence(need, on: today) { name($0, in: project) })),
        ])
    }

    /// One difference as a sentence: "End: from 31 July 2022 to 31 January 2023".
    public func sentence(_ field: Comparison.Field, of kind: String, old: Project, new: Project) -> String {
        sentence(field, of: kind, old: { name($0, in: old) }, new: { name($0, in: new) })
    }

    /// The same, with the names of before and after.
    public func sentence(
        _ field: Comparison.Field, of kind: String, old: (Reference) -> String, new: (Reference) -> String
    ) -> String {
        let label = label(path: field.name, of: kind)
        // Of a list that only grew, what came to it.
        if let first = field.old?.list, let now = field.new?.list, now.count > first.count, !first.isEmpty,
            Array(now.prefix(first.count)) == first
        {
            let more = plain(.list(Array(now.dropFirst(first.count))), field.shape, of: kind, naming: new)
            return self("page.compare.set", [("field", label), ("new", "+ " + more)])
        }
        let before = plain(field.old, field.shape, of: kind, naming: old)
        let after = plain(field.new, field.shape, of: kind, naming: new)
        if field.old == nil { return self("page.compare.set", [("field", label), ("new", after)]) }
        if field.new == nil { return self("page.compare.cleared", [("field", label), ("old", before)]) }
        return self("page.compare.changed", [("field", label), ("old", before), ("new", after)])
    }
}
