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

    /// How a partner stands with a duty.
    struct Square: Sendable {
        let occurrence: Occurrence
        let state: Occurrence.State
        let fulfilment: Fulfilment?
        let doneOn: Day?
    }
    struct Row: Sendable {
        let partner: Partner
        /// One for each duty; nil where the partner does not owe it.
        let squares: [Square?]
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
                squares: standings.map { standing in
                    // Of several due days the one that matters now: the first that is open, else the last.
                    let own = standing.filter { $0.occurrence.partner == partner.id }
                    let item = own.first { $0.state == .late || $0.state == .ahead } ?? own.last
                    return item.map {
                        Square(
                            occurrence: $0.occurrence, state: $0.state, fulfilment: $0.fulfilment, doneOn: $0.doneOn)
                    }
                })
        }
        lacking = project.materials.filter { material in
            project.checklist(of: material).contains { $0.isMandatory && $0.state == .lacking }
        }
    }

    func title(_ words: Words) -> String { words("view.publicity") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, in: .communication))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("page.publicity.about"))</p>
        \(if: duties.isEmpty, none(words))
        \(if: !duties.isEmpty, "\(grid(words).html)\(Show.exports(place.to("publicity")))")
        \(Show.headed(words("page.publicity.others"), others.map { other($0, words) }))
        \(Show.headed(words("page.publicity.materials"), lacking.map { "<li>\(Show.link($0.reference, words, place))</li>" }))
        """
    }

    private func none(_ words: Words) -> HTML {
        """
        <p class="empty">\(words("page.publicity.none"))</p>
        <p><a class="button quiet"\(href: place.to("take-over"))>\(words.verb(TakeOverObligations.name))</a></p>
        """
    }

    private func other(_ duty: Obligation, _ words: Words) -> HTML {
        let text: HTML = duty.text.map { "<span class=\"reason\">\($0.text)</span>" } ?? ""
        return "<li>\(Show.link(duty.reference, words, place))\(text)</li>"
    }

    private func grid(_ words: Words) -> Grid<Row> {
        let may = place.refusal(FulfilObligation.any) == nil
        var grid = Grid<Row>(
            title(words), words, place, rows,
            [
                Column("partner", words("field.partner")) { row in
                    let name = Show.link(row.partner.reference, words, place)
                    return .shown(
                        .said(
                            words.name(row.partner.reference, in: place.project), .whole(Int64(row.partner.id.number))),
                        name)
                }
            ]
                + Column.each("cells", duties) { index, duty in
                    let name = words.caption(duty.caption, kind: Obligation.kind)
                    let link = Show.link(duty.reference, words, place)
                    return Column("cells", name, link, sum: .text(met(index, words))) { row in
                        cell(row.squares[index], may, words)
                    }
                })
        grid.look = "list matrix"
        return grid
    }

    private func met(_ index: Int, _ words: Words) -> String {
        let owed = rows.compactMap { $0.squares[index] }
        // What was waived is not met, and is not owed any more.
        let waived = owed.count { $0.state == .waived }
        let facts = [
            ("met", words.number(owed.count { $0.state == .fulfilled })),
            ("all", words.number(owed.count - waived)),
        ]
        let summary = words("page.publicity.summary", facts)
        guard waived > 0 else { return summary }
        return
            "\(summary) · \(words.choice(Occurrence.State.choiceName, Occurrence.State.waived.rawValue)) \(words.number(waived))"
    }

    private func cell(_ square: Square?, _ may: Bool, _ words: Words) -> Cell {
        guard let square else {
            return .shown(.said("", .null), "<span class=\"hint\">\(words("page.publicity.notOwed"))</span>")
        }
        let (occurrence, fulfilment) = (square.occurrence, square.fulfilment)
        let day = words.day(fulfilment?.on ?? occurrence.day)
        let text = "\(words.choice(Occurrence.State.choiceName, square.state.rawValue)) \(day)"
        let json = JSON.object(of: [
            ("state", .text(square.state.rawValue)), ("day", .text(occurrence.day.plain)),
            ("fulfilment", fulfilment.map { .whole(Int64($0.id.number)) } ?? .null),
        ])
        let record = may ? DueDaysTable.path(occurrence, FulfilObligation.name, place) : nil
        let proofs = fulfilment.map { place.project.showable($0.provenance.proofs).count } ?? 0
        let late = DueDaysTable.lateness(square.doneOn, occurrence.day, words)
        let note = [day, late, proofs > 0 ? words.count(proofs, "page.publicity.photo") : ""]
            .filter { !$0.isEmpty }.joined(separator: " · ")
        return Cell.shown(.said(text, json), DueDaysTable.state(square.state, words))
            .linked(fulfilment.map { place.to($0.reference) } ?? record, words, place).noted(note, words, place)
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }

    var json: JSON {
        ["duties": .list(duties.map { .text($0.reference.description) }), "rows": grid(Words.of(.en)).json]
    }

    /// What must and should be on a material, on its page.
    static func checklist(_ material: Material, _ place: Place, _ words: Words) -> HTML {
        let heading = words("page.checklist")
        let grid = Grid<Material.Check>(
            heading, words, place, place.project.checklist(of: material),
            [
                Column("element", words("page.name")) { check in
                    let element = words.choice(Material.Element.choiceName, check.element.rawValue)
                    return Cell.text(element).noted(check.says, words, place)
                },
                Column("status") { .shown(.word($0.state), state($0, words)) },
                Column("source") { check in
                    let why = words(check.isMandatory ? "page.checklist.mandatory" : "page.checklist.recommended")
                    return .shown(.text(why), "\(why)\(source(check, words))")
                },
            ])
        guard !grid.rows.isEmpty else { return "" }
        return """
            <section>
            <h2>\(heading)</h2>
            \(grid.html)
            </section>
            """
    }

    private static func state(_ check: Material.Check, _ words: Words) -> HTML {
        let state = words.choice(Material.Check.State.choiceName, check.state.rawValue)
        return switch (check.state, check.isMandatory) {
        case (.shown, _): "<span class=\"state good\">\(state)</span>"
        case (.lacking, true): "<span class=\"state bad\">\(state)</span>"
        default: "<span class=\"state\">\(state)</span>"
        }
    }

    private static func source(_ check: Material.Check, _ words: Words) -> HTML {
        guard let source = check.source else { return "" }
        let doubt: HTML = " <span class=\"state doubt\">\(words("page.unverified"))</span>"
        return "<span class=\"reason\">\(source)\(if: !check.isVerified, doubt)</span>"
    }
}
