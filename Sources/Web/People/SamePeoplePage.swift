import Desk
import Domain
import Words

/// Who is named more than once in a project, and who probably is: asked here, answered with two buttons, and answered otherwise later.
struct SamePeoplePage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/same-people") { ask, _ in
            let place = try ask.place(.people)
            try place.requireReading()
            return .page(SamePeoplePage(place, refusal: nil))
        },
        Site.Route(
            method: .post, pattern: "/projects/:project/same-people", asks: .init(["verb", "one", "other"])
        ) { ask, form in
            let place = try ask.place(.people)
            try place.requireReading()
            return try await carryOut(ask, place, form)
        },
    ]

    private static func carryOut(_ ask: Ask, _ place: Place, _ form: Form?) async throws -> Reply {
        guard let form, !place.isPast else { throw Stop(Refusal("asItWas"), 403) }
        func given(_ name: String) -> String { form.sent?[name]?.text ?? form[name] ?? "" }
        guard let verb = [JoinPeople.any, PartPeople.any].first(where: { $0.name == given("verb") }) else {
            throw Stop(.unknownVerb(String(given("verb").prefix(80))), 422)
        }
        let input = ["one", "other"].map { name -> (String, JSON) in
            let named = Reference(given(name)).flatMap { Likeness.Named($0) }
            return (name, named.map { Canonical.json($0) } ?? .object([]))
        }
        do {
            if let refusal = place.refusal(verb) { throw refusal }
            var asked = ProjectDesk.Asked([Step(verb, .object(of: input))], by: ask.seat, seen: form.entry)
            asked.once = form.once
            let answer = try await ask.site.installation.desk(place.name).carryOut(asked)
            return ask.wants == .json ? .page(Carried(answer)) : .redirect(place.to("same-people"))
        } catch let conflict as ProjectDesk.Conflict {
            return .page(SamePeoplePage(place, refusal: conflict.refusal), status: 409)
        } catch let refusal as Refusal {
            return .page(SamePeoplePage(place, refusal: refusal), status: refusal.isOfPermission ? 403 : 422)
        }
    }

    let place: Place
    let refusal: Refusal?
    let probable: [Identities.Pair]
    let several: [[Reference]]
    /// Those of whom it was said that they are two.
    let two: [Identities.Pair]
    private let may: Bool

    init(_ place: Place, refusal: Refusal?) {
        self.place = place
        self.refusal = refusal
        let identities = Identities(place.project)
        probable = identities.probable
        several = identities.several
        two = place.project.likenesses.filter { $0.answer == .two }.compactMap { said in
            guard let one = said.one.reference, let other = said.other.reference else { return nil }
            return .init(one: one, other: other)
        }
        may = !place.isPast && place.refusal(JoinPeople.any) == nil
    }

    var room: Room? { .people }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.same-people") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, in: .people))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("page.same.about"))</p>
        \(refusal.map { Fields.summary(nil, "<p>\(Show.sentence($0, words, place))</p>\(wrong($0, words))") })
        \(part("page.same.probable", probable.map { asked($0, words) }, words))
        \(part("page.same.several", several.map { group($0, words) }, words))
        \(part("page.same.two", two.map { parted($0, words) }, words))
        """
    }

    private func wrong(_ refusal: Refusal, _ words: Words) -> HTML {
        let items = refusal.findings.map { "<li>\(Show.sentence($0, words, place))</li>" as HTML }
        return items.isEmpty ? "" : "<ul>\(items)</ul>"
    }

    private func part(_ heading: TextKey, _ items: [HTML], _ words: Words) -> HTML {
        """
        <section>
        <h2>\(words(heading)) <span class="far">\(words.number(items.count))</span></h2>
        \(if: items.isEmpty, "<p class=\"hint\">\(words("page.same.nobody"))</p>")
        \(if: !items.isEmpty, "<ul class=\"plain needs\">\(items)</ul>")
        </section>
        """
    }

    private func asked(_ pair: Identities.Pair, _ words: Words) -> HTML {
        """
        <li>\(named(pair.one, words))<br>\(named(pair.other, words))
        <p class="acts">\(button(JoinPeople.name, pair, words)) \(button(PartPeople.name, pair, words))</p></li>
        """
    }

    private func group(_ all: [Reference], _ words: Words) -> HTML {
        let others = all.dropFirst().map { other -> HTML in
            "<br>\(named(other, words)) \(button(PartPeople.name, .init(one: all[0], other: other), words))"
        }
        return "<li>\(named(all[0], words))\(others)</li>"
    }

    private func parted(_ pair: Identities.Pair, _ words: Words) -> HTML {
        "<li>\(named(pair.one, words))<br>\(named(pair.other, words)) \(button(JoinPeople.name, pair, words))</li>"
    }

    /// Somebody by name, with what tells this somebody from another of that name.
    private func named(_ reference: Reference, _ words: Words) -> HTML {
        let name = place.project.called(reference) ?? words.name(reference, in: place.project)
        let known = ([words("kind.\(reference.kind).one")] + facts(reference, words)).joined(separator: " · ")
        return "<a\(href: place.to(reference))>\(name)</a> <span class=\"far\">\(known)</span>"
    }

    private func facts(_ reference: Reference, _ words: Words) -> [String] {
        let project = place.project
        var facts: [String?] = []
        if reference.kind == Person.kind, let person = project.persons[Key(reference.number)] {
            let partner = person.partner.map { words.name($0.reference, in: project) }
            let mail = project.contacts.filter { $0.person == person.id }.compactMap(\.mail).last
            facts = [partner ?? person.organisation, mail?.text]
        } else if let registration = project.registrations[Key(reference.number)], reference.kind == Registration.kind {
            let event = words.name(registration.event.reference, in: project)
            facts = [registration.organisation, registration.mail?.text, event]
        } else if let guest = project.attendances[Key(reference.number)] {
            facts = [guest.organisation, words.name(guest.event.reference, in: project)]
        }
        return facts.compactMap { $0 }
    }

    private func button(_ verb: String, _ pair: Identities.Pair, _ words: Words) -> HTML {
        guard may else { return "" }
        return """
            <form method="post" action="\(place.to("same-people").text)" class="inline">
            <input type="hidden" name="entry" value="\(String(place.project.entry))">
            <input type="hidden" name="verb" value="\(verb)">
            <input type="hidden" name="one" value="\(pair.one.description)">
            <input type="hidden" name="other" value="\(pair.other.description)">
            <button class="quiet">\(words.verb(verb))</button>
            </form>
            """
    }

    var json: JSON {
        func pair(_ pair: Identities.Pair) -> JSON {
            .list([.text(pair.one.description), .text(pair.other.description)])
        }
        return [
            "entry": .whole(Int64(place.project.entry)), "refused": refusal.map { .text($0.code) } ?? .null,
            "findings": Show.findings(refusal, place),
            "probable": .list(probable.map(pair)), "two": .list(two.map(pair)),
            "several": .list(several.map { all in .list(all.map { .text($0.description) }) }),
        ]
    }
}
