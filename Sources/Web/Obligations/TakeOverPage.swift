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
        let rows = plan.lines.map { line -> HTML in
            let made = line.obligation
            let known = place.project.obligations[made.id] != nil
            let name = words.caption(made.caption, kind: Obligation.kind)
            let holder =
                made.everyPartner
                ? words("page.calendar.everyPartner")
                : made.duty.map { words.choice(Duty.Sort.choiceName, $0.rawValue) } ?? ""
            let source = [made.document, made.place].compactMap { $0 }.joined(separator: ", ")
            return """
                <tr><th scope="row">\(if: known, "<a\(href: place.to(made.reference))>\(name)</a>")\(if: !known, "\(name)")</th><td>\(effect(line.effect, words))</td><td data-label="\(words("field.obligation.rule"))">\(words.rule(made.rule))</td><td data-label="\(words("page.calendar.holder"))">\(holder)</td><td data-label="\(words("page.takeOver.source"))">\(source)\(if: !line.isVerified, " <span class=\"state doubt\">\(words("page.unverified"))</span>")</td></tr>
                """
        }
        let refused = refusal ?? place.refusal(TakeOverObligations.any)
        let act: HTML =
            refused.map { Show.refused($0, words, place) }
            ?? (isWorth
                ? "<form method=\"post\" action=\"\(place.to("take-over").text)\"><input type=\"hidden\" name=\"entry\" value=\"\(String(place.project.entry))\"><p class=\"acts\"><button class=\"button\">\(words.verb(TakeOverObligations.name))</button></p></form>"
                : "<p class=\"hint\">\(words("page.takeOver.none"))</p>")
        return """
            \(Frame.crumbs(place, words, [(words("room.obligations"), place.to("rooms", "obligations")), (words("kind.obligation.title"), place.to("obligations"))]))
            <h1>\(title(words))</h1><p class="lead">\(words("page.takeOver.about", [("pack", plan.pack)]))</p>
            \(act)
            <div class="scroll" tabindex="0" role="region" aria-label="\(title(words))"><table class="list"><thead><tr><th scope="col">\(words("page.name"))</th><th scope="col">\(words("page.takeOver.effect"))</th><th scope="col">\(words("field.obligation.rule"))</th><th scope="col">\(words("page.calendar.holder"))</th><th scope="col">\(words("page.takeOver.source"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
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
            "lines": .list(
                plan.lines.map {
                    [
                        "effect": .text($0.effect.rawValue), "obligation": $0.obligation.json,
                        "verified": .flag($0.isVerified),
                    ]
                }),
        ]
    }
}
