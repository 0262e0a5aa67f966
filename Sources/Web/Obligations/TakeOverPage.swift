import Desk
import Domain
import Words

/// What the project's rule pack gives as obligations, before anything is changed.
struct TakeOverPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/take-over") { ask, _ in
            .page(try TakeOverPage(ask, nil))
        },
        Site.Route(method: .post, pattern: "/projects/:project/take-over", asks: .init()) { ask, form in
            let place = try ask.place(.obligations)
            guard !place.isPast else { throw Stop(Refusal("asItWas"), 403) }
            if let refusal = place.refusal(TakeOverObligations.any) { throw Stop(refusal, 403) }
            do {
                let answer = try await ask.site.installation.desk(place.name).carryOut(
                    .init(TakeOverObligations.any, .object([]), by: ask.seat, seen: form?.entry))
                return ask.wants == .json ? .page(Carried(answer)) : .redirect(place.to("obligations"))
            } catch let refusal as Refusal { return .page(try TakeOverPage(ask, refusal), status: 422) }
        },
    ]

    let place: Place
    let plan: TakeOver
    let refusal: Refusal?

    var room: Room? { .obligations }
    var wide: Bool { true }

    init(_ ask: Ask, _ refusal: Refusal?) throws {
        place = try ask.place(.obligations)
        plan = try place.project.takeOver(on: place.asOf ?? place.today)
        self.refusal = refusal
    }

    func title(_ words: Words) -> String { words.verb(TakeOverObligations.name) }

    private var isWorth: Bool { plan.lines.contains { $0.effect == .new || $0.effect == .changed } }

    func body(_ words: Words) -> HTML {
        let way = [
            (words("room.obligations"), place.to("rooms", "obligations")),
            (words("kind.obligation.title"), place.to("obligations")),
        ]
        return """
            \(Frame.crumbs(place, words, way))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("page.takeOver.about", [("pack", plan.pack)]))</p>
            \(act(words))
            \(grid(words).html)
            """
    }

    private func act(_ words: Words) -> HTML {
        if let refused = refusal ?? place.refusal(TakeOverObligations.any) {
            return Show.refused(refused, words, place)
        }
        guard isWorth else { return "<p class=\"hint\">\(words("page.takeOver.none"))</p>" }
        return """
            <form method="post" action="\(place.to("take-over").text)">
            <input type="hidden" name="entry" value="\(String(place.project.entry))">
            <p class="acts"><button class="button">\(words.verb(TakeOverObligations.name))</button></p>
            </form>
            """
    }

    private func grid(_ words: Words) -> Grid<TakeOver.Line> {
        Grid(
            title(words), words, place, plan.lines,
            [
                Column("obligation", words("page.name")) { line in
                    let made = line.obligation
                    let isKnown = place.project.obligations[made.id] != nil
                    return Cell.said(words.caption(made.caption, kind: Obligation.kind), made.json)
                        .linked(isKnown ? place.to(made.reference) : nil, words, place)
                },
                Column("effect", words("page.takeOver.effect")) { .shown(.word($0.effect), effect($0.effect, words)) },
                Column("rule", words("field.obligation.rule"), in: .page) { .text(words.rule($0.obligation.rule)) },
                Column("holder", words("page.calendar.holder"), in: .page) { line in
                    let duty = line.obligation.duty.map { words.choice(Duty.Sort.choiceName, $0.rawValue) }
                    return .text(line.obligation.everyPartner ? words("page.calendar.everyPartner") : duty)
                },
                Column("source", words("page.takeOver.source"), in: .page) { line in
                    let source = [line.obligation.document, line.obligation.place].compactMap { $0 }
                    let doubt: HTML = " <span class=\"state doubt\">\(words("page.unverified"))</span>"
                    return .shown(
                        .text(nil), "\(source.joined(separator: ", "))\(if: !line.isVerified, doubt)")
                },
                Column("verified", "", in: .program) { .flag($0.isVerified) },
            ])
    }

    private func effect(_ effect: TakeOver.Effect, _ words: Words) -> HTML {
        let text = words.choice(TakeOver.Effect.choiceName, effect.rawValue)
        return switch effect {
        case .new: "<span class=\"state good\">\(text)</span>"
        case .changed, .gone: "<span class=\"state open\">\(text)</span>"
        case .same, .ended: "<span class=\"state\">\(text)</span>"
        }
    }

    var json: JSON {
        [
            "pack": .text(plan.pack), "entry": .whole(Int64(place.project.entry)),
            "refused": refusal.map { .text($0.code) } ?? .null,
            "lines": grid(Words.of(.en)).json,
        ]
    }
}
