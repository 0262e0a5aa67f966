import Desk
import Domain
import Words

/// Who was a partner on a day, under which name, and who took over from those that left.
struct PartnersOnADayPage: ProjectPage {
    let place: Place
    let day: Day
    let active: [Partner]
    let others: [Partner]

    init(_ place: Place, _ day: Day) {
        self.place = place
        self.day = day
        let all = place.project.partners.sorted { ($0.number ?? .max, $0.id) < ($1.number ?? .max, $1.id) }
        active = all.filter { $0.isActive(on: day) }
        others = all.filter { !$0.isActive(on: day) }
    }

    var room: Room? { .partnership }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.partnership") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, in: .partnership))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("partnership.about"))</p>
        <form class="filters" action="/projects/\(place.name)/partnership">
        <label for="day">\(words("partnership.day"))
        <input class="medium" id="day" name="day" value="\(words.day(day))"></label>
        \(Show.stays(place))<button>\(words("partnership.show"))</button>
        </form>
        \(Show.exports(place.to("partnership", query: [("day", day.plain)])))
        \(part("partnership.active", active, words))
        \(if: !others.isEmpty, part("partnership.others", others, words))
        """
    }

    private func part(_ head: TextKey, _ partners: [Partner], _ words: Words) -> HTML {
        """
        <h2>\(words(head, [("day", words.day(day))])) <span class="far">\(words.number(partners.count))</span></h2>
        \(grid(partners, words).html)
        """
    }

    private func grid(_ partners: [Partner], _ words: Words) -> Grid<Partner> {
        Grid(
            title(words), words, place, partners,
            [
                Column("partner", "", in: .program) { .record($0.reference) },
                Column("name", words("kind.partner.one")) { .shown(.text($0.name(on: day)), called($0, words)) },
                Column("today", words("partnership.today"), in: .file) { .text($0.name) },
                Column("isActive", words("partnership.active", [("day", words.day(day))]), in: .file) {
                    .flag($0.isActive(on: day))
                },
                Column("today", words("partnership.today"), in: .page) { partner in
                    .text(partner.name(on: day) == partner.name ? nil : partner.name)
                },
                Column("period", words("partnership.period"), in: .page) { partner in
                    .text(partner.from == nil && partner.to == nil ? nil : words.span(partner.from, partner.to))
                },
                Column("from", words("field.from"), in: [.file, .program]) { .when($0.from) },
                Column("to", words("field.to"), in: [.file, .program]) { .when($0.to) },
                Column("handedOver", words("partnership.took"), in: [.page, .program]) { partner in
                    .shown(.said("", handedOver(partner)), took(partner, words))
                },
                Column("took", words("partnership.took"), in: .file) { partner in
                    .text((partner.leaving?.handedOver ?? []).map { taken($0, words) }.joined(separator: "; "))
                },
                Column("stillWithIt", "", in: .program) { partner in
                    .said("", .list(place.project.stillWith(partner).map { .text($0.description) }))
                },
            ])
    }

    private func called(_ partner: Partner, _ words: Words) -> HTML {
        let replaced: HTML =
            partner.replaces.map { key in
                let facts = [("name", words.name(key.reference, in: place.project))]
                return "<span class=\"reason\">\(words("partnership.before", facts))</span>"
            } ?? ""
        return """
            \(partner.number.map { "\($0) " } ?? "")<a\(href: place.to(partner.reference))>\(partner.name(on: day))</a>\(replaced)
            """
    }

    private func taken(_ handed: Partner.HandedOver, _ words: Words) -> String {
        let what = handed.record.map { words.name($0, in: place.project) }
        return "\(what ?? handed.what ?? "") → \(words.name(handed.taker.reference, in: place.project))"
    }

    private func took(_ partner: Partner, _ words: Words) -> HTML {
        let handed = (partner.leaving?.handedOver ?? []).map { handed -> HTML in
            let what: HTML =
                handed.record.map { Show.link($0, words, place) }
                ?? "\(handed.what ?? "")"
            return "<li>\(what) → \(Show.link(handed.taker.reference, words, place))</li>"
        }
        let rest = place.project.stillWith(partner).map { record -> HTML in
            "<li>\(Show.link(record, words, place)) \(Show.state(words("partnership.rest"), "missing"))</li>"
        }
        guard !handed.isEmpty || !rest.isEmpty else { return "" }
        return "<ul class=\"plain\">\(handed)\(rest)</ul>"
    }

    func table(_ words: Words) -> [[String]]? { grid(active + others, words).table }

    var json: JSON {
        let words = Words.of(.en)
        return ["day": .text(day.plain), "active": grid(active, words).json, "others": grid(others, words).json]
    }

    private func handedOver(_ partner: Partner) -> JSON {
        .list(
            (partner.leaving?.handedOver ?? []).map { handed -> JSON in
                let what = handed.record?.description ?? handed.what ?? ""
                return ["what": .text(what), "taker": .text(handed.taker.reference.description)]
            })
    }
}
