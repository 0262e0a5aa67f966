import Desk
import Domain
import Files
import Programmes
import Trail
import Words

/// The projects of the installation, and beginning one.
enum ProjectsPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/") { ask, _ in
            .page(try ProjectsPage(projects: ask.site.installation.projects(), today: ask.today))
        },
        Site.Route(method: .get, pattern: "/projects") { ask, _ in
            .page(try ProjectsPage(projects: ask.site.installation.projects(), today: ask.today))
        },
        Site.Route(method: .get, pattern: "/projects/new") { _, _ in
            .page(BeginPage(values: .object([]), name: "", refusal: nil, more: nil))
        },
        Site.Route(method: .post, pattern: "/projects") { ask, form in try await begin(ask, form) },
    ]

    private static func begin(_ ask: Ask, _ form: Form?) async throws -> Reply {
        guard let form else { throw Stop(Refusal("brokenForm"), 400) }
        let name = (form["name"] ?? form.sent?["name"]?.text ?? "").trimmingPrefix { $0 == " " }
        let values =
            try form.sent.map { sent in
                BeginProject.any.form.written(.object(sent.members.filter { $0.name != "name" }))
            } ?? form.json(BeginProject.any.form, in: ask.words) ?? .object([])
        let held = HeldFiles(form)
        let unknown = form.unknown(to: .verb(BeginProject.any, ["name"]))
        guard unknown.isEmpty else {
            return .page(
                BeginPage(
                    values: values, name: String(name), refusal: .blocked(by: unknown), more: nil, held: held),
                status: 422)
        }
        if let more = form.more {
            return .page(BeginPage(values: values, name: String(name), refusal: nil, more: more, held: held))
        }
        let (proofs, uploads) = held.proofs
        var whole = values
        if !proofs.isEmpty { whole = whole.overlaid(by: ["proofs": .list((values["proofs"]?.list ?? []) + proofs)]) }
        do {
            let answer = try await ask.site.installation.begin(String(name), whole, uploads: uploads)
            if ask.wants == .json { return .page(Carried(answer)) }
            var reply = Reply.redirect(Path("projects", String(name)))
            reply.cookies.append(Seat.person(String(name), 1).setting(among: ask.seats))
            return reply
        } catch let refusal as Refusal {
            return .page(
                BeginPage(values: values, name: String(name), refusal: refusal, more: nil, held: held), status: 422)
        }
    }
}

struct ProjectsPage: Page {
    let projects: [Installation.Listed]
    let today: Day

    func title(_ words: Words) -> String { words("page.projects") }

    func body(_ words: Words) -> HTML {
        let items = projects.map { project -> HTML in
            let line = project.line
            let days = line.map { words.span(.day($0.start), .day($0.end)) } ?? ""
            return """
                <li><h2><a\(href: Path("projects", project.name))>\(line?.acronym ?? project.name)</a></h2>
                <p>\(line?.title ?? "")</p>
                <p class="hint">\(line?.programme ?? "") · \(days) · \(line.map { stage($0, words) } ?? "")</p>
                \(project.trouble.map { "<p class=\"error\">\(Show.sentence($0, words, nil))</p>" as HTML })
                </li>
                """
        }
        return """
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.tagline"))</p>
            <ul class="plain cards">\(items)</ul>
            \(if: projects.isEmpty, "<p class=\"empty\">\(words("page.noProjects"))</p>")
            <p><a class="button" href="/projects/new">\(words("page.begin"))</a></p>
            """
    }

    private func stage(_ line: ProjectLine, _ words: Words) -> String {
        words.choice(Stage.choiceName, line.stage(on: today).rawValue)
    }

    var json: JSON {
        .list(
            projects.map { project in
                guard let line = project.line else { return project.json }
                return project.json.overlaid(by: ["stage": .text(line.stage(on: today).rawValue)])
            })
    }
}

/// One page that begins a project: what it is, its time, its partners, who coordinates.
struct BeginPage: Page {
    let values: JSON
    let name: String
    let refusal: Refusal?
    let more: String?
    var held = HeldFiles()

    func title(_ words: Words) -> String { words("page.begin") }

    func body(_ words: Words) -> HTML {
        var fields = Fields(
            kind: "", verb: BeginProject.name, words: words, place: nil, values: values,
            findings: refusal?.findings ?? [])
        fields.more = more
        fields.hidden = ["proofs"]
        fields.isOpen = true
        fields.suggestions = ["programme": Programme.known.map(\.name), "pack": Packs.shelf.names]
        let nameWrong = refusal.flatMap { refusal in
            refusal.findings.first { $0.field == "name" }.map { Show.sentence($0, words, nil) }
                ?? (refusal.code == "projectExists" ? Show.sentence(refusal, words, nil) : nil)
        }
        let wrong: HTML = nameWrong.map { "<span class=\"error\">\($0)</span>" } ?? ""
        let nameField = Fields.wrapped(
            "name", "\(words("page.shortName"))", Fields.hint("name", words("page.shortName.hint")) + wrong,
            isWrong: nameWrong != nil,
            "<input class=\"medium\" id=\"name\" name=\"name\" value=\"\(name)\" aria-describedby=\"name-hint\">")
        return """
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.begin.about"))</p>
            \(refusal.map { fields.summary($0) })
            <form method="post" action="/projects" enctype="multipart/form-data" class="fields" novalidate>
            <button class="unseen" tabindex="-1" aria-hidden="true">\(words("page.begin"))</button>
            \(nameField)
            \(fields.html(BeginProject.any.form))
            \(Fields.upload(words("page.begin.documents"), words("page.begin.documents.hint"), held, words))
            <p class="acts"><button class="button">\(words("page.begin"))</button></p>
            </form>
            """
    }

    var json: JSON {
        let findings = (refusal?.findings ?? []).map { ["field": .text($0.field), "finding": .text($0.code)] as JSON }
        return [
            "verb": .text(BeginProject.name), "values": values, "refused": refusal.map { .text($0.code) } ?? .null,
            "findings": .list(findings),
        ]
    }
}
