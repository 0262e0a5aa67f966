import Desk
import Domain
import Words

/// What stands over a list and below it: quick filters, tools, numbers of pages.
extension ListPage {
    /// As many states are offered at one press; of more, a choice.
    private static let mostStates = 8

    /// The column of the state, where its words are few enough to be offered one by one.
    private var states: Filter? {
        filters.first { prepared.looks[$0.column] == .state && $0.options.count <= Self.mostStates }
    }

    /// Quick filters with how many there are of each, made of states and gaps.
    func chips(_ words: Words) -> HTML {
        let states = states
        let gaps = prepared.gaps.filter { $0.rows?.count != self.all || $0.name == gap }
        guard states != nil || !gaps.isEmpty else { return "" }
        let stateName = states.map { "f.\($0.name)" } ?? "gap"
        func chip(_ label: String, _ count: Int?, _ changes: [(String, String?)], _ isChosen: Bool) -> HTML {
            let path = address.path(with: changes + [("page", nil), ("lang", nil)])
            let count: HTML = count.map { " <b>\(words.number($0))</b>" } ?? ""
            return """
                <li><a\(href: path)\(if: isChosen, " aria-current=\"true\"")>\(label)\(count)</a></li>
                """
        }
        let isAll = (states?.chosen ?? "").isEmpty && gap == nil
        let all = chip(words("page.all"), self.all, [(stateName, nil), ("gap", nil)], isAll)
        let ofStates = (states?.options ?? []).map { value, name -> HTML in
            let isChosen = states?.chosen == value
            return chip(
                name, prepared.count(states?.column ?? 0, value), [(stateName, isChosen ? nil : value)], isChosen)
        }
        let ofGaps = gaps.map { gap -> HTML in
            let isChosen = gap.name == self.gap
            return chip(words("gap.\(gap.name)"), gap.rows?.count, [("gap", isChosen ? nil : gap.name)], isChosen)
        }
        return "<ul class=\"chips\">\(all)\(ofStates)\(ofGaps)</ul>"
    }

    /// Find, filters, groups, columns and exports.
    func tools(_ words: Words) -> HTML {
        let states = states
        let selects = filters.filter { $0.column != states?.column }.map { filter -> HTML in
            select(
                "f.\(filter.name)", words.label(field: filter.name, of: kind.name), filter.options, filter.chosen)
        }
        let stays =
            [("sort", address.query("sort")), ("gap", gap)] + (states.map { [("f.\($0.name)", $0.chosen)] } ?? [])
        let isNarrowed = !search.isEmpty || gap != nil || filters.contains { !$0.chosen.isEmpty }
        let clear: HTML =
            isNarrowed ? "<a\(href: cleared)>\(words("page.clear"))</a>" : ""
        let asked = filters.count { !$0.chosen.isEmpty && $0.column != states?.column } + (by.isEmpty ? 0 : 1)
        let narrowing = words("page.narrow") + (asked > 0 ? " (\(asked))" : "")
        return """
            <div class="tools">
            <form class="filters" method="get">
            <input type="search" name="q" value="\(search)" maxlength="200" placeholder="\(words("page.find"))" aria-label="\(words("page.find"))">
            <details class="narrow" open><summary>\(narrowing)</summary>\(selects)\(grouping(words))</details>
            \(Show.stays(place, stays.filter { $0.1?.isEmpty == false }))\(chosenColumns)
            <button>\(words("page.show"))</button> \(clear)
            </form>
            <div class="ways"><span class="count" role="status">\(count(words))</span>\(chooseRows(words)) \(columnChoice(words)) \(Show.exports(address))</div>
            </div>
            """
    }

    /// The way to choosing rows, for whoever can do anything with them.
    private func chooseRows(_ words: Words) -> HTML {
        guard choosing == nil, !acts.isEmpty, !found.isEmpty else { return "" }
        let path = address.path(with: [("choose", "yes"), ("lang", nil)])
        return "<a\(href: path)>\(words("several.choose"))</a>"
    }

    /// The table with its pages; where rows are chosen within the form that takes them on.
    func choice(_ words: Words, _ grid: HTML) -> HTML {
        guard let choosing else { return "\(grid)\(pages(words))" }
        let here = Set(seen.map { prepared.rows[found[$0]].reference.number })
        // What is chosen on other pages comes along.
        let others = choosing.rows.filter { !here.contains($0) }.map { row -> HTML in
            "<input type=\"hidden\" name=\"row\" value=\"\(row)\">"
        }
        let acts = choosing.acts.map { Fields.option($0.name.rawValue, words("several.\($0.name.rawValue)"), false) }
        let many = min(found.count, SeveralAct.most)
        let way = address.path(with: [("page", nil), ("choose", nil), ("lang", nil)])
        let action = Path(
            address.path + ["rows"], query: address.query.filter { $0.name != "page" && $0.name != "lang" })
        return """
            <form method="post" action="\(action.text)">
            <input type="hidden" name="entry" value="\(choosing.entry)">\(others)
            \(if: choosing.isNoted, "<p class=\"error\" role=\"alert\">\(words("several.most", [("n", words.number(SeveralAct.most))]))</p>")
            <div class="bulk"><b>\(words("several.chosen", [("n", words.number(choosing.rows.count))]))</b>
            <select name="act" aria-label="\(words("several.what"))">\(acts)</select>
            <button name="step" value="form">\(words("several.go"))</button>
            <button class="quiet" name="step" value="all">\(words("several.all", [("n", words.number(many))]))</button>
            <a\(href: way)>\(words("several.leave"))</a></div>
            \(grid)
            \(pages(words))
            </form>
            """
    }

