import Domain
import Words

/// A check in words, for pages, commands and files.
extension Importing.Check {
    /// Why a row is refused or what to look at, each with the heading of its column.
    public func sentences(_ row: Importing.Row, _ words: Words, in project: Project) -> [String] {
        row.findings.map { finding in
            let isOther = importing.language != words.language
            let sentence = words.sentence(finding, plainly: isOther) { words.name($0, in: project) }
            guard !finding.field.isEmpty else { return sentence }
            let label =
                column(of: finding).map { importing.columns[$0].heading }
                ?? words.label(path: finding.field, of: importing.kind.name)
            return "\(label): \(sentence)"
        }
    }

    /// The refused rows as they came, with the reasons behind: to be mended and sent again.
    public func refusedRows(_ words: Words, in project: Project) -> [[String]] {
        let width = importing.columns.count
        func padded(_ cells: [String]) -> [String] {
            cells + Array(repeating: "", count: max(0, width - cells.count))
        }
        let reasons = importing.columns.firstIndex { Importing.isReasons($0.heading) }
        func with(_ cells: [String], _ reason: String) -> [String] {
            var cells = padded(cells)
            guard let reasons else { return cells + [reason] }
            cells[reasons] = reason
            return cells
        }
        return [with(importing.columns.map(\.heading), words("import.reasons"))]
            + rows.filter { $0.outcome == .refused }.map { row in
                with(row.cells, sentences(row, words, in: project).joined(separator: " "))
            }
    }

    /// How many rows had which outcome, of those that there are; the sum of them is all rows.
    public var counts: [(outcome: Importing.Outcome, count: Int)] {
        Importing.Outcome.allCases.map { ($0, count($0)) }.filter {
            $0.count > 0 || [.add, .change, .same, .refused].contains($0.outcome)
        }
    }

    /// The sums of a column as text: `157`, `1.234,50 EUR`.
    public func sum(_ sums: [String: Int64], _ words: Words) -> String {
        guard !sums.isEmpty else { return words.number(0) }
        return sums.keys.sorted().map { currency in
            let sum = sums[currency] ?? 0
            return Money(cents: sum, currency: currency).map { words.amount($0) } ?? words.number(Int(sum))
        }.joined(separator: " + ")
    }

    public func json(_ words: Words, in project: Project) -> JSON {
        JSON.object(of: [
            ("kind", .text(importing.kind.name)), ("entry", .whole(Int64(entry))), ("file", .text(importing.name)),
            ("characters", importing.sheet.characters.map { .text($0.rawValue) } ?? .null),
            ("separator", importing.sheet.separator.map { .text($0.rawValue) } ?? .null),
            ("headings", importing.headings.map { .whole(Int64($0)) } ?? .null),
            (
                "columns",
                .list(
                    importing.columns.map {
                        JSON.object(of: [("heading", .text($0.heading)), ("field", $0.path.map { .text($0) } ?? .null)])
                    })
            ),
            ("count", .whole(Int64(rows.count))),
            ("counts", .object(of: Importing.Outcome.allCases.map { ($0.rawValue, .whole(Int64(count($0)))) })),
            (
                "totals",
                .list(
                    totals.map { total in
                        JSON.object(of: [
                            ("field", .text(total.column.path ?? "")), ("all", Self.json(total.all)),
                            ("accepted", Self.json(total.accepted)), ("unread", .whole(Int64(total.unread))),
                        ])
                    })
            ),
            (
                "rows",
                .list(
                    rows.filter { $0.outcome != .above && $0.outcome != .empty }.map { row in
                        JSON.object(of: [
                            ("row", .whole(Int64(row.number))), ("outcome", .text(row.outcome.rawValue)),
                            ("record", row.record.map { .text($0.description) } ?? .null),
                            ("caption", .text(row.caption)),
                            ("fields", .list(row.fields.map { .text($0.name) })),
                            (
                                "findings",
                                .list(
                                    zip(row.findings, sentences(row, words, in: project)).map { finding, sentence in
                                        [
                                            "field": .text(finding.field), "finding": .text(finding.code),
                                            "column": column(of: finding).map { .whole(Int64($0 + 1)) } ?? .null,
                                            "sentence": .text(sentence),
                                        ]
                                    })
                            ),
                        ])
                    })
            ),
        ])
    }

    /// By currency; plain numbers stand under `number`.
    private static func json(_ sums: [String: Int64]) -> JSON {
        .object(of: sums.map { ($0.key.isEmpty ? "number" : $0.key, .whole($0.value)) })
    }
}
