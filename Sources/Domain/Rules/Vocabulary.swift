/// Every name that a pack may use: its unit, and what it may be about. What it means is said in `Words`. A name that is not here is refused,
/// so that a slip of the pen cannot silently leave a rule out.
public enum Vocabulary {
    public struct Meaning: Sendable {
        public let name: String
        public let unit: RuleUnit
        let subject: Subject
        /// The words that a value may be, for the units `word` and `words`; none for any.
        public let words: [String]
    }

    public static func meaning(of name: String) -> Meaning? { byName[name] }

    /// What a rule is about, as the table of contents of a pack has it.
    public enum Topic: String, Choice {
        case structure, funding, categories, staff, simplified, money, eligibility, reporting, control, changes,
            results,
            publicity, ends

        var meanings: [Meaning] {
            switch self {
            case .structure: Vocabulary.structure
            case .funding: Vocabulary.funding
            case .categories: Vocabulary.categories
            case .staff: Vocabulary.staff
            case .simplified: Vocabulary.simplified
            case .money: Vocabulary.money
            case .eligibility: Vocabulary.eligibility
            case .reporting: Vocabulary.reporting
            case .control: Vocabulary.control
            case .changes: Vocabulary.changes
            case .results: Vocabulary.results
            case .publicity: Vocabulary.publicity
            case .ends: Vocabulary.ends
            }
        }
    }

    public static func topic(of name: String) -> Topic? { topics[name] }

    private static let topics: [String: Topic] = Dictionary(
        Topic.allCases.flatMap { topic in topic.meanings.map { ($0.name, topic) } }
    ) { first, _ in first }

    /// The list of words that says what a name is about: cost categories, countries, or the list of all the others.
    public static func subjectList(of name: String) -> String {
        switch byName[name]?.subject {
        case .category: CostCategory.choiceName
        case .option: FlatRateOption.choiceName
        case .roundingStep: RoundingStep.choiceName
        case .country: "country"
        default: "ruleSubject"
        }
    }

    static let classes: [String] = ["public", "privateNonProfit", "private", "norwegian", "swiss", "candidate", "uk"]
    static let bodies = ["ma", "ca", "js", "mc", "controller", "approbation", "aa", "lead", "partner"]
    static let forms = [
        "goodPractice", "actionPlan", "partnerReport", "jointReport", "expenditureItem", "procurement", "certificate",
        "controlReport", "checklist", "midTermReview", "closure", "paymentOrder",
    ]

    /// Pairs of which the first may not be above the second.
    static let leastAndMost: [(ParameterName, ParameterName)] = [
        (ParameterName("phase.monthsLeast"), ParameterName("phase.monthsMost")),
        (ParameterName("funding.projectRecommendedLeast"), ParameterName("funding.projectRecommendedMost")),
        (ParameterName("eligibility.programmeFrom"), ParameterName("eligibility.programmeTo")),
    ]

    private static func m(
        _ name: String, _ unit: RuleUnit, _ subject: Subject, words: [String] = []
    ) -> Meaning {
        Meaning(name: name, unit: unit, subject: subject, words: words)
    }

    /// A rule that is about nothing in particular: there is one of it.
    private static func m(_ name: String, _ unit: RuleUnit, words: [String] = []) -> Meaning {
        m(name, unit, .none, words: words)
    }

    private static let byName: [String: Meaning] = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    public static let all: [Meaning] = Topic.allCases.flatMap(\.meanings)

    static let structure: [Meaning] = [
        m("body.name", .text, .one(of: bodies)),
        m("body.duty", .text, .one(of: bodies)),
        m("phase.name", .text, .name(.phase)),
        m("phase.monthsLeast", .months, .name(.phase)),
        m("phase.monthsMost", .months, .name(.phase)),
        m("phase.monthsUsual", .months, .name(.phase)),
        m("phase.reportingStepMonths", .months, .name(.phase)),
        m("phase.budgeted", .flag, .name(.phase)),
        m("phase.financing", .word, .name(.phase), words: ["realCost", "lumpSumTable"]),
        m("phase.results", .text, .name(.phase)),
        m("pilotActions", .text),
        m("partnership.leastPartners", .count),
        m("partnership.leastCountries", .count),
        m("partnership.leadClasses", .words, words: classes),
        m("partnership.onlySignatoriesClaim", .flag),
        m("partnership.perCountryRule", .text),
    ]

    static let funding: [Meaning] = [
        m("funding.rate", .percent, .one(of: classes)),
        m("funding.fund", .word, .one(of: classes), words: ["erdf", "interreg", "norwegian", "none"]),
        m("funding.eligible", .flag, .one(of: classes)),
        m("funding.rateFrozenAtApproval", .flag),
        m("funding.isEU", .flag, .one(of: ["erdf", "interreg", "norwegian"])),
        m("funding.projectRecommendedLeast", .amount),
        m("funding.projectRecommendedMost", .amount),
        m("funding.projectMost", .amount),
        m("funding.ownContribution", .text),
        m("coFinancing.mostEntries", .count),
        m("coFinancing.ownMayNotBe", .words, words: ["public", "automaticPublic", "private"]),
    ]

