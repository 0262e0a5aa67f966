import Desk
import Domain
import Words

/// Values of records as markup.
enum Show {
    /// - Parameter day: the day of the record that says it: names of then are told.
    static func value(
        _ json: JSON?, _ shape: Shape, of kind: String, _ words: Words, _ place: Place, on day: Day? = nil
    ) -> HTML {
        guard let json, json != .null else { return "" }
        switch (shape, json) {
        case (.key(let kind), .whole(let number)):
            return link(Reference(kind: kind, number: Int(number)), words, place, on: day)
        case (.who, .text(let text)):
            return Who(text).person.map { link($0.reference, words, place) } ?? "\(text)"
        case (.address, .text(let text)):
            guard let address = WebAddress(text) else { return "\(text)" }
            let short = text.count > 70 ? String(text.prefix(66)) + "…" : text
            return "<a class=\"out\"\(href: address)\(if: short != text, " title=\"\(text)\"")>\(short)</a>"
        case (.digest, .text(let text)): return "<code>\(String(text.prefix(12)))…</code>"
        case (.choice(let list, _), .text(let word)) where isState(list): return state(words.choice(list, word), word)
        case (.prose, .text(let text)): return prose(text)
        case (.amount, _), (.count, _), (.whole, _):
            return "<span class=\"number\">\(words.plain(json, shape, of: kind, in: place.project))</span>"
        case (.list(let item), .list(let items)):
            if item.members.isEmpty {
                let shown = items.map { value($0, item, of: kind, words, place, on: day) }
                if case .choice = item {
                    return "\(items.map { words.plain($0, item, of: kind, in: place.project) }.joined(separator: ", "))"
                }
                return items.count == 1 ? shown[0] : "<ul class=\"plain\">\(shown.map { "<li>\($0)</li>" })</ul>"
            }
            let rows = items.map { value($0, item, of: kind, words, place, on: day) }
            return "<ul class=\"plain\">\(rows.map { "<li>\($0)</li>" })</ul>"
        case (.group(let members), .object):
            let parts = members.compactMap { member -> HTML? in
                guard let inner = json[member.name] else { return nil }
                let shown = value(inner, member.shape, of: kind, words, place, on: day)
                // What comes first says what the group is; it needs no label.
                if member == members.first { return "<span class=\"part\">\(shown)</span>" }
                return part(words.label(field: member.name, of: kind), shown)
            }
            return "\(parts)"
        default: return "\(words.plain(json, shape, of: kind, in: place.project))"
        }
    }

    /// A member of a group with its label.
    static func part(_ label: String, _ value: HTML) -> HTML {
        "<span class=\"part\"><span class=\"partname\">\(label)</span> \(value)</span>"
    }

    /// A record by its name, linked; plain, and as it was last called, when it is gone.
    ///
    /// - Parameters:
    ///   - entry: as it was called at that entry.
    ///   - day: as it was called on that day, where its name is dated.
    static func link(
        _ reference: Reference, _ words: Words, _ place: Place, at entry: Int? = nil, on day: Day? = nil
    ) -> HTML {
        let name =
            entry.map { place.name(reference, at: $0, words) }
            ?? words.name(reference, in: place.project.called(on: day), of: place.installation)
        guard place.project.entry(of: reference) != nil else { return "\(name)" }
        return "<a\(href: place.to(reference))>\(name)</a>"
    }

    /// Whether the words of a list are shown as tags: states alone are.
    static func isState(_ list: String) -> Bool {
        list.hasSuffix(".status") || list.hasSuffix(".state") || list == PartnerReportState.choiceName
    }

    /// A state as a word in a small tag, with a tone for the few that mean something at a glance.
    static func state(_ text: String, _ word: String) -> HTML {
        switch word {
        case "held", "published", "validated", "approved", "done", "confirmed", "sent", "submitted", "delivered",
            "accepted", "solved", "followed", "settled", "good", "inForce", "signed":
            return "<span class=\"state good\">\(text)</span> "
        case "cancelled", "notHeld", "failed", "dropped", "late", "notFollowed", "cameTrue", "notGood", "rejected",
            "missing", "dead":
            return "<span class=\"state bad\">\(text)</span> "
        case "moved", "inClarification", "draft", "candidate", "withChanges", "questions", "unsigned":
            return "<span class=\"state open\">\(text)</span> "
        default: return "<span class=\"state\">\(text)</span> "
        }
    }

    static func prose(_ text: String) -> HTML {
        let paragraphs = text.split(separator: "\n\n").map { paragraph -> HTML in
            let lines = paragraph.split(separator: "\n", omittingEmptySubsequences: false).map {
                "\(String($0))" as HTML
            }
            var html: HTML = ""
            for (index, line) in lines.enumerated() { html += index == 0 ? line : "<br>\(line)" }
            return "<p>\(html)</p>"
        }
        return "\(paragraphs)"
    }

    static func sentence(_ finding: Finding, _ words: Words, _ place: Place?, plainly: Bool = false) -> String {
        words.sentence(finding, plainly: plainly) { reference in
            place.map { words.name(reference, in: $0.project) } ?? reference.description
        }
    }

    static func sentence(_ refusal: Refusal, _ words: Words, _ place: Place?) -> String {
        words.sentence(refusal) { reference in
            place.map { words.name(reference, in: $0.project, of: $0.installation) } ?? reference.description
        }
    }

    /// The records that stand in the way, each as a link: also one that was withdrawn, whose page says what it was.
    static func named(_ refusal: Refusal, _ words: Words, _ place: Place) -> HTML {
        let records = refusal.facts.flatMap { fact in
            if case .records(let references, _) = fact.fact { references } else { [] as [Reference] }
        }
        guard !records.isEmpty else { return "" }
        let items = records.prefix(50).map { reference -> HTML in
            let name = words.name(reference, in: place.project, of: place.installation)
            return "<li><a\(href: place.to(reference))>\(name)</a></li>"
        }
        return "<ul class=\"plain\">\(items)</ul>"
    }

    /// What is wrong with a form, each with its field, for programs.
    static func findings(_ refusal: Refusal?, _ place: Place) -> JSON {
        .list(
            (refusal?.findings ?? []).map { finding in
                [
                    "field": .text(finding.field), "finding": .text(finding.code),
                    "sentence": .text(sentence(finding, Words.of(.en), place, plainly: true)),
                ]
            })
    }

    /// Why something cannot be done here, with the way to it.
    static func refused(_ refusal: Refusal, _ words: Words, _ place: Place) -> HTML {
        let desk = Path("desk", query: [("project", place.name)])
        let choose: HTML = refusal.code == "noDesk" ? " <a\(href: desk)>\(words("page.chooseSeat"))</a>" : ""
        return "<p class=\"hint\">\(sentence(refusal, words, place))\(choose)</p>\(named(refusal, words, place))"
    }

    /// The way to a desk; in a tab of its own where something typed would be left behind.
    static func choosing(_ words: Words, beside: Bool, _ place: Place?) -> HTML {
        let desk = Path("desk", query: beside ? place.map { [("project", $0.name)] } ?? [] : [])
        let tab: HTML = beside ? " target=\"_blank\"" : ""
        return "<p><a class=\"button\"\(href: desk)\(tab)>\(words("page.chooseSeat"))</a></p>"
    }

    /// The ways to what is seen as a file for people and for programs.
    static func exports(_ path: Path, besides: HTML = "") -> HTML {
        """
        <p class="exports">\(besides) <a\(href: path.asking("as", "csv"))>CSV</a> <a\(href: path.asking("as", "json"))>JSON</a></p>
        """
    }

    /// The same for a list as it was asked for: what is seen is what is exported.
    static func exports(_ ask: Ask, besides: HTML = "") -> HTML {
        let ways = ["csv", "json"].map { name -> HTML in
            "<a\(href: ask.path(with: [("as", name), ("lang", nil)]))>\(name.uppercased())</a> "
        }
        return "<span class=\"exports\">\(besides)\(ways)</span>"
    }

    /// What a form that asks for another part of a page takes along: the state that is looked at, and more of the address.
    static func stays(_ place: Place, _ more: [(String, String?)] = []) -> HTML {
        ([("as-of", place.asked?.description), ("as-known", place.asKnown)] + more).map { name, value -> HTML in
            value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">" } ?? ""
        }.joined
    }

    /// A list under its heading; nothing where nothing is on it.
    static func headed(_ heading: String, _ items: [HTML]) -> HTML {
        guard !items.isEmpty else { return "" }
        return """
            <h2>\(heading)</h2>
            <ul class="plain">\(items)</ul>
            """
    }

    /// A choice in a form, by values and what they are called.
    static func select(_ name: String, _ label: String, _ all: [(String, String)], _ chosen: String) -> HTML {
        let options = all.map { Fields.option($0, $1, $0 == chosen) }
        return "<label>\(label) <select name=\"\(name)\">\(options)</select></label>"
    }

    /// One day, or from the first to the last.
    static func days(_ from: When?, _ to: When?, _ words: Words) -> String {
        to == nil ? from.map { words.when($0) } ?? "" : words.span(from, to)
    }
}
