/// The name of a rule as packs write it. Those that a calculation asks for are listed here; all stand in `Vocabulary`.
public struct ParameterName: Hashable, Sendable {
    public let text: String
    public init(_ text: String) { self.text = text }

    public static let rounding = ParameterName("rounding")
    public static let leftOver = ParameterName("leftOver")
    public static let percentageOfNothing = ParameterName("percentageOfNothing")
    public static let flatRateMethod = ParameterName("flatRate.method")
    public static let flatRatePercent = ParameterName("flatRate.percent")
    public static let flatRateMostPercent = ParameterName("flatRate.mostPercent")
    public static let flatRateExact = ParameterName("flatRate.exact")
    public static let ownMayNotBe = ParameterName("coFinancing.ownMayNotBe")
    public static let flatRateExcludes = ParameterName("flatRate.excludes")
    public static let fundingRate = ParameterName("funding.rate")
    public static let fundingFund = ParameterName("funding.fund")
    public static let fundingFrozen = ParameterName("funding.rateFrozenAtApproval")
    public static let mostCoFinancingEntries = ParameterName("coFinancing.mostEntries")
    public static let lumpSumAmount = ParameterName("lumpSum.amount")
    public static let lumpSumTable = ParameterName("lumpSum.table")
    public static let unitCostPrice = ParameterName("unitCost.price")
    public static let annualHours = ParameterName("staff.annualHours")
    public static let fixedRate = ParameterName("currency.fixedRate")
    public static let rateMonth = ParameterName("currency.rateMonth")
    public static let periodMonths = ParameterName("reporting.periodMonths")
    public static let phaseStepMonths = ParameterName("phase.reportingStepMonths")
    public static let deadlines = ParameterName("reporting.deadlines")
    public static let dueMonthsAfterEnd = ParameterName("reporting.dueMonthsAfterEnd")
    public static let dueDayRule = ParameterName("reporting.dueDayRule")
    public static let finalDue = ParameterName("reporting.finalDue")
    public static let closureMonths = ParameterName("eligibility.closureMonths")
    public static let partnerToController = ParameterName("reporting.partnerToController")
    public static let flexibilityPercent = ParameterName("flexibility.percent")
    public static let flexibilityOffset = ParameterName("flexibility.needsOffset")
    public static let flexibilityCumulative = ParameterName("flexibility.cumulative")
    public static let flexibilityDecides = ParameterName("flexibility.decidedBy")
    public static let flexibilityDecidesAbove = ParameterName("flexibility.decidedAboveBy")
    public static let prolongationMonths = ParameterName("changes.prolongationMonths")
    public static let archiveYears = ParameterName("archive.years")
    public static let archiveFrom = ParameterName("archive.from")
    public static let durabilityYears = ParameterName("durability.years")
    public static let projectFundMost = ParameterName("funding.projectMost")
}

/// What a rule may be about: nothing, or one of a list, or any name.
enum Subject: Sendable {
    case none
    case one(of: [String])
    case category, option, roundingStep
    case country, currency, language
    /// Any word of letters, digits, points and hyphens: an identifier of a phase, a form's field, an indicator.
    case name(Named)

    /// What the word names.
    enum Named: String, Choice {
        case phase, lumpSum, unitCost, unitCostCountry, code, call, indicator, formSection, formField, step,
            kindOfChange
        case kindOfStaff, method, categoryOrKind
    }

    func takes(_ text: String) -> Bool {
        switch self {
        case .none: text.isEmpty
        case .one(let list): list.contains(text)
        case .category: CostCategory(rawValue: text) != nil
        case .option: FlatRateOption(rawValue: text) != nil
        case .roundingStep: RoundingStep(rawValue: text) != nil
        case .country: Country(plain: text) != nil
        case .currency: Money(cents: 0, currency: text) != nil
        case .language: LanguageCode(plain: String(text.prefix { $0 != "." })) != nil
        case .name:
            !text.isEmpty && text.utf8.count <= 80
                && text.utf8.allSatisfy {
                    ($0 | 32 >= 97 && $0 | 32 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 || $0 == 46
                }
        }
    }

    /// What may stand there: words of the format as they are, everything else by a name that `Words` knows.
    var expected: Fact {
        func any<C: Choice>(of list: C.Type) -> Fact { .text(C.allCases.map(\.rawValue).joined(separator: ", ")) }
        return switch self {
        case .none: .word("ruleExpected", "none")
        case .one(let list): .text(list.joined(separator: ", "))
        case .category: any(of: CostCategory.self)
        case .option: any(of: FlatRateOption.self)
        case .roundingStep: any(of: RoundingStep.self)
        case .country: .word("ruleExpected", "country")
        case .currency: .word("ruleExpected", "currency")
        case .language: .word("ruleExpected", "language")
        case .name(let what): .word("ruleExpected", what.rawValue)
        }
    }
}