    static let categories: [Meaning] = [
        m("category.enabled", .flag, .category),
        m("category.modes", .words, .category, words: ["real", "flat", "unit", "lump"]),
        m("category.ineligible", .text, .category),
        m("category.capAmount", .amount, .category),
        m("category.capPercent", .percent, .name(.categoryOrKind)),
        m("category.capScope", .word, .category, words: ["partner", "project"]),
        m("category.capSeverity", .word, .category, words: ["blocks", "warns", "recommended"]),
        m("category.covers", .text, .category),
        m("method.sameAcrossProgramme", .flag, .category),
        m("depreciation.by", .word, words: ["months"]),
    ]

    static let staff: [Meaning] = [
        m(
            "staff.method", .flag,
            .one(of: [
                "fullTime", "fixedPercentMonthly", "flexibleMonthly", "flexibleAnnual", "hourlyContract", "unitCost",
                "flatRate",
            ])),
        m("staff.requires", .words, .name(.method)),
        m("staff.constantWithin", .word, words: ["reportingPeriod", "project"]),
        m("staff.mostPercent", .percent, .name(.kindOfStaff)),
        m("staff.annualHours", .hours),
        m("staff.partTimeProRata", .flag),
        m("staff.capHours", .flag),
        m("staff.capScope", .word, words: ["project", "programme"]),
        m("staff.timesheets", .text),
    ]

    static let simplified: [Meaning] = [
        m("flatRate.method", .flatRate, .option),
        m("flatRate.percent", .percent, .option),
        m("flatRate.mostPercent", .percent, .option),
        m("flatRate.exact", .flag, .option),
        m("flatRate.excludes", .words, .option, words: FlatRateOption.allCases.map(\.rawValue)),
        m("flatRate.exclusion", .text, .option),
        m("flatRate.covers", .text, .option),
        m("simplified.mandatoryUpTo", .amount),
        m("lumpSum.amount", .amount, .name(.lumpSum)),
        m("lumpSum.table", .amountByCount, .name(.lumpSum)),
        m("lumpSum.keyedBy", .word, .name(.lumpSum), words: ["policyInstruments", "none"]),
        m("lumpSum.payableAfter", .text, .name(.lumpSum)),
        m("lumpSum.evidence", .words, .name(.lumpSum)),
        m("lumpSum.covers", .text, .name(.lumpSum)),
        m("lumpSum.vatIncluded", .flag, .name(.lumpSum)),
        m("lumpSum.scope", .word, .name(.lumpSum), words: ["project", "partner"]),
        m("lumpSum.fundRateOf", .word, .name(.lumpSum), words: ["holder", "lead"]),
        m("unitCost.price", .amount, .name(.unitCostCountry)),
        m("unitCost.unit", .text, .name(.unitCost)),
        m("unitCost.category", .word, .name(.unitCost), words: CostCategory.allCases.map(\.rawValue)),
    ]

    static let money: [Meaning] = [
        m("currency.source", .word, words: ["inforEuro", "fixed"]),
        m(
            "currency.rateMonth", .word,
            words: ["incurred", "submittedToController", "reportedToLead", "firstSubmission"]),
        m("currency.freezeAt", .word, words: ["submission", "never"]),
        m("currency.fixedRate", .unitsPerEuro, .currency),
        m("currency.fixedRateUse", .word, .currency, words: ["budget", "claim"]),
        m("currency.reincludedKeepsRate", .flag),
        m("currency.lossesEligible", .flag),
        m("rounding", .rounding, .roundingStep),
        m(
            "leftOver", .word, .one(of: ["fundShare", "period", "control"]),
            words: LeftOverRule.allCases.map(\.rawValue)),
        m(
            "percentageOfNothing", .percentOrNone,
            .one(of: ["nothingOfNothing", "somethingOfNothing", "planOfNothing", "project", "nothingInProject"])),
    ]

    static let eligibility: [Meaning] = [
        m("eligibility.start", .word, words: ["mcApproval", "contractSigned", "projectStart", "fixedDay"]),
        m("eligibility.end", .word, words: ["projectEnd"]),
        m("eligibility.paidBy", .word, words: ["projectEnd", "afterProjectEnd"]),
        m("eligibility.paidMonthsAfterEnd", .months),
        m("eligibility.programmeFrom", .day),
        m("eligibility.programmeTo", .day),
        m("eligibility.preparation", .text),
        m("eligibility.closureMonths", .months),
        m("ineligible.item", .text, .name(.code)),
        m("ineligible.limit", .amount, .name(.code)),
        m("vat.rule", .word, words: ["nonRecoverableOnly", "belowTotalCost", "genuinelyBorne"]),
        m("vat.threshold", .amount),
        m("procurement.recordAbove", .amount),
        m("procurement.beneficialOwnersAbove", .amount),
        m("procurement.offersAbove", .amount),
        m("procurement.leastOffers", .count),
        m("procurement.euThreshold", .amount, .one(of: ["suppliesSubCentral", "suppliesCentral", "works"])),
        m("procurement.rule", .text),
        m("revenue.deduct", .flag),
        m("revenue.thresholdTotalCost", .amount),
        m("doubleFinancing.rule", .text),
        m("hierarchy", .text),
    ]