    private func count(_ words: Words) -> String {
        let all = words.count(self.all, "kind.\(kind.name)")
        return found.count == self.all ? all : words("page.ofAll", [("seen", words.number(found.count)), ("all", all)])
    }

    /// The list as it is without search and filters, with the columns that were chosen.
    private var cleared: Path {
        let names = filters.map { ("f.\($0.name)", String?.none) }
        return address.path(with: [("q", nil), ("gap", nil), ("page", nil), ("lang", nil)] + names)
    }

    private func select(_ name: String, _ label: String, _ options: [(value: String, name: String)], _ chosen: String)
        -> HTML
    {
        let all = options.map { Fields.option($0.value, $0.name, $0.value == chosen) }
        return """
            <select name="\(name)" aria-label="\(label)"\(if: !chosen.isEmpty, " class=\"set\"")><option value="">\(label)</option>\(all)</select>
            """
    }

    private func grouping(_ words: Words) -> HTML {
        var ways: [(value: String, name: String)] = []
        if ListGroup.days(of: list, prepared) != nil, !place.project.reportingPeriods.isEmpty {
            ways.append((ListGroup.period, words("kind.\(ReportingPeriod.kind).one")))
        }
        ways += filters.map { ($0.name, words.label(field: $0.name, of: kind.name)) }
        return ways.isEmpty ? "" : select("by", words("page.group"), ways, by)
    }

    /// What a form takes along of the columns that somebody chose.
    private var chosenColumns: HTML {
        guard areChosen else { return "" }
        return shown.map { "<input type=\"hidden\" name=\"c\" value=\"\(list.columns[$0])\">" as HTML }.joined
    }

    private func columnChoice(_ words: Words) -> HTML {
        let boxes = list.columns.enumerated().map { index, name -> HTML in
            let isShown: HTML = shown.contains(index) ? " checked" : ""
            return """
                <label class="box"><input type="checkbox" name="c" value="\(name)"\(isShown)> \(words.label(field: name, of: kind.name))</label>
                """
        }
        let kept = address.query.filter { !["c", "page", "lang", "as"].contains($0.name) }.map { member -> HTML in
            "<input type=\"hidden\" name=\"\(member.name)\" value=\"\(member.value)\">"
        }
        guard list.columns.count > 1 else { return "" }
        return """
            <details class="columns-choice"><summary>\(words("page.columns"))</summary>
            <form method="get">\(boxes)\(kept)<button class="quiet">\(words("page.show"))</button></form></details>
            """
    }

    func pages(_ words: Words) -> HTML {
        guard found.count > Self.rowsOnAPage else { return "" }
        let last = (found.count + Self.rowsOnAPage - 1) / Self.rowsOnAPage
        let range = words(
            "page.rows",
            [
                ("from", words.number(seen.lowerBound + 1)), ("to", words.number(seen.upperBound)),
                ("n", words.number(found.count)),
            ])
        func path(_ page: Int) -> Path { address.path(with: [("page", String(page)), ("lang", nil)]) }
        // Whoever chooses takes what is chosen along to the next page.
        func leaf(_ page: Int, _ label: String, _ about: HTML) -> HTML {
            choosing == nil
                ? "<li><a\(about)\(href: path(page))>\(label)</a></li>"
                : "<li><button class=\"quiet\" name=\"go\" value=\"\(page)\"\(about)>\(label)</button></li>"
        }
        func way(_ relation: HTML, _ page: Int, _ label: TextKey) -> HTML {
            leaf(page, words(label), choosing == nil ? " rel=\"\(relation)\"" : "")
        }
        // The first, the last, and those around this one.
        let near = Set([1, last] + Range.between(page - 2, page + 3).filter { $0 >= 1 && $0 <= last }).sorted()
        var (numbers, before): ([HTML], Int) = ([], 0)
        for number in near {
            if number > before + 1 { numbers.append("<li>…</li>") }
            let current: HTML = number == page ? " aria-current=\"page\"" : ""
            numbers.append(leaf(number, words.number(number), current))
            before = number
        }
        return """
            <nav class="pages" aria-label="\(words("page.pages"))"><span>\(range)</span><ul>
            \(if: page > 1, way("prev", page - 1, "page.previous"))\(numbers)
            \(if: page < last, way("next", page + 1, "page.next"))</ul></nav>
            """
    }
}
