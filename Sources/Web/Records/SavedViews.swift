import Desk
import Domain
import Files
import Synchronization
import Trail
import Words

/// Views of a list that somebody saved under a name: saved, forgotten, shown above the list. Each is an address that anybody may
/// be sent.
enum SavedViews {
    static let routes: [Site.Route] = [
        Site.Route(
            method: .post, pattern: "/projects/:project/:plural/views", asks: .init(["name", "query", "forget"])
        ) { ask, form in
            let (kind, place) = try RecordPages.found(ask)
            guard RecordList.all[kind.name] != nil, let form, form.sent == nil else {
                throw Stop(Refusal("unknownPage"))
            }
            guard let person = place.person, place.latest.persons[person] != nil else {
                throw Stop(Refusal("noDesk"), 403)
            }
            // After it was written: what is kept of before is asked for no more.
            defer { ask.site.views.saved.withLock { $0 &+= 1 } }
            if let name = form["forget"] {
                try place.installation.forgetView(name, of: person, on: kind.name, in: place.name)
                return .redirect(place.to(kind.plural))
            }
            let query = asked(form["query"] ?? "")
            let name = (form["name"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let view = SavedView(name: name, query: written(query))
            do { try place.installation.save(view, of: person, on: kind.name, in: place.name) } catch let refusal
                as Refusal
            { throw Stop(refusal, 422) }
            return .redirect(Path(["projects", place.name, kind.plural], query: query))
        }
    ]

    /// Views that persons saved, as they were read from the folder, and how often any were saved or forgotten since the start.
    final class Known: Sendable {
        let kept = Kept<[SavedView]>()
        let saved = Mutex(0)
    }

    /// Of the person who looks, in order of names.
    static func all(_ kind: Kind, _ ask: Ask, _ place: Place) throws -> [SavedView] {
        guard let person = place.person else { return [] }
        let key = "\(kind.name) \(ask.words.language.rawValue) \(ask.site.views.saved.withLock { $0 })"
        return try ask.site.views.kept.value(of: Reference(kind: key, number: person.number), in: place) {
            let views = try place.installation.savedViews(of: person, on: kind.name, in: place.name)
            return ask.words.sorted(views) { $0.name }
        }
    }

    /// What of an address makes a view of a list: neither the page nor another state of the project.
    static func asked(_ query: [(name: String, value: String)]) -> [(String, String)] {
        query.filter { member in
            ["q", "sort", "gap", "by", "c"].contains(member.name) || member.name.hasPrefix("f.")
        }.filter { !$0.value.isEmpty }.map { ($0.name, $0.value) }
    }

    static func asked(_ text: String) -> [(String, String)] {
        let fields = (try? Sent(urlencoded: Array(text.utf8)).fields) ?? []
        return asked(fields.map { (name: $0.name, value: $0.value) })
    }

    static func written(_ query: [(String, String)]) -> String {
        query.map { "\(Path.escaped($0))=\(Path.escaped($1))" }.joined(separator: "&")
    }

    /// What the answer depends on beside the project: the person's views.
    static func tag(_ views: [SavedView]) -> String {
        views.isEmpty
            ? "" : String(Digest(of: Array(views.map { "\($0.name)\n\($0.query)\n" }.joined().utf8)).text.prefix(12))
    }
}

extension ListPage {
    /// The person's saved views, and the way to save what is seen.
    func saved(_ words: Words) -> HTML {
        guard place.person != nil, !place.isPast else { return "" }
        let now = SavedViews.asked(address.query)
        let query = SavedViews.written(now)
        let links = views.map { view -> HTML in
            let path = Path(["projects", place.name, kind.plural], query: SavedViews.asked(view.query))
            let isShown = view.query == query
            let forget: HTML = """
                <form method="post" action="\(place.to(kind.plural, "views").text)">
                <input type="hidden" name="forget" value="\(view.name)">
                <button class="quiet" aria-label="\(words("views.forget", [("name", view.name)]))">×</button></form>
                """
            return "<li><a\(href: path)\(if: isShown, " aria-current=\"true\"")>\(view.name)</a>\(forget)</li>"
        }
        let isKnown = views.contains { $0.query == query }
        let save: HTML =
            now.isEmpty || isKnown
            ? ""
            : """
            <li><details class="save"><summary>\(words("views.save"))</summary>
            <form class="inline" method="post" action="\(place.to(kind.plural, "views").text)">
            <input type="hidden" name="query" value="\(query)">
            <input name="name" required maxlength="\(SavedView.longestName)" aria-label="\(words("page.name"))" placeholder="\(words("page.name"))">
            <button>\(words("views.keep"))</button></form></details></li>
            """
        return links.isEmpty && now.isEmpty || links.isEmpty && isKnown
            ? "" : "<ul class=\"chips views\" aria-label=\"\(words("views.title"))\">\(links)\(save)</ul>"
    }
}
