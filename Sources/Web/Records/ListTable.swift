import Desk
import Domain
import Words

/// The table of a list: one line a row, as wide as the page, the head in sight.
extension ListPage {
    func grid(_ words: Words) -> HTML {
        let looks = shown.map { prepared.looks[$0] }
        let firstDay = looks.firstIndex { $0 == .day || $0 == .span }
        let onPhone = onPhone(looks)
        let opens = zip(shown, looks).enumerated().map { index, column -> HTML in
            let isLaterDay = (column.1 == .day || column.1 == .span) && index != firstDay
            let label: HTML =
                column.1.needsLabel || isLaterDay
                ? " data-label=\"\(words.column(list.columns[column.0], of: kind.name))\"" : ""
            return "<td\(setting(column.1, isMore: !onPhone.contains(index)))\(label)"
        }
        let doubt: HTML = "<span class=\"state doubt\">\(words("page.doubtful"))</span> "
        // The same words and the same partners stand in many rows.
        var made: [Cell: HTML] = [:]
        let chosen = choosing.map { Set($0.rows) }
        func line(_ row: RecordList.Row) -> HTML {
            var cells: HTML = ""
            for (index, column) in shown.enumerated() {
                let cell = row.cells[column]
                if let known = made[cell] {
                    cells += opens[index]
                    cells += known
                    continue
                }
                var shown: HTML = ""
                if looks[index].gives {
                    let text = cell.plain(words, place)
                    if text.count > 8 { shown = " title=\"\(text)\"" }
                }
                shown += ">"
                shown += cell.line(words, place)
                shown += "</td>"
                made[cell] = shown
                cells += opens[index]
                cells += shown
            }
            let name = words.caption(row.caption, kind: kind.name)
            let box: HTML =
                chosen.map { chosen in
                    let number = row.reference.number
                    return """
                        <input type="checkbox" name="row" value="\(number)" aria-label="\(name)"\(if: chosen.contains(number), " checked")>
                        """
                } ?? ""
            let whole: HTML = name.count > 30 ? " title=\"\(name)\"" : ""
            return """
                <tr\(if: row.isDoubtful, " class=\"doubtful\"")>
                <th scope="row">\(box)\(if: row.isDoubtful, doubt)<a\(href: place.to(row.reference))\(whole)>\(name)</a></th>\(cells)</tr>
                """
        }
        var body: HTML = "<tbody>"
        var (group, left) = (0, 0)
        var begins: [Int: Int] = [:]
        for (index, these) in groups.enumerated() {
            begins[left] = index
            // Where a page begins within a group, its heading stands there again.
            if left < seen.lowerBound, left + these.rows.count > seen.lowerBound { begins[seen.lowerBound] = index }
            left += these.rows.count
        }
        for index in seen {
            if let begun = begins[index] {
                group = begun
                body +=
                    index == seen.lowerBound
                    ? heading(groups[group], words) : "</tbody><tbody>\(heading(groups[group], words))"
            }
            let position = found[index]
            body += areChosen || choosing != nil ? line(prepared.rows[position]) : prepared.line(position, line)
        }
        body += "</tbody>"
        let sums = shown.map { prepared.sum($0, of: found, list) }
        let foot = foot(sums, words)
        let widest = widest(sums, words)
        return """
            <div class="scroll whole\(if: widest == nil, " over")" tabindex="0" role="region" aria-label="\(title(words))">
            <table class="list dense\(if: widest != nil, " h\(widest ?? 0)")\(if: isBrief(words), " brief")">
            <thead><tr>\(heads(words))</tr></thead>
            \(body)
            \(if: foot != nil, "<tfoot>\(foot)</tfoot>")
            </table>
            </div>
            """
    }

    private func setting(_ look: ColumnLook, isMore: Bool) -> HTML {
        let name: HTML =
            switch look {
            case .number, .amount: "number"
            case .day, .span: "day"
            case .state: "tag"
            case .partner, .flag: "fix"
            case .text: ""
            }
        guard isMore || look != .text else { return "" }
        return " class=\"\(name)\(if: isMore, look == .text ? "more" : " more")\""
    }

