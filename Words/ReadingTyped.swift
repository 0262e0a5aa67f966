import Domain

extension Words {
    /// What somebody typed, in its stored form where it reads as the shape asks; else as it was typed, so that the check
    /// names it. The stored forms read in every language.
    public func read(_ text: String, as shape: Shape) -> JSON {
        switch shape {
        case .whole, .key:
            return (Whole.reading(text) ?? readWhole(text)).map { .whole(Int64($0)) } ?? .text(text)
        case .day: return .text((Day(text) ?? readDay(text))?.plain ?? text)
        case .when: return .text((When(text) ?? readWhen(text))?.plain ?? text)
        case .amount: return .text((readAmount(text) ?? Money(plain: text))?.plain ?? text)
        case .count: return .text((Count(plain: text) ?? readCount(text))?.plain ?? text)
        default: return .text(text)
        }
    }
}
