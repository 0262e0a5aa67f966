import Desk
import Domain
import Words

/// A project as somebody sees it who only looks: what it is, who makes it, what came of it, and where more is. Nothing to do, and
/// nothing that ends in a refusal.
struct PublicHome {
    let place: Place
    let today: Day

    private static let most = 5

    init(_ place: Place, _ today: Day) { (self.place, self.today) = (place, today) }

    private var project: Project { place.project }

    func html(_ words: Words) -> HTML {
        guard let own = project.identification else {
            return "<h1>\(place.name)</h1><p class=\"empty\">\(words("need.unnamed"))</p>"
        }
        let side = HomeSideParts(place, today)
        let call = own.call.map { "\(words.label(field: "call", of: Identification.kind)) \($0)" }
        let facts = [words.span(own.start, own.end), own.programme, call].compactMap(\.self).joined(separator: " · ")
        return """
            <h1>\(own.acronym)</h1>
            <p class="lead">\(own.title)</p>
            <p class="far">\(stage(own, words)) \(facts)</p>
            \(HomeMeter(place, today).html(words))
            <div class="two">
            <section>
            \(if: own.aim != nil, "\(Show.prose(own.aim?.text ?? ""))")
            \(kept(own, words))
            \(partners(words))
            \(practices(words))
            \(news(words))
            </section>
            <aside class="side">
            \(side.results(words))
            \(side.next(words))
            \(funding(words))
            \(contact(words))
            </aside>
            </div>
            """
    }

    private func stage(_ own: Identification, _ words: Words) -> HTML {
        guard let stage = project.stage(on: today) else { return "" }
        let tone = stage == .running ? "good" : stage == .closed ? "" : "open"
        return "<span class=\"state \(tone)\">\(words.choice(Stage.choiceName, stage.rawValue))</span>"
    }

    /// Of a project that is over: until when its results can be seen.
    private func kept(_ own: Identification, _ words: Words) -> HTML {
        guard own.end < today else { return "" }
        return "<p>\(ClosedHome.kept(place, own, today, words))</p>"
    }

    private func lot(_ kind: Kind, _ count: Int, _ content: HTML, _ words: Words) -> HTML {
        guard count > 0 else { return "" }
        let way: HTML = """
            <a\(href: place.to(kind.plural))>\(words("home.all", [("n", words.number(count))]))</a>
            """
        return HomeToDo.lot("\(words("kind.\(kind.name).title"))", "", way, content)
    }

    private func partners(_ words: Words) -> HTML {
        let all = project.partners.sorted { ($0.number ?? .max, $0.id) < ($1.number ?? .max, $1.id) }
        let rows = all.prefix(40).map { partner -> HTML in
            let home = [partner.city, partner.region].compactMap(\.self).first.map { "\($0), " } ?? ""
            let left = partner.to.map {
                !partner.isActive(on: today) && $0.last < (project.identification?.end ?? today)
            }
            let until: HTML =
                left == true ? " <span class=\"far\">\(words.span(nil, partner.to))</span>" : ""
            let lead: HTML =
                partner.isLead ? " <span class=\"kind\">\(words.label(field: "isLead", of: Partner.kind))</span>" : ""
            return """

                <tr><td class="due few">\(partner.number.map { "P\($0)" } ?? "")</td>
                <th scope="row"><a\(href: place.to(partner.reference))>\(words.name(partner.reference, in: project))</a>\(lead)\(until)</th>
                <td class="where">\(home)\(words.choice("country", partner.country.code))</td></tr>
                """
        }
        guard let kind = Kind.named(Partner.kind) else { return "" }
        return lot(kind, all.count, Waiting.table(words("kind.partner.title"), rows), words)
    }

    private func practices(_ words: Words) -> HTML {
        let order: [GoodPractice.Status] = [.validated, .published, .presented, .named]
        let all = project.goodPractices.filter { $0.standsFor == nil && order.contains($0.status) }
        let latest = all.sorted { a, b in
            let (x, y) = (order.firstIndex(of: a.status) ?? 9, order.firstIndex(of: b.status) ?? 9)
            return x != y
                ? x < y
                : (b.publishedOn?.last ?? .init(count: 0), a.id) < (a.publishedOn?.last ?? .init(count: 0), b.id)
        }
        let rows = latest.prefix(Self.most).map { practice in
            line(
                practice.reference, practice.title, practice.publishedOn,
                practice.country.map { words.choice("country", $0.code) } ?? "",
                practice.addresses.first?.address, words)
        }
        guard let kind = Kind.named(GoodPractice.kind) else { return "" }
        return lot(kind, all.count, Waiting.table(words("kind.good-practice.title"), rows), words)
    }

    private func news(_ words: Words) -> HTML {
        let all = project.news.filter { $0.status == .published }
        let latest = all.sorted { ($1.on?.last ?? .init(count: 0), $0.id) < ($0.on?.last ?? .init(count: 0), $1.id) }
        let rows = latest.prefix(Self.most).map { line($0.reference, $0.title, $0.on, "", $0.address, words) }
        guard let kind = Kind.named(News.kind) else { return "" }
        return lot(kind, all.count, Waiting.table(words("kind.news-item.title"), rows), words)
    }

