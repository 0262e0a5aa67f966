import Desk
import Domain
import Trail
import Words

/// What others entered since somebody was last on the home page; on the first visit, in the last days.
struct Since: Sendable {
    private let moment: Moment?
    private let entries: [Header]
    private let records: [Int: [Reference]]

    /// So long after a visit the next one begins.
    private static let visit: Int64 = 30 * 60 * 1000
    private static let firstLook: Int64 = 7 * 24 * 3_600_000
    private static let most = 8
    /// So many records of an entry are counted; an import may have thousands.
    private static let mostRecords = 50
    /// So many entries are looked through at most.
    private static let reach = 60

    /// Nil for who has no desk, and of an earlier state.
    init?(_ ask: Ask, _ place: Place) throws {
        guard let person = place.person, !place.isPast else { return nil }
        let installation = ask.site.installation
        let now = installation.clock.now()
        let last = try installation.lastReading(
            of: Reading.home, in: place.name, by: person.number, until: now.milliseconds - Since.visit)
        moment = last?.moment
        let end = place.project.entry
        let first = max(last?.entry ?? 0, end - Since.reach)
        let headers = try installation.trails.readableHeaders(of: place.name, after: first, upTo: end).map(\.header)
        let others = headers.filter { header in
            header.person != person.number
                && (last != nil || now.milliseconds - header.moment.milliseconds < Since.firstLook)
        }
        entries = others.suffix(Since.most).reversed()
        records = try Dictionary(
            uniqueKeysWithValues: entries.map { header in
                let changed = try installation.trails.references(
                    of: place.name, after: header.entry - 1, upTo: header.entry, most: Since.mostRecords + 2)
                return (header.entry, (changed[header.entry] ?? []).filter { $0.kind != Reason.kind })
            })
    }

    func html(_ words: Words, _ place: Place) -> HTML {
        let head = moment.map { words("home.since", [("day", words.day($0.day))]) } ?? words("home.lately")
        let items = entries.map { header -> HTML in
            let changed = records[header.entry] ?? []
            let meant = changed.meant
            let about: HTML =
                meant.count == 1
                ? Show.link(meant[0], words, place, at: header.entry)
                : changed.count > Since.mostRecords
                    ? "\(words("home.manyRecords", [("n", words.number(Since.mostRecords))]))"
                    : "\(words.count(meant.count, "page.records"))"
            let who = TrailPages.who(header.person, at: header.entry, words, place)
            return """
                <li><a class="when"\(href: place.to("trail", String(header.entry)))>\(words.nearDay(header.moment.day, from: place.today))</a>
                \(who) · \(words.verb(header.verb)) · \(about)</li>
                """
        }
        let nothing: HTML = "<p class=\"hint\">\(words("home.nothingNew"))</p>"
        return """
            <section class="since"><h2>\(head) <a\(href: place.to("trail"))>\(words("room.trails"))</a></h2>
            \(if: items.isEmpty, nothing)\(if: !items.isEmpty, "<ul class=\"log\">\(items)</ul>")
            </section>
            """
    }
}
