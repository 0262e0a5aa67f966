import Desk
import Domain
import Words

/// Rows of a list that belong together: of one reporting period, of one partner, or of one word of a column.
struct ListGroup: Sendable {
    let title: String
    let rows: [Int]

    /// By the periods that rows belong to with their day.
    static let period = "period"

    /// In the order of periods, or of what the column's words are called; what has none comes last.
    static func all(
        _ by: String, _ rows: [Int], _ prepared: PreparedList, _ list: RecordList, _ sort: String, _ words: Words,
        _ place: Place
    ) -> [ListGroup] {
        if by == period { return ofPeriods(rows, prepared, list, sort, words, place) }
        guard let column = list.columns.firstIndex(of: by) else { return [] }
        let options = prepared.options[column]
        let titles = Dictionary(options.map { ($0.value, $0.name) }) { a, _ in a }
        let grouped = Dictionary(grouping: rows) { prepared.rows[$0].cells[column].values.first }
        let none =
            (grouped[nil] ?? [])
            + rows.filter { row in
                prepared.rows[row].cells[column].values.first.map { titles[$0] == nil } ?? false
            }
        return options.compactMap { value, name in grouped[value].map { ListGroup(title: name, rows: $0) } }
            + (none.isEmpty ? [] : [ListGroup(title: words("page.group.none"), rows: none)])
    }

    /// The column by whose days rows belong to periods: that of the order, else the first of days.
    static func days(of list: RecordList, _ prepared: PreparedList) -> Int? {
        let order = list.order.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 }
        func isDays(_ column: Int) -> Bool {
            switch prepared.looks[column] {
            case .day, .span: true
            default: false
            }
        }
        return list.columns.firstIndex { $0 == order }.flatMap { isDays($0) ? $0 : nil }
            ?? prepared.first.first(where: isDays)
    }

    private static func ofPeriods(
        _ rows: [Int], _ prepared: PreparedList, _ list: RecordList, _ sort: String, _ words: Words, _ place: Place
    ) -> [ListGroup] {
        guard let column = days(of: list, prepared) else { return [] }
        let periods = place.project.reportingPeriods.sorted { $0.start < $1.start }
        guard !periods.isEmpty else { return [] }
        let grouped = Dictionary(grouping: rows) { row -> Int? in
            guard case .when(let when?, _) = prepared.rows[row].cells[column] else { return nil }
            return periods.firstIndex { $0.start <= when.first && when.first <= $0.end }
        }
        let order = sort.hasPrefix("-") ? Array(periods.indices.reversed()) : Array(periods.indices)
        let named = order.compactMap { index in
            grouped[index].map { rows in
                let period = periods[index]
                let name = words.caption(period.caption, kind: ReportingPeriod.kind)
                return ListGroup(title: "\(name), \(words.span(period.start, period.end))", rows: rows)
            }
        }
        return named + (grouped[nil].map { [ListGroup(title: words("page.group.noPeriod"), rows: $0)] } ?? [])
    }
}

extension PreparedList {
    /// What a column comes to over some rows: amounts of one currency, numbers of people, and what the noun says may be added.
    /// Nil where nothing can be added up.
    func sum(_ column: Int, of rows: [Int], _ list: RecordList) -> Cell? {
        guard looks[column] == .amount || looks[column] == .number else { return nil }
        let isWhole = list.sums.contains(list.columns[column])
        var (money, count, whole): (Money?, Count?, Int?)
        for row in rows {
            switch self.rows[row].cells[column] {
            case .amount(let next?):
                guard let sum = money.map({ $0.adding(next) }) ?? next else { return nil }
                money = sum
            case .count(let next?):
                let (sum, over) = (count?.number ?? 0).addingReportingOverflow(next.number)
                if over { return nil }
                count = Count(sum, Count.less(count?.precision ?? .exact, next.precision))
            case .whole(let next?) where isWhole:
                let (sum, over) = (whole ?? 0).addingReportingOverflow(next)
                if over { return nil }
                whole = sum
            default: continue
            }
        }
        return money.map { .amount($0) } ?? count.map { .count($0) } ?? whole.map { .whole($0) }
    }
}

extension Count {
    /// How precise a sum of two is.
    fileprivate static func less(_ a: Precision, _ b: Precision) -> Precision {
        a == .about || b == .about ? .about : a == .atLeast || b == .atLeast ? .atLeast : .exact
    }
}