    /// Something that anybody may read: its day, its name, and where it stands in public.
    private func line(
        _ about: Reference, _ title: String, _ on: When?, _ soft: String, _ address: WebAddress?, _ words: Words
    ) -> HTML {
        let day = on.map { words.when($0) } ?? ""
        let far = [soft, day].filter { !$0.isEmpty }.joined(separator: " · ")
        let out: HTML = address.map { "<a class=\"out\"\(href: $0)>\(Self.host($0))</a>" } ?? ""
        return """

            <tr><th scope="row"><a\(href: place.to(about))>\(title)</a> <span class="kind">\(far)</span></th>
            <td class="where">\(out)</td></tr>
            """
    }

    /// The name of the site that an address leads to.
    static func host(_ address: WebAddress) -> String {
        let parts = address.text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        let host = parts.count > 1 ? String(parts[1]) : address.text
        return host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    }

    /// What it may spend, as published: amounts that differ stand side by side, each with who said it.
    private func funding(_ words: Words) -> HTML {
        let amounts = project.publishedAmounts.filter { $0.measure != .other }
        let rows = amounts.prefix(8).map { amount -> HTML in
            let said = amount.saidBy.map { words.who($0, in: project) } ?? ""
            return """

                <tr><th scope="row">\(words.choice(PublishedAmount.Measure.choiceName, amount.measure.rawValue)) <span class="far">\(said)</span></th>
                <td class="number"><a\(href: place.to(amount.reference))>\(words.amount(amount.amount))</a></td></tr>
                """
        }
        guard !rows.isEmpty else { return "" }
        return """
            <section><h2>\(words("home.funding"))</h2>
            <table class="near" aria-label="\(words("home.funding"))"><tbody>\(rows)</tbody></table></section>
            """
    }

    /// Who answers for it: the lead partner, its coordinator, and the project's own sites.
    private func contact(_ words: Words) -> HTML {
        let lead = project.leadPartner
        let isClosed = project.stage(on: today) == .closed
        let people = (isClosed ? [] : project.holders(of: .coordinator, on: today)).map {
            """
            <li><a\(href: place.to($0.reference))>\(words.name($0.reference, in: project))</a>
            <span class="far">\(words.choice(Duty.Sort.choiceName, Duty.Sort.coordinator.rawValue))</span></li>
            """ as HTML
        }
        let sites = project.websites.flatMap(\.addresses).filter { $0.to == nil }.prefix(3).map {
            "<li><a class=\"out\"\(href: $0.address)>\($0.address.text)</a></li>" as HTML
        }
        let partner: HTML =
            lead.map { "<li><a\(href: place.to($0.reference))>\(words.name($0.reference, in: project))</a></li>" } ?? ""
        guard lead != nil || !sites.isEmpty else { return "" }
        return
            "<section><h2>\(words("home.contact"))</h2><ul class=\"plain\">\(partner)\(people)\(sites)</ul></section>"
    }
}

/// A closed project for those who have a desk in it: how it ended, what must be kept and until when, what nobody recorded.
struct ClosedHome {
    let waiting: Waiting

    init(_ waiting: Waiting) { self.waiting = waiting }

    func html(_ words: Words) -> HTML {
        let place = waiting.place
        guard let own = place.project.identification else { return "" }
        let asked = waiting.needs.filter { $0.urgency != .notOnRecord }
        let missing = waiting.needs(in: .unrecorded)
        func way(_ part: Waiting.Part?, _ count: Int) -> HTML {
            """
            <a\(href: WaitingPage.path(place, part))>\(words("home.all", [("n", words.number(count))]))</a>
            """
        }
        let remains = HomeToDo.lot(
            "\(words("home.remains"))", "", way(nil, waiting.needs.count),
            Waiting.table(words("home.remains"), asked.prefix(20).map { waiting.row($0, partner: true, words) }))
        let name = words("home.list.unrecorded")
        let unrecorded = HomeToDo.lot(
            "\(name)", "", way(.unrecorded, missing.count),
            """
            <p class="hint">\(words("page.notOnRecord.about"))</p>
            \(Waiting.table(name, HomeToDo.rows(missing, in: .unrecorded, waiting, words)))
            """)
        return """
            <section>
            <p class="lead">\(Self.kept(place, own, waiting.today, words))</p>
            \(if: !asked.isEmpty, remains)
            \(if: !missing.isEmpty, unrecorded)
            </section>
            """
    }

    /// "It ended on 31 January 2023. Its results must be kept and shown until 31 January 2028, in 1 year."
    static func kept(_ place: Place, _ own: Identification, _ today: Day, _ words: Words) -> String {
        let ended = words("home.ended", [("day", words.day(own.end))])
        guard let until = place.project.durabilityEnd else { return ended }
        let facts = [("day", words.day(until)), ("distance", words.distance(from: today, to: until))]
        return "\(ended) \(words(until >= today ? "need.durability" : "home.keptUntil", facts))"
    }
}
