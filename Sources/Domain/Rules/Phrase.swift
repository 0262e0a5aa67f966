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
    static func rate(_ rate: Percent, of amount: Exact) -> Phrase {
        Phrase("rateOf", [Named("rate", .number(rate.number)), Named("amount", .number(amount))])
    }

    static func product(_ a: Exact, _ b: Exact) -> Phrase { two("product", a, b) }
    static func quotient(_ a: Exact, _ b: Exact) -> Phrase { two("quotient", a, b) }
    static func sum(_ a: Exact, _ b: Exact) -> Phrase { two("sum", a, b) }
    /// `a × 100 ÷ b`.
    static func percentage(_ a: Exact, in b: Exact) -> Phrase { two("percentageOf", a, b) }

    static func difference(_ a: Exact, _ b: Exact, _ c: Exact) -> Phrase {
        Phrase("difference", [Named("a", .number(a)), Named("b", .number(b)), Named("c", .number(c))])
    }

    /// What one fund has, by the fund's name.
    static func fund(_ code: String, _ fund: String) -> Phrase { Phrase(code, [Named("fund", .name(fund))]) }

    static func numbered(_ code: String, _ number: Int) -> Phrase { Phrase(code, [Named("n", .whole(number))]) }

    static func category(_ code: String, _ category: CostCategory) -> Phrase {
        Phrase(code, [Named("category", .word(CostCategory.choiceName, category.rawValue))])
    }

    static func option(_ code: String, _ option: FlatRateOption) -> Phrase {
        Phrase(code, [Named("option", .word(FlatRateOption.choiceName, option.rawValue))])
    }

    static func source(_ code: String, _ status: ContributionStatus, fund: String? = nil) -> Phrase {
        let beside = fund.map { [Named("fund", .name($0))] } ?? []
        return Phrase(code, [Named("source", .word(ContributionStatus.choiceName, status.rawValue))] + beside)
    }

    private static func two(_ code: String, _ a: Exact, _ b: Exact) -> Phrase {
        Phrase(code, [Named("a", .number(a)), Named("b", .number(b))])
    }
}
