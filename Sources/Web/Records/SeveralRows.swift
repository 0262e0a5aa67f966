import Desk
import Domain
import Files
import Trail
import Words

/// Rows that were chosen in a list, over its pages, and one verb that is done with each of them as one entry of the trail.
///
/// Nothing is kept between the steps: the page holds which rows are chosen, what was typed, and the entry at which they were seen.
enum SeveralRows {
    static let routes: [Site.Route] = [
        Site.Route(method: .post, pattern: "/projects/:project/:plural/rows") { ask, form in
            try await answer(ask, form)
        }
    ]

    private static let names: Set = ["row", "act", "step", "go", "held", "lost"]

    private static func answer(_ ask: Ask, _ form: Form?) async throws -> Reply {
        let (kind, place) = try RecordPages.found(ask)
        guard let list = RecordList.all[kind.name] else { throw Stop(Refusal("unknownPage")) }
        guard let form, !place.isPast else { throw Stop(Refusal("asItWas"), 403) }
        let acts = SeveralAct.all(kind, place)
        if acts.isEmpty, let refusal = kind.verb(.change).flatMap({ place.refusal($0) }) { throw Stop(refusal, 403) }
        let act = form["act"].flatMap { name in acts.first { $0.name.rawValue == name } }
        let unknown = form.unknown(to: .init(act?.form ?? .group([]), names, files: true))
        guard unknown.isEmpty else { throw Stop(.blocked(by: unknown), 422) }
        guard form.sent == nil else { throw Stop(Refusal("brokenForm"), 400) }
        guard !acts.isEmpty else { throw Stop(Refusal("unknownPage")) }
        let rows = form.all("row").compactMap { Whole.key($0) }.uniqued
        var choosing = Choosing(acts: acts, rows: rows, entry: form.entry ?? place.project.entry)
        let step = form["step"] ?? ""
        // Leafing goes on choosing; so does whoever chose nothing, or too much.
        if ["form", "check", "start"].contains(step), let act, !rows.isEmpty, rows.count <= SeveralAct.most {
            return try await several(act, step, choosing, kind, ask, place, form)
        }
        var query = ask.query.filter { !["page", "choose"].contains($0.name) } + [("choose", "yes")]
        if let page = form["go"] { query.append(("page", page)) }
        var listing = ask
        listing.path = Array(ask.path.dropLast())
        listing.query = query
        if step == "all" {
            let found = try ListPage(list, listing, place)
            choosing.rows = found.found.prefix(SeveralAct.most).map { found.prepared.rows[$0].reference.number }
        }
        choosing.isNoted = rows.count > SeveralAct.most || step != "all" && form["go"] == nil
        return .page(
            try ListPage(list, listing, place, choosing: choosing), status: choosing.isNoted ? 422 : 200)
    }

    /// The form of the act, the check of every row, and the start.
    private static func several(
        _ act: SeveralAct, _ step: String, _ choosing: Choosing, _ kind: Kind, _ ask: Ask, _ place: Place, _ form: Form
    ) async throws -> Reply {
        let held = HeldFiles(form)
        let values = try form.json(act.form, in: ask.words) ?? .object([])
        let (proofs, uploads) = held.proofs
        func page(_ checked: [Checked]?, _ refusal: Refusal? = nil, status: Int = 200) -> Reply {
            let entry = checked == nil ? choosing.entry : place.project.entry
            return .page(
                SeveralPage(
                    place: place, kind: kind, act: act, rows: choosing.rows, checked: checked, values: values,
                    typed: form.fields.filter { act.form.member($0.name) != nil }, held: held, entry: entry,
                    refusal: refusal), status: status)
        }
        if step == "form" { return page(nil) }
        let wrong = act.findings(values, proofs)
        guard wrong.isEmpty else { return page(nil, .blocked(by: wrong), status: 422) }

        let desk = try ask.site.installation.desk(place.name)
        let checked = choosing.rows.map { number -> Checked in
            let reference = Reference(kind: kind.name, number: number)
            guard let record = kind.find(place.project, number),
                place.project.entry(of: reference) ?? 0 <= choosing.entry
            else { return Checked(reference, .changed) }
            guard let input = act.input(record, values, proofs) else { return Checked(reference, .noDay) }
            if let refusal = place.refusal(act.verb, on: record) ?? act.verb.hindrance(record, place.project) {
                return Checked(reference, .refused(refusal))
            }
            let one = Step(act.verb, input)
            do {
                _ = try desk.foreseeing(
                    .init([one], by: ask.seat, seen: choosing.entry, today: ask.today, uploads: uploads))
                return Checked(reference, .ready(one))
            } catch let refusal as Refusal { return Checked(reference, .refused(refusal)) } catch {
                return Checked(reference, .changed)
            }
        }
        let steps = checked.compactMap(\.step)
        guard step == "start" else { return page(checked) }
        // One that others changed is named, and the rest waits for a decision.
        guard steps.count == checked.count else {
            return page(checked, status: checked.contains { $0.isChanged } ? 409 : 422)
        }
        do {
            let answer = try await desk.carryOut(
                .init(steps, by: ask.seat, seen: choosing.entry, today: ask.today, uploads: uploads))
            return .redirect(place.to("trail", String(answer.entry)))
        } catch let conflict as ProjectDesk.Conflict {
            return page(checked, conflict.refusal, status: 409)
        } catch let refusal as Refusal {
            return page(checked, refusal, status: refusal.isOfPermission ? 403 : 422)
        }
    }

    /// Which rows of a list are chosen, and when they were seen.
    struct Choosing: Sendable {
        let acts: [SeveralAct]
        var rows: [Int]
        let entry: Int
        /// Whether somebody must be told how many may be chosen.
        var isNoted = false
    }

    /// A row with what would become of it.
    struct Checked: Sendable {
        enum Outcome: Sendable { case ready(Step), refused(Refusal), changed, noDay }
        let reference: Reference
        let outcome: Outcome

        init(_ reference: Reference, _ outcome: Outcome) { (self.reference, self.outcome) = (reference, outcome) }

        var step: Step? { if case .ready(let step) = outcome { step } else { nil } }
        var isChanged: Bool { if case .changed = outcome { true } else { false } }
    }
}