    /// The columns that a card on a phone has in its one line: the first day, where or whose it is, and its state.
    private func onPhone(_ looks: [ColumnLook]) -> Set<Int> {
        let day = looks.firstIndex { $0 == .day || $0 == .span }
        let state = looks.firstIndex { $0 == .state }
        let rest = looks.indices.filter { $0 != day && $0 != state }.sorted { a, b in
            (looks[a] == .partner ? 0 : 1, a) < (looks[b] == .partner ? 0 : 1, b)
        }
        let fixed = [day, state].compactMap(\.self)
        return Set(fixed + rest.prefix(3 - fixed.count))
    }

    private func heads(_ words: Words) -> [HTML] {
        let falling = sort.hasPrefix("-")
        let sorted = falling ? String(sort.dropFirst()) : sort
        func head(_ name: String, _ label: String, _ whole: String, _ number: Bool) -> HTML {
            let next = sorted == name && !falling ? "-" + name : name
            let order: HTML = sorted == name ? (falling ? "descending" : "ascending") : "none"
            let path = address.path(with: [("sort", next), ("page", nil), ("lang", nil)])
            let title: HTML = label == whole ? "" : " title=\"\(whole)\""
            return GridMarkup.head(label, "<a\(href: path)\(title)>\(label)</a>", isNumber: number, order: order)
        }
        return [head("name", words("page.name"), words("page.name"), false)]
            + shown.map { column in
                let (name, look) = (list.columns[column], prepared.looks[column])
                return head(
                    name, words.column(name, of: kind.name), words.label(field: name, of: kind.name),
                    look == .number || look == .amount)
            }
    }

    /// How wide texts may be, in halves of a rem; nil where the columns are more than the page has room for.
    private func widest(_ sums: [Cell?], _ words: Words) -> Int? {
        let seen = seen.map { prepared.rows[found[$0]] }
        let columns = zip(shown, sums).map { column, sum in
            let head = words.column(list.columns[column], of: kind.name).split(separator: " ").map(\.count)
            let cells = seen.map { $0.cells[column].letters(words, place) } + [sum?.letters(words, place) ?? 0]
            return (look: prepared.looks[column], letters: (head + cells).max() ?? 0)
        }
        let name = seen.map { words.caption($0.caption, kind: kind.name).count }.max() ?? 0
        return ListColumns.widest(columns, name: name)
    }

    /// Whether what rows are called needs little room: "Fulfilment 34".
    private func isBrief(_ words: Words) -> Bool {
        seen.allSatisfy {
            words.caption(prepared.rows[found[$0]].caption, kind: kind.name).count <= ListColumns.briefName
        }
    }

    /// A group's title with how many rows it has and what they come to.
    private func heading(_ group: ListGroup, _ words: Words) -> HTML {
        let sums = shown.map { prepared.sum($0, of: group.rows, list) }
        let before = sums.firstIndex { $0 != nil } ?? sums.count
        let cells = sums.dropFirst(before).map { sum -> HTML in
            sum.map { "<td class=\"number\">\($0.html(words, place))</td>" } ?? "<td></td>"
        }
        return """
            <tr class="group"><th scope="rowgroup" colspan="\(before + 1)">\(group.title)
            <span class="far">· \(words.number(group.rows.count))</span></th>\(cells.joined)</tr>
            """
    }

    /// What the columns come to over all rows that are found.
    private func foot(_ sums: [Cell?], _ words: Words) -> HTML? {
        guard sums.contains(where: { $0 != nil }) else { return nil }
        let cells = sums.map { sum -> HTML in
            sum.map { "<td class=\"number\">\($0.html(words, place))</td>" } ?? "<td></td>"
        }
        return "<tr><th scope=\"row\">\(words("page.total"))</th>\(cells)</tr>"
    }
}
