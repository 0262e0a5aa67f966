import Desk
import Domain
import Words

/// What a person's page shows besides its fields: how to reach the person, what it does from when to when, where it was, and what
/// it holds that is still open.
struct PersonPart {
    let person: Person
    let place: Place
    /// It and those who were said to be one with it: what belongs to a human being stands on one page, the first one's.
    private let all: [Key<Person>]

    init(_ person: Person, _ place: Place) {
        self.person = person
        self.place = place
        all = place.letsRead() ? place.project.joined(with: person.id) : [person.id]
    }

    private var project: Project { place.project }

    func html(_ words: Words) -> HTML {
        if let first = all.first, first != person.id {
            return "<p>\(words("page.person.oneWith")) \(Show.link(first.reference, words, place))</p>\(same(words))"
        }
        return "\(reached(words))\(duties(words))\(held(words))\(attended(words))\(same(words))\(elsewhere(words))"
    }

    private func reached(_ words: Words) -> HTML {
        guard place.letsRead() else { return "" }
        let items = project.contacts.filter { all.contains($0.person) }.map { contact -> HTML in
            let ways = [contact.mail?.text, contact.telephone, contact.address?.text].compactMap { $0 }
            let span = words.span(contact.from, contact.to)
            return """
                <li><a\(href: place.to(contact.reference))>\(ways.joined(separator: " · "))</a>
                \(if: !span.isEmpty, "<span class=\"reason\">\(span)</span>")</li>
                """
        }
        return part(words("kind.contact.title"), items, words("page.person.noContact"), add: Contact.kind, words)
    }

    private func duties(_ words: Words) -> HTML {
        let own = project.duties.filter { all.contains($0.person) }
        let items = own.map { duty -> HTML in
            let sort = words.choice(Duty.Sort.choiceName, duty.sort.rawValue)
            let partner = duty.partner.map { ", \(words.name($0.reference, in: project))" } ?? ""
            let title = duty.title.map { ", \($0)" } ?? ""
            let span = words.span(duty.from, duty.to)
            return """
                <li><a\(href: place.to(duty.reference))>\(sort)\(partner)\(title)</a>
                \(if: !span.isEmpty, "<span class=\"reason\">\(span)</span>")</li>
                """
        }
        return part(words("kind.duty.title"), items, words("page.person.noDuty"), add: Duty.kind, words)
    }

    /// What is open and this person's to do.
    private func held(_ words: Words) -> HTML {
        let today = place.asOf ?? place.today
        let items = project.held(by: all, on: today).map { entry -> HTML in
            """
            <li><a\(href: place.to(entry.about))>\(words.name(entry, in: project))</a>
            <span class="reason">\(words.day(entry.day)) · \(words.choice(DueEntry.State.choiceName, entry.state.rawValue))</span></li>
            """
        }
        return part(words("page.person.holds"), items, words("page.person.holdsNothing"), add: nil, words)
    }

    private func attended(_ words: Words) -> HTML {
        guard place.letsRead() else { return "" }
        let items = project.attended(by: person.id).map { event -> HTML in
            let days = event.end == nil ? event.start.map { words.when($0) } ?? "" : words.span(event.start, event.end)
            return "<li>\(Show.link(event.reference, words, place)) <span class=\"reason\">\(days)</span></li>"
        }
        return part(words("page.person.attended"), items, words("page.person.attendedNothing"), add: nil, words)
    }

    /// By which other records the project names this human being, and who probably is one, too.
    private func same(_ words: Words) -> HTML {
        guard place.letsRead() else { return "" }
        let identities = Identities(project)
        let others = identities.all(of: person.reference).filter { $0 != person.reference }
        let asked = identities.probable.filter { pair in
            [pair.one, pair.other].contains { identities.areSame($0, person.reference) }
        }
        guard !others.isEmpty || !asked.isEmpty else { return "" }
        let items = others.map { "<li>\(Show.link($0, words, place))</li>" as HTML }
        let question: HTML = "<p>\(words("page.person.probable"))</p>"
        return """
            <section>
            <h2>\(words("page.person.alsoNamed")) <span class="far">\(words.number(items.count))</span></h2>
            \(if: !items.isEmpty, "<ul class=\"plain\">\(items)</ul>")
            \(if: !asked.isEmpty, question)
            <p><a class="act"\(href: place.to("same-people"))>\(words("view.same-people"))</a></p>
            </section>
            """
    }

    /// The way to who that is in other projects, for whoever sits in others, too.
    private func elsewhere(_ words: Words) -> HTML {
        guard place.seats.contains(where: { $0.person(in: place.name) == nil }), place.letsRead() else { return "" }
        let path = place.to("elsewhere", String(person.id.number))
        return "<p><a class=\"act\"\(href: path)>\(words("page.elsewhere"))</a></p>"
    }

    private func part(_ heading: String, _ items: [HTML], _ none: String, add kind: String?, _ words: Words) -> HTML {
        let verb = kind.flatMap { Kind.named($0)?.verb(.add) }.flatMap { place.refusal($0) == nil ? $0 : nil }
        let way: HTML =
            kind.flatMap { verb == nil || place.isPast ? nil : Kind.named($0) }.map { kind -> HTML in
                let path = place.to(kind.plural, "new").asking("person", String(person.id.number))
                return "<p><a class=\"act\"\(href: path)>\(words("kind.\(kind.name).add"))</a></p>"
            } ?? ""
        return """
            <section>
            <h2>\(heading) <span class="far">\(words.number(items.count))</span></h2>
            \(if: items.isEmpty, "<p class=\"hint\">\(none)</p>")
            \(if: !items.isEmpty, "<ul class=\"plain needs\">\(items)</ul>")
            \(way)
            </section>
            """
    }
}
