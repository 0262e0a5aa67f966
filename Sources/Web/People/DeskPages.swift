import Desk
import Domain
import Words

/// Choosing whose desk one sits at, until there are accounts.
enum DeskPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/desk") { ask, _ in
            let names =
                try ask.query("project").map { [$0] }
                ?? ask.site.installation.projects().filter(\.opens).map(\.name)
            let projects = try names.map { ($0, try ask.site.installation.desk($0).published.project) }
            return .page(DeskPage(projects: projects, today: ask.today, seats: ask.seats))
        },
        Site.Route(method: .post, pattern: "/desk", asks: .init(["seat"])) { ask, form in
            let seat = Seat(cookie: form?["seat"] ?? "")
            var reply: Reply
            if case .person(let name, let key) = seat {
                let project = try ask.site.installation.desk(name).published.project
                guard project.persons[key] != nil else {
                    throw Stop(Refusal("unknownPerson", [.init("name", .text(seat.cookie))]))
                }
                reply = .redirect(Path("projects", name))
            } else {
                reply = .redirect(Path())
            }
            reply.cookies.append(seat.setting(among: ask.seats))
            return reply
        },
    ]
}

struct DeskPage: Page {
    let projects: [(name: String, project: Project)]
    let today: Day
    let seats: [Seat]

    func title(_ words: Words) -> String { words("page.chooseSeat") }

    private func seats(_ project: Project, _ words: Words) -> [(seat: Seat, person: Person, duties: String)] {
        project.persons.compactMap { person in
            let duties = project.duties(of: person.id, on: today).filter { $0.sort != .other }
            guard !duties.isEmpty else { return nil }
            let text = duties.map { duty in
                let sort = words.choice(Duty.Sort.choiceName, duty.sort.rawValue)
                return duty.partner.flatMap { project.partners[$0] }.map { "\(sort), \($0.name)" } ?? sort
            }.joined(separator: "; ")
            return (.person(project.name, person.id), person, text)
        }
    }

    func body(_ words: Words) -> HTML {
        """
        <h1>\(title(words))</h1>
        <p class="lead">\(words("page.chooseSeat.about"))</p>
        \(projects.map { group($0, $1, words) })
        <section>
        <h2>\(words("page.noSeat"))</h2>
        <form method="post" action="/desk">
        <input type="hidden" name="seat" value="">
        <button class="quiet">\(words("page.leaveSeat"))</button>
        </form>
        </section>
        """
    }

    private func group(_ name: String, _ project: Project, _ words: Words) -> HTML {
        let rows = seats(project, words).map { item -> HTML in
            """
            <li>
            <form method="post" action="/desk">
            <input type="hidden" name="seat" value="\(item.seat.cookie)">
            <button class="quiet seatbutton"\(if: self.seats.contains(item.seat), " aria-current=\"true\"")>
            <b>\(words.name(item.person, in: project))</b><span class="far"> \(item.duties)</span>
            </button>
            </form>
            </li>
            """
        }
        return """
            <section>
            <h2>\(project.identification?.acronym ?? name)</h2>
            <ul class="plain seats">\(rows)</ul>
            </section>
            """
    }

    var json: JSON {
        .list(
            projects.flatMap { _, project -> [JSON] in
                let words = Words.of(.en)
                return seats(project, words).map {
                    [
                        "seat": .text($0.seat.cookie), "name": .text(words.name($0.person, in: project)),
                        "duties": .text($0.duties),
                    ]
                }
            })
    }
}
