import Desk
import Domain
import Words

/// What waits, as somebody works it off: counts, one's own, a group for each partner that must move, and what wants tidying up.
struct HomeToDo {
    let waiting: Waiting
    private let lots: Waiting.Lots

    /// So many lines of a group are shown; the rest is a link away.
    private static let mostOwn = 12
    private static let mostOfPartner = 6
    private static let mostAtOnce = 20

    init(_ waiting: Waiting) {
        self.waiting = waiting
        lots = waiting.lots
    }

    private var place: Place { waiting.place }
    private var project: Project { place.project }

    func html(_ words: Words) -> HTML {
        """
        \(sums(words))
        <section>
        \(yours(words))
        \(equal(words))
        \(lots.partners.map { partner($0.partner, $0.needs, words) })
        \(tidy(words))
        \(unrecorded(words))
        <p class="hint">\(words("page.needsMe")): <a\(href: WaitingPage.path(place))>\(words("home.all", [("n", words.number(waiting.needs.count))]))</a></p>
        </section>
        """
    }

    // What is counted

    private func sums(_ words: Words) -> HTML {
        let late = waiting.needs(in: .late)
        let mine = late.count(where: waiting.isYours)
        let parts: [(Waiting.Part, Int, HTML, String)] = [
            (
                .late, late.count, late.isEmpty ? "" : "bad",
                waiting.side == .lead && !late.isEmpty
                    ? words(
                        "home.late.of",
                        [("yours", words.number(mine)), ("others", words.number(late.count - mine))])
                    : words("home.list.late")
            ),
            (.yours, waiting.needs(in: .yours).count, "", words("home.list.yours")),
            (.week, waiting.needs(in: .week).count, "open", words("home.list.week")),
            (.ahead, waiting.needs(in: .ahead).count, "", words("home.list.ahead")),
            (.tidy, waiting.needs(in: .tidy).count, "", words("home.list.tidy")),
        ]
        let items = parts.map { part, count, look, label -> HTML in
            """
            <li\(if: count > 0, " class=\"\(look)\"")><a\(href: WaitingPage.path(place, part))><b>\(words.number(count))</b> <span>\(label)</span></a></li>
            """
        }
        return "<ul class=\"sums\">\(items)</ul>"
    }

    // The groups

    /// A group under its head: what it is, how much is late, and the way to all of it.
    static func lot(_ name: HTML, _ far: String, _ way: HTML, _ content: HTML) -> HTML {
        """
        <section class="lot"><header><h2>\(name)</h2> <span class="far">\(far)</span> \(way)</header>
        \(content)
        </section>
        """
    }

    private func yours(_ words: Words) -> HTML {
        let needs = lots.yours
        let rows = needs.prefix(Self.mostOwn).map { waiting.row($0, words) }
        let all: HTML = """
            <a\(href: WaitingPage.path(place, .yours))>\(words("home.all", [("n", words.number(needs.count))]))</a>
            """
        let empty: HTML = "<p class=\"empty\">\(words("page.nothingWaits"))</p>"
        return Self.lot(
            "\(words("home.list.yours"))", said(needs, words), needs.isEmpty ? "" : all,
            needs.isEmpty ? empty : Waiting.table(words("home.list.yours"), rows))
    }

