import Desk
import Domain
import Words

/// Finds anything in the project by its words; diacritics and capitals do not matter. Each hit says in which room it is.
struct SearchPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/search") { ask, _ in
            let place = try ask.place()
            let words = ask.query("q") ?? ""
            var hits = ask.site.search.find(words, in: place.project)
            func isParticular(_ hit: Search.Hit) -> Bool { Kind.named(hit.reference.kind)?.isParticular == true }
            if hits.contains(where: isParticular), !place.letsRead() {
                hits = ask.site.search.find(words, in: place.project, particulars: false)
            }
            return .page(SearchPage(place: place, asked: words, hits: hits))
        }
    ]

    let place: Place
    let asked: String
    let hits: [Search.Hit]

    func title(_ words: Words) -> String { words("page.search") }

    func body(_ words: Words) -> HTML {
        let items = hits.map { hit -> HTML in
            """
            <li><p class="kicker">\(words("room.\(hit.room.rawValue)")) · \(words("kind.\(hit.reference.kind).one"))</p>
            <p><a\(href: place.to(hit.reference))>\(words.name(hit.reference, in: place.project))</a></p>
            <p class="hint">\(hit.excerpt)</p>
            </li>
            """
        }
        let count = hits.isEmpty ? words("page.nothingFound") : words.count(hits.count, "page.hits")
        return """
            \(Frame.crumbs(place, words, []))
            <h1>\(title(words))</h1>
            <form class="filters" method="get" role="search">
            <label>\(words("page.find")) <input type="search" name="q" value="\(asked)" maxlength="200"></label>
            \(Show.stays(place))<button>\(words("page.search"))</button>
            </form>
            <p class="count" role="status">\(if: !asked.isEmpty, "\(count)")</p>
            <ul class="plain hits">\(items)</ul>
            """
    }

    var json: JSON {
        [
            "asked": .text(asked),
            "hits": .list(
                hits.map {
                    [
                        "record": .text($0.reference.description), "room": .text($0.room.rawValue),
                        "excerpt": .text($0.excerpt),
                    ]
                }),
        ]
    }
}
