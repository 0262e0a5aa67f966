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
        let facts = [("day", words.day(day))]
        return """
            \(PartnershipPages.crumbs(place, words))<h1>\(title(words))</h1><p class="lead">\(words("partnership.about"))</p>
            <form class="filters" action="/projects/\(place.name)/partnership"><label for="day">\(words("partnership.day"))<input class="medium" id="day" name="day" value="\(words.day(day))"></label><button>\(words("partnership.show"))</button></form>
            <h2>\(words("partnership.active", facts)) <span class="far">\(words.number(active.count))</span></h2>\(table(active, words))
            \(if: !others.isEmpty, "<h2>\(words("partnership.others", facts)) <span class=\"far\">\(words.number(others.count))</span></h2>\(table(others, words))")
            """
    }

    private func table(_ partners: [Partner], _ words: Words) -> HTML {
        let heads = [
            words("kind.partner.one"), words("partnership.today"), words("partnership.period"),
            words("partnership.took"),
        ]
        let rows = partners.map { partner -> HTML in
            let name = partner.name(on: day)
            let replaced: HTML =
                partner.replaces.map { key in
                    let facts = [("name", words.name(key.reference, in: place.project))]
                    return "<span class=\"reason\">\(words("partnership.before", facts))</span>"
                } ?? ""
            return """
                <tr><th scope="row">\(partner.number.map { "\($0) " } ?? "")<a\(href: place.to(partner.reference))>\(name)</a>\(replaced)</th>\(PartnershipPages.cell(heads[1], name == partner.name ? "" : "\(partner.name)"))\(PartnershipPages.cell(heads[2], "\(time(partner, words))"))\(PartnershipPages.cell(heads[3], took(partner, words)))</tr>
                """
        }
        return PartnershipPages.table(title(words), heads, rows)
    }

    private func took(_ partner: Partner, _ words: Words) -> HTML {
        let handed = (partner.leaving?.handedOver ?? []).map { handed -> HTML in
            let what: HTML =
                (handed.activity?.reference ?? handed.event?.reference).map { Show.link($0, words, place) }
                ?? "\(handed.what ?? "")"
            return "<li>\(what) → \(Show.link(handed.taker.reference, words, place))</li>"
        }
        let rest = place.project.stillWith(partner).map { record, _ -> HTML in
            "<li>\(Show.link(record, words, place)) \(Show.state(words("partnership.rest"), "missing"))</li>"
        }
        guard !handed.isEmpty || !rest.isEmpty else { return "" }
        return "<ul class=\"plain\">\(handed)\(rest)</ul>"
    }

    func table(_ words: Words) -> [[String]]? {
        [[words("kind.partner.one"), words("partnership.today"), words("field.from"), words("field.to")]]
            + active.map { partner in
                [
                    partner.name(on: day), partner.name, partner.from.map { words.when($0) } ?? "",
                    partner.to.map { words.when($0) } ?? "",
                ]
            }
    }

    private func time(_ partner: Partner, _ words: Words) -> String {
        partner.from == nil && partner.to == nil ? "" : words.span(partner.from, partner.to)
    }

    var json: JSON {
        ["day": .text(day.plain), "active": .list(active.map(line)), "others": .list(others.map(line))]
    }

    private func line(_ partner: Partner) -> JSON {
        let handed = (partner.leaving?.handedOver ?? []).map { handed -> JSON in
            let what = (handed.activity?.reference ?? handed.event?.reference)?.description ?? handed.what ?? ""
            return ["what": .text(what), "taker": .text(handed.taker.reference.description)]
        }
        return [
            "partner": .text(partner.reference.description), "name": .text(partner.name(on: day)),
            "from": partner.from.map { .text($0.plain) } ?? .null, "to": partner.to.map { .text($0.plain) } ?? .null,
            "handedOver": .list(handed),
            "stillWithIt": .list(place.project.stillWith(partner).map { .text($0.record.description) }),
        ]
    }
}