    /// "5 late, 2 this week".
    private func said(_ needs: [Need], _ words: Words) -> String {
        let late = needs.count { waiting.has($0, in: .late) }
        let week = needs.count { waiting.has($0, in: .week) }
        return [
            late > 0 ? words("home.late", [("n", words.number(late))]) : needs.isEmpty ? "" : words("home.nothingLate"),
            week > 0 ? words("home.week", [("n", words.number(week))]) : "",
        ].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// Duties that are the same for several partners: a line each, which opens.
    private func equal(_ words: Words) -> HTML {
        guard !lots.equal.isEmpty else { return "" }
        let rows = lots.equal.prefix(Self.mostOwn).map { needs -> HTML in
            guard let first = needs.first else { return "" }
            let (text, look) = waiting.due(first, words)
            let inner = needs.prefix(Self.mostAtOnce).map { need -> HTML in
                let act: HTML =
                    waiting.way(to: need).map { " <a class=\"act\"\(href: $0.path)>\(words.verb($0.verb))</a>" } ?? ""
                return "<li>\(who(waiting.mover(need), words))\(act)</li>"
            }
            let kind = first.about.map { words.form(1, "kind.\($0.kind)") } ?? ""
            let count = words.count(needs.count, "home.partners")
            let title: HTML =
                first.about.map { "<a\(href: place.to($0))>\(waiting.title(first, words))</a>" } ?? ""
            return """

                <tr><td class="due \(look)">\(Waiting.late(look, words))\(text)</td>
                <th scope="row">\(title) <span class="kind">\(kind)</span>
                <details><summary>\(count)</summary><ul class="plain">\(inner)</ul></details></th>
                <td class="do"></td></tr>
                """
        }
        return Self.lot("\(words("home.several"))", "", "", Waiting.table(words("home.several"), rows))
    }

    private func who(_ partner: Key<Partner>?, _ words: Words) -> HTML {
        guard let partner else { return "" }
        return "\(words.name(partner.reference, in: project))"
    }

    /// A partner that must move: what is late and what comes next, and a letter to it that says so.
    private func partner(_ key: Key<Partner>, _ needs: [Need], _ words: Words) -> HTML {
        let all = lots.all[key] ?? []
        // What is far off is said in the head; a line is for what presses.
        let pressing = needs.filter { waiting.has($0, in: .late) || waiting.has($0, in: .week) }
        let rows = pressing.prefix(Self.mostOfPartner).map { waiting.row($0, words) }
        var far = said(all, words)
        if pressing.isEmpty, let next = all.first(where: { $0.urgency == .next }), let day = next.day {
            let facts = [("what", waiting.title(next, words)), ("day", words.nearDay(day, from: waiting.today))]
            far += (far.isEmpty ? "" : " · ") + words("home.nextIs", facts)
        }
        let number = project.partners[key]?.number.map { "P\($0)" }
        let tag: HTML = number.map { "<span class=\"far\">\($0)</span> " } ?? ""
        let name = words.name(key.reference, in: project)
        let letter: HTML = """
            <a\(href: letter(to: key, all, words)) title="\(name)">\(words("home.mail", [("who", number ?? name)]))</a>
            """
        let list: HTML = """
            <a\(href: WaitingPage.path(place, of: key))>\(words("home.all", [("n", words.number(all.count))]))</a>
            """
        return Self.lot(
            "\(tag)<a\(href: place.to(key.reference))>\(name)</a>", far, "\(letter) \(list)", Waiting.table(name, rows))
    }

    /// What is late with a partner, and what comes next, in plain sentences, for one's own mail program.
    private func letter(to partner: Key<Partner>, _ needs: [Need], _ words: Words) -> MailLink {
        let acronym = project.identification?.acronym ?? place.name
        let people = project.holders(of: .partnerManager, at: partner, on: waiting.today)
        let reader =
            people.isEmpty
            ? words.name(partner.reference, in: project)
            : words.list(people.map { words.name($0.reference, in: project) })
        let near = needs.filter { waiting.has($0, in: .late) || waiting.has($0, in: .ahead) }
        return MailLink(
            subject: words("home.letter.subject", [("project", acronym), ("day", words.day(waiting.today))]),
            opening: [
                words("home.letter.hello", [("who", reader)]), "", words("home.letter.about", [("project", acronym)]),
                "",
            ],
            lines: near.map { "- \(toldTo($0, words))" },
            more: { words("page.andMore", [("n", words.number($0))]) },
            end: ["", place.base + place.to().text])
    }

    /// As the partner is told it, not as those who watch are.
    private func toldTo(_ need: Need, _ words: Words) -> String {
        let told = ["voteAwaited": "voteMissing", "questionPassed": "questionAsked"]
        guard let code = told[need.code] else {
            return words.sentence(need, on: waiting.today) { words.name($0, in: project) }
        }
        return words.sentence(need.told(as: code), on: waiting.today) { words.name($0, in: project) }
    }

    // What has no day

    private func tidy(_ words: Words) -> HTML {
        let needs = waiting.needs(in: .tidy)
        guard !needs.isEmpty else { return "" }
        let all: HTML = """
            <a\(href: WaitingPage.path(place, .tidy))>\(words("home.all", [("n", words.number(needs.count))]))</a>
            """
        return Self.lot(
            "\(words("home.list.tidy"))", words("home.tidy.about"), all,
            Waiting.table(words("home.list.tidy"), Self.rows(needs, in: .tidy, waiting, words)))
    }

    /// By kind with counts, each leading to its list; what is the only one of its kind stands there itself.
    static func rows(_ needs: [Need], in part: Waiting.Part, _ waiting: Waiting, _ words: Words) -> [HTML] {
        Waiting.byKind(needs).map { kind, needs in
            if needs.count == 1, let need = needs.first { return waiting.row(need, count: 1, words) }
            let path = WaitingPage.path(waiting.place, part, kind: kind)
            let names =
                needs.prefix(3).map { waiting.title($0, words) }.joined(separator: ", ")
                + (needs.count > 3 ? ", …" : "")
            return """

                <tr><td class="due ahead">\(words.number(needs.count))</td>
                <th scope="row" class="clip"><a\(href: path)>\(words("kind.\(kind).title"))</a> <span class="kind">\(names)</span></th>
                <td class="do"><a class="act"\(href: path)>\(words("home.asList"))</a></td></tr>
                """
        }
    }

    private func unrecorded(_ words: Words) -> HTML {
        let needs = waiting.needs(in: .unrecorded)
        guard !needs.isEmpty else { return "" }
        let path = WaitingPage.path(place, .unrecorded)
        return """
            <p class="hint">\(words("home.list.unrecorded")): <a\(href: path)>\(words.count(needs.count, "home.things"))</a></p>
            """
    }
}
