import Desk
import Domain
import Words

/// Who a person is in other projects, for whoever reads particulars here and there: nobody else is told, and nothing is guessed.
struct ElsewherePage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/elsewhere/:id") { ask, _ in
            .page(try ElsewherePage(ask, refusal: nil))
        },
        Site.Route(method: .post, pattern: "/projects/:project/elsewhere/:id", asks: .init(["verb", "other"])) {
            ask, form in
            let page = try ElsewherePage(ask, refusal: nil)
            guard let form, !page.place.isPast else { throw Stop(Refusal("asItWas"), 403) }
            func given(_ name: String) -> String { form.sent?[name]?.text ?? form[name] ?? "" }
            do {
                if given("verb") == PartHuman.name {
                    try await ask.site.installation.partHuman(page.identity, at: ask.seats)
                } else {
                    guard case .person(let project, let person) = Seat(cookie: given("other")) else {
                        throw Refusal.blocked(by: [Finding("missing", .blocks, field: "other")])
                    }
                    try await ask.site.installation.joinHumans(
                        page.identity, Human.Identity(project: project, person: person.number), at: ask.seats)
                }
                return .redirect(page.place.to("elsewhere", String(page.person.id.number)))
            } catch let refusal as Refusal {
                return .page(
                    try ElsewherePage(ask, refusal: refusal), status: refusal.isOfPermission ? 403 : 422)
            }
        },
    ]

    let place: Place
    let person: Person
    let identity: Human.Identity
    let refusal: Refusal?
    /// Who that is elsewhere, and what that somebody is called there.
    let joined: [(identity: Human.Identity, name: String)]
    /// The persons of the other projects in which one reads particulars.
    let offered: [(identity: Human.Identity, name: String)]

    init(_ ask: Ask, refusal: Refusal?) throws {
        let place = try ask.place(.people)
        try place.requireReading()
        guard let number = Whole.key(ask.path[3]), let person = place.project.persons[Key(number)] else {
            throw Stop(Refusal("unknownPage"))
        }
        self.place = place
        self.person = person
        self.refusal = refusal
        identity = Human.Identity(project: place.name, person: number)
        let installation = place.installation
        joined = try installation.elsewhere(identity, seenFrom: ask.seats).flatMap { other in
            try installation.persons(of: other.project, at: ask.seats).filter { $0.identity == other }
        }
        let known = Set(joined.map(\.identity.project) + [place.name])
        let others = ask.seats.compactMap { seat -> String? in
            if case .person(let name, _) = seat, !known.contains(name) { name } else { nil }
        }
        let offered = try others.flatMap { try installation.persons(of: $0, at: ask.seats) }
        self.offered = ask.words.sorted(offered) { $0.name }
    }

    var room: Room? { .people }
    func title(_ words: Words) -> String {
        "\(words("page.elsewhere")): \(words.name(person.reference, in: place.project))"
    }

    func body(_ words: Words) -> HTML {
        let items = joined.map { one -> HTML in
            let path = Path("projects", one.identity.project, Person.plural, String(one.identity.person))
            return "<li><a\(href: path)>\(one.name)</a> <span class=\"far\">\(one.identity.project)</span></li>"
        }
        let list = (words("kind.person.title"), place.to(Person.plural))
        return """
            \(Frame.crumbs(place, words, [list, (words.name(person.reference, in: place.project), place.to(person.reference))]))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.elsewhere.about"))</p>
            \(refusal.map { Fields.summary(nil, wrong($0, words)) })
            \(if: items.isEmpty, "<p class=\"hint\">\(words("page.elsewhere.none"))</p>")
            \(if: !items.isEmpty, "<ul class=\"plain needs\">\(items)</ul>\(form(PartHuman.name, "", words))")
            \(if: !offered.isEmpty, form(JoinHumans.name, choosing(words), words))
            """
    }

    private func wrong(_ refusal: Refusal, _ words: Words) -> HTML {
        let items = refusal.findings.map { "<li>\(Show.sentence($0, words, place))</li>" as HTML }
        return items.isEmpty ? "<p>\(Show.sentence(refusal, words, place))</p>" : "<ul>\(items)</ul>"
    }

    private func choosing(_ words: Words) -> HTML {
        let options = offered.map { one -> HTML in
            Fields.option(
                "\(one.identity.project)/\(one.identity.person)", "\(one.name) (\(one.identity.project))", false)
        }
        return """
            <div class="field"><label for="other">\(words.label(field: "other", of: Human.kind))</label>
            <select id="other" name="other"><option value=""></option>\(options)</select></div>
            """
    }

    private func form(_ verb: String, _ fields: HTML, _ words: Words) -> HTML {
        """
        <form method="post" action="\(place.to("elsewhere", String(person.id.number)).text)" class="fields">
        <input type="hidden" name="verb" value="\(verb)">
        \(fields)
        <p class="acts"><button class="button quiet">\(words.verb(verb))</button></p>
        </form>
        """
    }

    var json: JSON {
        [
            "entry": .whole(Int64(place.project.entry)), "refused": refusal.map { .text($0.code) } ?? .null,
            "findings": Show.findings(refusal, place),
            "joined": .list(joined.map { Canonical.json($0.identity) }),
        ]
    }
}
