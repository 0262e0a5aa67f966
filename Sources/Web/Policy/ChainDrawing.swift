import Desk
import Domain
import Words

/// A chain as a drawing of six columns, what is missing on it, and the same as a list.
enum ChainDrawing {
    /// The chain through a record, for its page; nothing where the record stands alone.
    static func strip(_ reference: Reference, _ words: Words, _ place: Place) -> HTML {
        guard let chain = place.project.chain(through: reference),
            chain.nodes.count > 1 || chain.nodes.contains(where: { $0.stage == .action || $0.stage == .change })
        else { return "" }
        return """
            <section class="chain">
            <h2 id="chain">\(words("page.chain.through"))</h2>
            \(html(chain, words, place))
            <p class="hint"><a\(href: place.to("chain"))>\(words("page.chain.all"))</a></p>
            </section>
            """
    }

    static func html(_ chain: Chain, _ words: Words, _ place: Place) -> HTML {
        let label = words("page.chain.drawing", [("record", words.name(chain.start, in: place.project))])
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)">
            \(drawing(chain, label, words, place))
            </div>
            \(gaps(chain, words, place))
            <details>
            <summary>\(words("page.chain.list"))</summary>
            \(list(chain, words, place))
            </details>
            """
    }

    // MARK: The drawing

    private static let column = 168
    private static let width = 150
    private static let height = 58
    private static let step = 70
    private static let top = 28
    private static let most = 7

    private static func drawing(_ chain: Chain, _ label: String, _ words: Words, _ place: Place) -> HTML {
        var rows = 1
        var boxes: [HTML] = []
        var places: [Reference: (x: Int, y: Int)] = [:]
        for stage in ChainStage.allCases {
            let x = stage.place * column + 2
            let all = chain.nodes(at: stage)
            boxes.append(
                "<text class=\"head\" x=\"\(x)\" y=\"16\">\(words("choice.chainStage.\(stage.rawValue)"))</text>")
            rows = max(rows, min(all.count, most) + (all.count > most ? 1 : 0))
            for (row, node) in all.prefix(most).enumerated() {
                let y = top + row * step
                places[node.reference] = (x, y)
                boxes.append(box(node, isStart: node.reference == chain.start, x, y, words, place))
            }
            if all.count > most {
                boxes.append(
                    "<text class=\"more\" x=\"\(x)\" y=\"\(top + most * step + 16)\">+ \(all.count - most)</text>")
            }
            if all.isEmpty { boxes.append(empty(chain, stage, x, words)) }
        }
        let lines = chain.edges.compactMap { edge -> HTML? in
            guard let from = places[edge.from], let to = places[edge.to] else { return nil }
            let (x, y) = (from.x + width, from.y + height / 2)
            let (u, v) = (to.x, to.y + height / 2)
            let bend = max(12, (u - x) / 2)
            let curve = "M\(x) \(y) C\(x + bend) \(y) \(u - bend) \(v) \(u) \(v)"
            let look = "\(edge.isSaid ? "said" : "unsaid")\(edge.isDirect ? " direct" : "")"
            return "<path class=\"\(look)\" d=\"\(curve)\"/>"
        }
        return """
            <svg class="chain" viewBox="0 0 \(6 * column) \(top + rows * step)" role="group" aria-label="\(label)">
            \(lines)
            \(boxes)
            </svg>
            """
    }

    /// A frame where nothing stands, with what is known of the link: passed over, on record elsewhere, or nothing.
    private static func empty(_ chain: Chain, _ stage: ChainStage, _ x: Int, _ words: Words) -> HTML {
        let (middle, line) = (x + width / 2, top + height / 2 + 4)
        let texts = wrapped(absence(chain, stage, words)).enumerated().map { index, text -> HTML in
            "<text class=\"gap\" x=\"\(middle)\" y=\"\(line - 8 + index * 15)\" text-anchor=\"middle\">\(text)</text>"
        }
        // The line of a direct link passes here.
        if chain.absences[stage] == .notNeeded {
            let text = absence(chain, stage, words)
            return "<text class=\"passed\" x=\"\(middle)\" y=\"\(top + 10)\" text-anchor=\"middle\">\(text)</text>"
        }
        return """
            <rect class="gap" x="\(x)" y="\(top)" width="\(width)" height="\(height)" rx="3"/>
            \(texts)
            """
    }

    private static func absence(_ chain: Chain, _ stage: ChainStage, _ words: Words) -> String {
        switch chain.absences[stage] {
        case .notNeeded: words("page.chain.direct")
        case .elsewhere(let count): words.count(count, "page.chain.elsewhere")
        case .nothing, nil: words("page.chain.nothing")
        }
    }

    private static func box(
        _ node: Chain.Node, isStart: Bool, _ x: Int, _ y: Int, _ words: Words, _ place: Place
    ) -> HTML {
        let name = words.name(node.reference, in: place.project)
        let isDoubtful = place.project.record(node.reference)?.provenance.doubtsBelonging == true
        let lines = wrapped(name).enumerated().map { index, line -> HTML in
            "<text x=\"\(x + 8)\" y=\"\(y + 17 + index * 15)\">\(line)</text>"
        }
        let label = "\(words("choice.chainStage.\(node.stage.rawValue)")): \(name)"
        let look: HTML = "node\(if: isStart, " start")\(if: !node.isSaid, " unsaid")\(if: isDoubtful, " doubt")"
        return """
            <a\(href: place.to(node.reference)) aria-label="\(label)">
            <rect class="\(look)" x="\(x)" y="\(y)" width="\(width)" height="\(height)" rx="3"/>
            <title>\(name)</title>
            \(lines)
            </a>
            """
    }

    /// At most three lines of about twenty characters.
    static func wrapped(_ text: String) -> [String] {
        let (line, most) = (21, 3)
        var lines: [String] = []
        for word in text.split(separator: " ").flatMap(parts) {
            if let last = lines.last, last.count + 1 + word.count <= line, !last.hasSuffix("-") {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(word.count > line ? String(word.prefix(line - 1)) + "…" : String(word))
            }
        }
        guard lines.count > most else { return lines }
        return lines.prefix(most - 1) + [String(lines[most - 1].prefix(line - 1)) + "…"]
    }

    /// A long word may break at its hyphen.
    private static func parts(_ word: Substring) -> [Substring] {
        guard word.count > 14, let hyphen = word.firstIndex(of: "-"), hyphen != word.indices.last else { return [word] }
        return [word[...hyphen], word[word.index(after: hyphen)...]]
    }

    // MARK: What is missing

    static func gaps(_ chain: Chain, _ words: Words, _ place: Place) -> HTML {
        guard !chain.gaps.isEmpty else {
            return "<p><span class=\"state good\">\(words("page.chain.whole"))</span></p>"
        }
        let items = chain.gaps.map { gap -> HTML in
            let mend = words("chain.mend.\(gap.what.rawValue)")
            let links = gap.perhaps.prefix(5).map { "<li>\(Show.link($0, words, place))</li>" as HTML }
            let perhaps: HTML = "<p class=\"hint\">\(words("page.chain.perhaps"))</p><ul class=\"plain\">\(links)</ul>"
            return """
                <li>
                \(sentence(gap, words, place)) <a\(href: path(gap, place))>\(mend)</a>
                \(if: !links.isEmpty, perhaps)
                </li>
                """
        }
        return """
            <div class="warnings">
            <h3>\(words("page.chain.missing"))</h3>
            <ul class="plain">\(items)</ul>
            </div>
            """
    }

    static func sentence(_ gap: Chain.Gap, _ words: Words, _ place: Place) -> String {
        words(
            "chain.gap.\(gap.what.rawValue)",
            [("record", words.name(gap.about, in: place.project)), ("words", gap.words ?? "")])
    }

    /// Where it would be entered.
    private static func path(_ gap: Chain.Gap, _ place: Place) -> Path {
        let number = String(gap.about.number)
        switch gap.what {
        case .noAction: return place.to(PolicyChange.plural, number, "change")
        case .unconfirmed: return place.to(PolicyChange.plural, number, ConfirmPolicyChange.name)
        case .noInspiration, .inspirationInWords, .inspirationUnrecorded:
            return place.to(Inspiration.plural, "new", query: [("action", number)])
        case .noPractice, .noOutcome: return place.to(Inspiration.plural, number, "change")
        case .noInspired: return place.to(Inspiration.plural, "new", query: [(gap.about.field, number)])
        case .noChange: return place.to(PolicyChange.plural, "new", query: [("action", number)])
        case .noEvent: return place.to(Showing.plural, "new", query: [("practice", number)])
        case .noSwot: return place.to(RegionalSwot.plural, "new")
        case .swotUnsaid:
            return gap.about.kind == Inspiration.kind
                ? place.to(Inspiration.plural, number, "change")
                : gap.about.kind == Action.kind
                    ? place.to(Inspiration.plural, "new", query: [("action", number)])
                    : place.to(Inspiration.plural, "new")
        }
    }

    // MARK: The same in words

    static func list(_ chain: Chain, _ words: Words, _ place: Place) -> HTML {
        let unsaid: HTML = " <span class=\"reason\">\(words("page.chain.unsaid"))</span>"
        let stages = ChainStage.allCases.map { stage -> HTML in
            let nodes = chain.nodes(at: stage).map { node -> HTML in
                "<li>\(Show.link(node.reference, words, place))\(if: !node.isSaid, unsaid)</li>"
            }
            return """
                <li>
                <b>\(words("choice.chainStage.\(stage.rawValue)"))</b>
                \(if: nodes.isEmpty, "<p class=\"hint\">\(absence(chain, stage, words))</p>")
                \(if: !nodes.isEmpty, "<ul class=\"plain\">\(nodes)</ul>")
                </li>
                """
        }
        return "<ol class=\"plain\">\(stages)</ol>"
    }

    static func json(_ chain: Chain, _ place: Place) -> JSON {
        let stages = ChainStage.allCases.map { stage -> (String, JSON) in
            let nodes = chain.nodes(at: stage).map { node -> JSON in
                ["record": .text(node.reference.description), "isSaid": .flag(node.isSaid)]
            }
            return (stage.rawValue, .list(nodes))
        }
        let links = chain.edges.map { edge -> JSON in
            [
                "from": .text(edge.from.description), "to": .text(edge.to.description),
                "isSaid": .flag(edge.isSaid), "isDirect": .flag(edge.isDirect),
            ]
        }
        let missing = chain.gaps.map { gap -> JSON in
            [
                "what": .text(gap.what.rawValue), "stage": .text(gap.stage.rawValue),
                "about": .text(gap.about.description), "words": gap.words.map { .text($0) } ?? .null,
                "sentence": .text(sentence(gap, Words.of(.en), place)),
                "perhaps": .list(gap.perhaps.map { .text($0.description) }),
            ]
        }
        return [
            "through": .text(chain.start.description), "stages": .object(of: stages), "links": .list(links),
            "missing": .list(missing), "isWhole": .flag(chain.isWhole),
            "empty": .object(
                of: ChainStage.allCases.filter { chain.absences[$0] != nil }.map {
                    ($0.rawValue, .text(absence(chain, $0, Words.of(.en))))
                }),
        ]
    }
}

extension Reference {
    /// The field of an inspiration that a record of the first three links stands in.
    fileprivate var field: String {
        switch ChainStage(kind: kind) {
        case .practice: "practices"
        case .event: "event"
        default: "swot"
        }
    }
}