    static let reporting: [Meaning] = [
        m("reporting.periodMonths", .months),
        m("reporting.deadlines", .deadlines, .name(.call)),
        m("reporting.dueMonthsAfterEnd", .months),
        m("reporting.dueDayRule", .word, words: ["dayAfterEndPlusMonths", "sameDay", "lastOfMonth"]),
        m("reporting.finalDue", .word, words: ["projectEnd", "likeOthers"]),
        m("reporting.firstPeriodFrom", .word, words: ["mcApproval", "projectStart"]),
        m("reporting.partnerToController", .weeks),
        m("reporting.controllerMonths", .months),
        m("reporting.paymentDays", .days),
        m("reporting.clarificationDays", .days),
        m("reporting.kinds", .words, words: ["content", "finance", "both"]),
        m("reporting.section", .text, .name(.formSection)),
        m("reporting.procedure", .text, .name(.step)),
        m("forecast.required", .flag),
        m("forecast.reports", .count),
        m("form.field", .field, .name(.formField)),
        m("form.process", .text, .one(of: forms)),
        m("payment.principle", .word, words: ["reimbursement", "advance"]),
        m("payment.correction", .text),
        m("recovery.notBelow", .amount),
    ]

    static let control: [Meaning] = [
        m("control.sampling", .word, words: ["full", "riskBased"]),
        m("control.onSpotLeast", .count),
        m("control.model", .word, .country, words: ["centralised", "decentralised", "mixed"]),
        m("control.models", .text),
        m("control.fraudReport", .flag),
        m("control.costsEligible", .text),
    ]

    static let changes: [Meaning] = [
        m("flexibility.percent", .percentOrNone, .one(of: ["partner", "category", "project"])),
        m("flexibility.base", .word, words: ["originalAF", "latestAF"]),
        m("flexibility.needsOffset", .flag),
        m("flexibility.cumulative", .flag),
        m("flexibility.justification", .text),
        m("flexibility.decidedBy", .word, words: ["js", "ma", "mc", "none"]),
        m("flexibility.decidedAboveBy", .word, words: ["js", "ma", "mc"]),
        m("flexibility.norwegianLimit", .flag),
        m("changes.minor", .text),
        m("changes.needsRequest", .text, .name(.kindOfChange)),
        m("changes.mostMajorBudgetChanges", .count),
        m("changes.prolongationMonths", .months),
        m("changes.requestBeforeEndMonths", .months),
        m("changes.blockedWhileReportOpen", .flag),
    ]

    static let results: [Meaning] = [
        m("indicator.name", .text, .name(.indicator)),
        m(
            "indicator.kind", .word, .name(.indicator),
            words: ["output", "result", "communication", "selfDefined"]),
        m("indicator.unit", .text, .name(.indicator)),
        m(
            "indicator.aggregation", .word, .name(.indicator),
            words: ["sum", "average", "latest", "max", "distinctCount", "yesNoPerInstrument"]),
        m("indicator.counting", .text, .name(.indicator)),
        m("indicator.evidence", .text, .name(.indicator)),
        m("indicator.scope", .word, .name(.indicator), words: ["project", "policyInstrument", "programme"]),
        m("indicator.validatedBy", .word, .name(.indicator), words: ["js", "partner", "programme"]),
        m("indicator.countableIn", .words, .name(.indicator)),
        m("indicator.noDoubleCounting", .flag),
        m("counting.states", .words, .name(.indicator)),
        m(
            "counting.shows", .words, .name(.indicator),
            words: ["day", "shown", "document", "publicSource", "participants", "outcome", "confirmation"]),
        m("counting.shared", .flag, .name(.indicator)),
    ]

    static let publicity: [Meaning] = [
        m("communication.posterSize", .text),
        m("communication.postersPerPartner", .count),
        m("communication.posterDueMonths", .months),
        m("communication.posterUntil", .word, words: ["projectEnd"]),
        m("communication.plaqueAbove", .amount),
        m("communication.plaque", .text),
        m("communication.emblem", .text),
        m("communication.fundingStatement", .text, .language),
        m("communication.ownLogo", .flag),
        m("communication.website", .text),
        m("communication.finalEvent", .text),
        m("communication.mostPenalty", .percent),
    ]

    static let ends: [Meaning] = [
        m("archive.years", .years),
        m("archive.from", .word, words: ["lastPaymentYearEnd", "accountsYearEnd", "fixedByMA"]),
        m("archive.stateAidYears", .years),
        m("archive.suspendedBy", .text),
        m("archive.form", .text),
        m("archive.dossier", .text),
        m("durability.years", .years),
        m("durability.smeYears", .years),
        m("durability.from", .word, words: ["finalPayment"]),
        m("durability.applies", .words, words: ["infrastructure", "productive", "outputs"]),
        m("durability.ownership", .text),
        m("closure.rule", .text),
        m("midTermReview.semester", .semester),
        m("decommitment.rule", .text),
        m("decommitment.programmeMayCut", .flag),
        m("decommitment.forecastWindow", .text),
        m("label", .text, .language),
    ]
}
