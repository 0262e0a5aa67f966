/// A few words about a step of a calculation: what it is, with its numbers. They become a sentence of a language only where
/// they are shown: `rateOf` with 80 and 1000 is "80 % of 1,000".
public struct Phrase: Sendable, Equatable, ExpressibleByStringLiteral {
    public enum Part: Sendable, Equatable {
        case number(Exact)
        case whole(Int)
        /// A name that belongs to no language: of a fund, of an input.
        case name(String)
        /// A word of a closed list: the list's name and the word.
        case word(String, String)
    }

    public struct Named: Sendable, Equatable {
        public let name: String
        public let part: Part
        public init(_ name: String, _ part: Part) {
            self.name = name
            self.part = part
        }
    }

    /// The name under which `Words` keeps it: `derivation.` and this.
    public let code: String
    public let parts: [Named]

    public init(_ code: String, _ parts: [Named] = []) {
        self.code = code
        self.parts = parts
    }

    public init(stringLiteral code: String) { self.init(code) }
}

extension Phrase {
    /// `80 % of 1000`.
    public static func rate(_ rate: Percent, of amount: Exact) -> Phrase {
        Phrase("rateOf", [Named("rate", .number(rate.number)), Named("amount", .number(amount))])
    }

    public static func product(_ a: Exact, _ b: Exact) -> Phrase { two("product", a, b) }
    public static func quotient(_ a: Exact, _ b: Exact) -> Phrase { two("quotient", a, b) }
    public static func sum(_ a: Exact, _ b: Exact) -> Phrase { two("sum", a, b) }
    /// `a × 100 ÷ b`.
    public static func percentage(_ a: Exact, in b: Exact) -> Phrase { two("percentageOf", a, b) }

    public static func difference(_ a: Exact, _ b: Exact, _ c: Exact) -> Phrase {
        Phrase("difference", [Named("a", .number(a)), Named("b", .number(b)), Named("c", .number(c))])
    }

    /// What one fund has, by the fund's name.
    public static func fund(_ code: String, _ fund: String) -> Phrase { Phrase(code, [Named("fund", .name(fund))]) }

    public static func numbered(_ code: String, _ number: Int) -> Phrase { Phrase(code, [Named("n", .whole(number))]) }

    public static func category(_ code: String, _ category: CostCategory) -> Phrase {
        Phrase(code, [Named("category", .word(CostCategory.choiceName, category.rawValue))])
    }

    public static func option(_ code: String, _ option: FlatRateOption) -> Phrase {
        Phrase(code, [Named("option", .word(FlatRateOption.choiceName, option.rawValue))])
    }

    private static func two(_ code: String, _ a: Exact, _ b: Exact) -> Phrase {
        Phrase(code, [Named("a", .number(a)), Named("b", .number(b))])
    }
}
