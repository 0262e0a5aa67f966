import Desk
import Domain
import Words

/// Partners by publicity duties: what hangs, stands and is shown where, with its proof.
struct PublicityPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/publicity") { ask, _ in
            let place = try ask.place(.communication)
            return .page(PublicityPage(place), tag: RecordPages.tag(ask, place))
        }
    ]

    struct Cell: Sendable {
        let occurrence: Occurrence
        let state: Occurrence.State
        let fulfilment: Fulfilment?
    }
    struct Row: Sendable {
        let partner: Partner
        /// One for each duty; nil where the partner does not owe it.
        let cells: [Cell?]
    }

    let place: Place
    let today: Day
    let duties: [Obligation]
    let rows: [Row]
    /// Publicity duties that are not each partner's.
    let others: [Obligation]
    let lacking: [Material]

    var room: Room? { .communication }
    var wide: Bool { true }

    init(_ place: Place) {
        self.place = place
        let today = place.asOf ?? place.today
        self.today = today
        let project = place.project
        let all = project.obligations.filter { $0.sort == .publicity && $0.status == .inForce }
        duties = all.filter(\.everyPartner)
        others = all.filter { !$0.everyPartner }
        let standings = duties.map { project.standing(of: $0, on: today) }
        rows = project.partners.map { partner in
            Row(
                partner: partner,
                cells: standings.map { standing in
                    // Of several due days the one that matters now: the first that is open, else the last.
                    let own = standing.filter { $0.occurrence.partner == partner.id }
                    let item = own.first { $0.state == .late || $0.state == .ahead } ?? own.last
                    return item.map { Cell(occurrence: $0.occurrence, state: $0.state, fulfilment: $0.fulfilment) }
                })
        }
        lacking = project.materials.filter { material in
            project.checklist(of: material).contains { $0.isMandatory && $0.state == .lacking }
        }
    }

    func title(_ words: Words) -> String { words("view.publicity") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, [(words("room.communication"), place.to("rooms", "communication"))]))
        <h1>\(title(words))</h1><p class="lead">\(words("page.publicity.about"))</p>
        \(if: duties.isEmpty, "<p class=\"empty\">\(words("page.publicity.none"))</p><p><a class=\"button quiet\"\(href: place.to("take-over"))>\(words.verb(TakeOverObligations.name))</a></p>")
        \(if: !duties.isEmpty, matrix(words))
        \(if: !others.isEmpty, "<h2>\(words("page.publicity.others"))</h2><ul class=\"plain\">\(others.map { "<li>\(Show.link($0.reference, words, place))\(if: $0.text != nil, "<span class=\"reason\">\($0.text?.text ?? "")</span>")</li>" as HTML })</ul>")
        \(if: !lacking.isEmpty, "<h2>\(words("page.publicity.materials"))</h2><ul class=\"plain\">\(lacking.map { "<li>\(Show.link($0.reference, words, place))</li>" as HTML })</ul>")
        """
    }

    private func matrix(_ words: Words) -> HTML {
        let heads = duties.map { duty -> HTML in "<th scope=\"col\">\(Show.link(duty.reference, words, place))</th>" }
        let labels = duties.map { words.caption($0.caption, kind: Obligation.kind) }
        let may = place.refusal(FulfilObligation.any) == nil
        let lines = rows.map { row -> HTML in
            let cells = zip(labels, row.cells).map { label, cell -> HTML in
                "<td data-label=\"\(label)\">\(shown(cell, may, words))</td>"
            }
            return "<tr><th scope=\"row\">\(Show.link(row.partner.reference, words, place))</th>\(cells)</tr>"
        }
        let sums = duties.indices.map { index -> HTML in
            let owed = rows.compactMap { $0.cells[index] }
            let met = owed.filter { $0.state == .fulfilled || $0.state == .waived }.count
            let text = words("page.publicity.summary", [("met", words.number(met)), ("all", words.number(owed.count))])
            return "<td data-label=\"\(labels[index])\">\(text)</td>"
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(title(words))"><table class="list matrix"><thead><tr><th scope="col">\(words("field.partner"))</th>\(heads)</tr></thead><tbody>\(lines)</tbody><tfoot><tr><th scope="row">\(words("page.total"))</th>\(sums)</tr></tfoot></table></div><p class="exports"><a\(href: place.to("publicity", query: [("as", "csv")]))>CSV</a> <a\(href: place.to("publicity", query: [("as", "json")]))>JSON</a></p>
            """
    }

    private func shown(_ cell: Cell?, _ may: Bool, _ words: Words) -> HTML {
        guard let cell else { return "<span class=\"hint\">\(words("page.publicity.notOwed"))</span>" }
        let state = DueDaysTable.state(cell.state, words)
        if let fulfilment = cell.fulfilment {
            let count = fulfilment.provenance.proofs.count
            return
                "<a\(href: place.to(fulfilment.reference))>\(state)</a><span class=\"reason\">\(words.day(fulfilment.on))\(if: count > 0, " · \(words.count(count, "page.publicity.photo"))")</span>"
        }
        let day: HTML = "<span class=\"reason\">\(words.day(cell.occurrence.day))</span>"
        guard may else { return "\(state)\(day)" }
        return "<a\(href: DueDaysTable.path(cell.occurrence, FulfilObligation.name, place))>\(state)</a>\(day)"
    }

    func table(_ words: Words) -> [[String]]? {
        [[words("field.partner")] + duties.map { words.caption($0.caption, kind: Obligation.kind) }]
            + rows.map { row in
                [row.partner.name]
                    + row.cells.map { cell in
                        guard let cell else { return "" }
                        let day = words.day(cell.fulfilment?.on ?? cell.occurrence.day)
                        return "\(words.choice(Occurrence.State.choiceName, cell.state.rawValue)) \(day)"
                    }
            }
    }

    var json: JSON {
        [
            "duties": .list(duties.map { .text($0.reference.description) }),
            "rows": .list(
                rows.map { row in
                    [
                        "partner": .whole(Int64(row.partner.id.number)),
                        "cells": .list(
                            row.cells.map { cell in
                                guard let cell else { return .null }
                                return JSON.object(of: [
                                    ("state", .text(cell.state.rawValue)), ("day", .text(cell.occurrence.day.plain)),
                                    ("fulfilment", cell.fulfilment.map { .whole(Int64($0.id.number)) } ?? .null),
                                ])
                            }),
                    ]
                }),
        ]
    }

    /// What must and should be on a material, on its page.
    static func checklist(_ material: Material, _ place: Place, _ words: Words) -> HTML {
        let checks = place.project.checklist(of: material)
        guard !checks.isEmpty else { return "" }
        let rows = checks.map { check -> HTML in
            let state = words.choice(Material.Check.State.choiceName, check.state.rawValue)
            let tone: HTML =
                switch (check.state, check.isMandatory) {
                case (.shown, _): "<span class=\"state good\">\(state)</span>"
                case (.lacking, true): "<span class=\"state bad\">\(state)</span>"
                default: "<span class=\"state\">\(state)</span>"
                }
            let why = words(check.isMandatory ? "page.checklist.mandatory" : "page.checklist.recommended")
            let says: HTML =
                check.says.map { "<span class=\"reason\">\($0)</span>" } ?? ""
            let source: HTML =
                check.source.map { source in
                    "<span class=\"reason\">\(source)\(if: !check.isVerified, " <span class=\"state doubt\">\(words("page.unverified"))</span>")</span>"
                } ?? ""
            return """
                <tr><th scope="row">\(words.choice(Material.Element.choiceName, check.element.rawValue))\(says)</th><td>\(tone)</td><td>\(why)\(source)</td></tr>
                """
        }
        return """
            <section><h2>\(words("page.checklist"))</h2><div class="scroll" tabindex="0" role="region" aria-label="\(words("page.checklist"))"><table class="list"><tbody>\(rows)</tbody></table></div></section>
            """
    }
}
