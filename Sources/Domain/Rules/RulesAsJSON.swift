/// Packs as data, in the names and forms of pack files.
extension DatedValue {
    public var json: JSON {
        .object(of: [
            ("value", value?.json ?? .null), ("from", from.map { .text($0.plain) } ?? .null),
            ("to", to.map { .text($0.plain) } ?? .null), ("origin", .text(source.origin.rawValue)),
            ("source", .text(source.document)), ("section", .text(source.section)),
            ("certainty", .text(certainty.rawValue)),
            ("verified", verifiedBy.map { .text($0) } ?? .null), ("note", note.map { .text($0) } ?? .null),
        ])
    }
}

extension RuleValue {
    /// As a pack file writes it: what is read from it is this value again.
    public var json: JSON {
        switch self {
        case .percent(let percent): .text(percent.plain)
        case .number(let number): .text(number.plain)
        case .whole(let whole): .whole(Int64(whole))
        case .amount(let amount): .text(amount.plain)
        case .flag(let flag): .flag(flag)
        case .word(let text), .text(let text): .text(text)
        case .words(let words): .list(words.map { .text($0) })
        case .day(let day): .text(day.plain)
        case .rounding(let rounding): .text(rounding.plain)
        case .flatRate(let method): method.json
        case .table(let rows): .object(of: rows.map { (String($0.count), .text($0.amount.plain)) })
        case .deadlines(let rows): .list(rows.map(\.json))
        case .field(let field): field.json
        case .none: "none"
        }
    }
}

extension YearlyDeadline {
    var json: JSON {
        .object(
            of: [
                ("phase", .text(phase)), ("from", .text(from.text)), ("to", .text(to.text)),
                ("due", .text(due?.text ?? "projectEnd")),
            ] + (year.map { [("year", .whole(Int64($0)))] } ?? []))
    }
}

extension FormField {
    var json: JSON {
        .object(
            of: [("order", .whole(Int64(order))), ("kind", .text(kind)), ("asks", .text(asks))]
                + (limit.map { [("limit", .whole(Int64($0)))] } ?? [])
                + (required ? [("required", .flag(true))] : []))
    }
}
