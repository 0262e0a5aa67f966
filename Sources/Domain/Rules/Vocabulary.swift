/// Every name that a pack may use: its unit, what it may be about, and what it means. A name that is not here is refused,
/// so that a slip of the pen cannot silently leave a rule out.
public enum Vocabulary {
    public struct Meaning: Sendable {
        public let name: String
        public let unit: RuleUnit
        let subject: Subject
        /// The words that a value may be, for the units `word` and `words`; none for any.
        public let words: [String]
        public let text: String
    }

    public static func meaning(of name: String) -> Meaning? { byName[name] }

    /// Whether anything may stand behind the name, and what, in words.
    public static func subjects(of name: String) -> String { byName[name]?.subject.expected ?? "" }

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
        _ name: String, _ unit: RuleUnit, _ subject: Subject, words: [String] = [], _ text: String
    ) -> Meaning {
        Meaning(name: name, unit: unit, subject: subject, words: words, text: text)
    }

    /// A rule that is about nothing in particular: there is one of it.
    private static func m(_ name: String, _ unit: RuleUnit, words: [String] = [], _ text: String) -> Meaning {
        m(name, unit, .none, words: words, text)
    }

    private static let byName: [String: Meaning] = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    public static let all: [Meaning] =
        structure + funding + categories + staff + simplified + money + eligibility
        + reporting + control + changes + results + publicity + ends

    static let structure: [Meaning] = [
        m("body.name", .text, .one(of: bodies), "Who fills the role"),
        m("body.duty", .text, .one(of: bodies), "What the role has to do"),
        m("phase.name", .text, .name("a phase"), "What the phase is called and for"),
        m("phase.monthsLeast", .months, .name("a phase"), "Shortest length"),
        m("phase.monthsMost", .months, .name("a phase"), "Longest length"),
        m("phase.monthsUsual", .months, .name("a phase"), "Length in the programme's own example"),
        m("phase.reportingStepMonths", .months, .name("a phase"), "Length of its reporting periods"),
        m("phase.budgeted", .flag, .name("a phase"), "Whether it has a budget"),
        m("phase.financing", .word, .name("a phase"), words: ["realCost", "lumpSumTable"], "How its costs are paid"),
        m("phase.results", .text, .name("a phase"), "What it ends with"),
        m("pilotActions", .text, "When pilot actions are possible"),
        m("partnership.leastPartners", .count, "Fewest partners, the lead partner included"),
        m("partnership.leastCountries", .count, "Fewest countries"),
        m("partnership.leadClasses", .words, words: classes, "Classes of partner that may lead"),
        m(
            "partnership.onlySignatoriesClaim", .flag,
            "Only who signed the partnership agreement may report expenditure"),
        m("partnership.perCountryRule", .text, "What more is demanded of the partnership"),
    ]

    static let funding: [Meaning] = [
        m(
            "funding.rate", .percent, .one(of: classes),
            "Share of eligible cost that the programme pays, by class of partner"),
        m(
            "funding.fund", .word, .one(of: classes), words: ["erdf", "interreg", "norwegian", "none"],
            "The fund that pays it"),
        m("funding.eligible", .flag, .one(of: classes), "Whether the class may have funding"),
        m(
            "funding.rateFrozenAtApproval", .flag,
            "Whether the rate stays as it was at approval when the legal status changes"),
        m(
            "funding.isEU", .flag, .one(of: ["erdf", "interreg", "norwegian"]),
            "Whether the fund is one of the European Union"),
        m("funding.projectRecommendedLeast", .amount, "Recommended programme money of a project, least"),
        m("funding.projectRecommendedMost", .amount, "Recommended programme money of a project, most"),
        m("funding.projectMost", .amount, "Most programme money of a project"),
        m("funding.ownContribution", .text, "Where the partner's own share comes from and what its declaration covers"),
        m("coFinancing.mostEntries", .count, "Most lines of a partner's co-financing, its own contribution included"),
        m(
            "coFinancing.ownMayNotBe", .words, words: ["public", "automaticPublic", "private"],
            "Statuses that the partner's own contribution may not have"),
    ]

    static let categories: [Meaning] = [
        m("category.enabled", .flag, .category, "Whether costs of the category are eligible"),
        m(
            "category.modes", .words, .category, words: ["real", "flat", "unit", "lump"], "How its costs may be claimed"
        ),
        m("category.ineligible", .text, .category, "What may not be claimed in it"),
        m("category.capAmount", .amount, .category, "Most that may be claimed in it"),
        m("category.capPercent", .percent, .name("a category or a kind of cost"), "Most of the total that it may have"),
        m("category.capScope", .word, .category, words: ["partner", "project"], "Whose costs the limit is for"),
        m(
            "category.capSeverity", .word, .category, words: ["blocks", "warns", "recommended"],
            "What happens above the limit"),
        m("category.covers", .text, .category, "What belongs to it"),
        m(
            "method.sameAcrossProgramme", .flag, .category,
            "Whether a partner must use one method in all its projects of the programme"),
        m("depreciation.by", .word, words: ["months"], "What depreciation is counted in"),
    ]

    static let staff: [Meaning] = [
        m(
            "staff.method", .flag,
            .one(of: [
                "fullTime", "fixedPercentMonthly", "flexibleMonthly", "flexibleAnnual", "hourlyContract", "unitCost",
                "flatRate",
            ]),
            "Whether staff cost may be counted so"),
        m("staff.requires", .words, .name("a method"), "Documents that a method asks for"),
        m(
            "staff.constantWithin", .word, words: ["reportingPeriod", "project"],
            "Within what a fixed percentage may not change"),
        m("staff.mostPercent", .percent, .name("a kind of staff"), "Highest fixed percentage"),
        m("staff.annualHours", .hours, "Hours of a full year of work, by which annual cost is divided"),
        m("staff.partTimeProRata", .flag, "Whether the annual hours are reduced for part-timers"),
        m("staff.capHours", .flag, "Whether no more hours than the annual ones may be declared in a year"),
        m("staff.capScope", .word, words: ["project", "programme"], "Over what the hours are added up"),
        m("staff.timesheets", .text, "When time must be registered"),
    ]

    static let simplified: [Meaning] = [
        m("flatRate.method", .flatRate, .option, "What the flat rate gives, on which costs, and in what order"),
        m("flatRate.percent", .percent, .option, "The rate that the programme fixes"),
        m("flatRate.mostPercent", .percent, .option, "The highest rate that the law allows"),
        m("flatRate.exact", .flag, .option, "Whether a lower rate may not be chosen"),
        m(
            "flatRate.excludes", .words, .option, words: FlatRateOption.allCases.map(\.rawValue),
            "Flat rates that cannot be used beside it"),
        m("flatRate.exclusion", .text, .option, "When it may not be used at all"),
        m("flatRate.covers", .text, .option, "What it covers, so that nothing of it may be claimed elsewhere"),
        m("simplified.mandatoryUpTo", .amount, "Total cost up to which simplified cost options must be used"),
        m("lumpSum.amount", .amount, .name("a lump sum"), "The amount"),
        m(
            "lumpSum.table", .amountByCount, .name("a lump sum"),
            "The amount by number; a number that is not in the table has none"),
        m(
            "lumpSum.keyedBy", .word, .name("a lump sum"), words: ["policyInstruments", "none"],
            "What is counted for the table"),
        m("lumpSum.payableAfter", .text, .name("a lump sum"), "When it is paid"),
        m("lumpSum.evidence", .words, .name("a lump sum"), "What proves it"),
        m("lumpSum.covers", .text, .name("a lump sum"), "What it covers"),
        m("lumpSum.vatIncluded", .flag, .name("a lump sum"), "Whether VAT is in it"),
        m("lumpSum.scope", .word, .name("a lump sum"), words: ["project", "partner"], "Whose lump sum it is"),
        m(
            "lumpSum.fundRateOf", .word, .name("a lump sum"), words: ["holder", "lead"],
            "Whose rate the fund's part has"),
        m("unitCost.price", .amount, .name("a unit cost, a point and a country"), "Price of one unit"),
        m("unitCost.unit", .text, .name("a unit cost"), "What one unit is"),
        m(
            "unitCost.category", .word, .name("a unit cost"), words: CostCategory.allCases.map(\.rawValue),
            "Its cost category"),
    ]

    static let money: [Meaning] = [
        m("currency.source", .word, words: ["inforEuro", "fixed"], "Where exchange rates come from"),
        m(
            "currency.rateMonth", .word,
            words: ["incurred", "submittedToController", "reportedToLead", "firstSubmission"],
            "The month whose rate is used"),
        m("currency.freezeAt", .word, words: ["submission", "never"], "When the rate of a line is fixed"),
        m("currency.fixedRate", .unitsPerEuro, .currency, "A rate that the programme fixes"),
        m("currency.fixedRateUse", .word, .currency, words: ["budget", "claim"], "What the fixed rate is for"),
        m("currency.reincludedKeepsRate", .flag, "Whether a parked item keeps its rate when it comes back"),
        m("currency.lossesEligible", .flag, "Whether losses by exchange may be claimed"),
        m("rounding", .rounding, .roundingStep, "How a step of a calculation is rounded"),
        m(
            "leftOver", .word, .one(of: ["fundShare", "period", "control"]),
            words: LeftOverRule.allCases.map(\.rawValue),
            "Who keeps the cent that is left"),
        m(
            "percentageOfNothing", .percentOrNone,
            .one(of: ["nothingOfNothing", "somethingOfNothing", "planOfNothing", "project"]),
            "The percentage that is shown where there is nothing to take it of"),
    ]

    static let eligibility: [Meaning] = [
        m(
            "eligibility.start", .word, words: ["mcApproval", "contractSigned", "projectStart", "fixedDay"],
            "From when costs count"),
        m("eligibility.end", .word, words: ["projectEnd"], "Until when costs count"),
        m("eligibility.paidBy", .word, words: ["projectEnd", "afterProjectEnd"], "By when costs must be paid"),
        m("eligibility.paidMonthsAfterEnd", .months, "Months after the end in which costs may still be paid"),
        m("eligibility.programmeFrom", .day, "First day of the programme period"),
        m("eligibility.programmeTo", .day, "Last day of the programme period"),
        m("eligibility.preparation", .text, "How costs of preparation count"),
        m("eligibility.closureMonths", .months, "Months for closing at the project's end"),
        m("ineligible.item", .text, .name("a code"), "A kind of cost that is never eligible"),
        m("ineligible.limit", .amount, .name("a code"), "Amount up to which it is eligible after all"),
        m(
            "vat.rule", .word, words: ["nonRecoverableOnly", "belowTotalCost", "genuinelyBorne"], "When VAT is eligible"
        ),
        m("vat.threshold", .amount, "Total cost below which VAT is eligible"),
        m("procurement.recordAbove", .amount, "From which amount a contract is recorded"),
        m("procurement.beneficialOwnersAbove", .amount, "From which amount beneficial owners are recorded"),
        m("procurement.offersAbove", .amount, "From which amount several offers are asked"),
        m("procurement.leastOffers", .count, "How many offers"),
        m(
            "procurement.euThreshold", .amount, .one(of: ["suppliesSubCentral", "suppliesCentral", "works"]),
            "Threshold of the procurement directives"),
        m("procurement.rule", .text, "What rules procurement follows"),
        m("revenue.deduct", .flag, "Whether net revenue is deducted"),
        m("revenue.thresholdTotalCost", .amount, "Total cost above which it is deducted"),
        m("doubleFinancing.rule", .text, "What counts as financed twice"),
        m("hierarchy", .text, "Which rules go before which"),
    ]

    static let reporting: [Meaning] = [
        m("reporting.periodMonths", .months, "Length of a reporting period"),
        m("reporting.deadlines", .deadlines, .name("a call"), "Periods and due days that a call fixes"),
        m(
            "reporting.dueMonthsAfterEnd", .months,
            "Months from the end of a period to the due day, where no table gives it"),
        m(
            "reporting.dueDayRule", .word, words: ["dayAfterEndPlusMonths", "sameDay", "lastOfMonth"],
            "On which day of that month"),
        m("reporting.finalDue", .word, words: ["projectEnd", "likeOthers"], "When the last report is due"),
        m("reporting.firstPeriodFrom", .word, words: ["mcApproval", "projectStart"], "Where the first period begins"),
        m(
            "reporting.partnerToController", .weeks,
            "Weeks from the end of a period until the partner's report is with its controller"),
        m("reporting.controllerMonths", .months, "Months that the controller has"),
        m("reporting.paymentDays", .days, "Days in which the lead partner is paid"),
        m("reporting.clarificationDays", .days, "Days to answer a request for clarification"),
        m("reporting.kinds", .words, words: ["content", "finance", "both"], "Kinds of joint report"),
        m("reporting.section", .text, .name("a form, a point and the section's number"), "A section of a report"),
        m("reporting.procedure", .text, .name("a step"), "A step of the procedure"),
        m("forecast.required", .flag, "Whether the next report's spending is forecast"),
        m("forecast.reports", .count, "For how many reports ahead"),
        m("form.field", .field, .name("a form, a point and the field"), "A field of a form, with its limit"),
        m("form.process", .text, .one(of: forms), "How the form is made and decided"),
        m(
            "payment.principle", .word, words: ["reimbursement", "advance"],
            "Whether money comes before or after the cost"),
        m("payment.correction", .text, "How an amount that was paid is corrected"),
        m("recovery.notBelow", .amount, "Amount up to which nothing need be recovered"),
    ]

    static let control: [Meaning] = [
        m("control.sampling", .word, words: ["full", "riskBased"], "What is verified"),
        m("control.onSpotLeast", .count, "Visits on the spot in the life of a project, for each partner"),
        m(
            "control.model", .word, .country, words: ["centralised", "decentralised", "mixed"],
            "How a country organises control"),
        m("control.models", .text, "How countries organise control"),
        m("control.fraudReport", .flag, "Whether suspected fraud is reported on a form of its own"),
        m("control.costsEligible", .text, "Whether the controller's fee may be claimed"),
    ]

    static let changes: [Meaning] = [
        m(
            "flexibility.percent", .percentOrNone, .one(of: ["partner", "category", "project"]),
            "How far a budget may be exceeded without a request; none: without limit"),
        m("flexibility.base", .word, words: ["originalAF", "latestAF"], "The budget that it is counted from"),
        m("flexibility.needsOffset", .flag, "Whether others must spend as much less"),
        m("flexibility.cumulative", .flag, "Whether all shifts add up"),
        m("flexibility.justification", .text, "Where it is explained"),
        m("flexibility.decidedBy", .word, words: ["js", "ma", "mc", "none"], "Who decides within the limit"),
        m("flexibility.decidedAboveBy", .word, words: ["js", "ma", "mc"], "Who decides above it"),
        m("flexibility.norwegianLimit", .flag, "Whether Norwegian partners have limits of their own"),
        m("changes.minor", .text, "What is reported as a deviation only"),
        m("changes.needsRequest", .text, .name("a kind of change"), "A change that needs a request"),
        m("changes.mostMajorBudgetChanges", .count, "How often a major change of budget is possible"),
        m(
            "changes.prolongationMonths", .months,
            "Months of prolongation that can be decided below the monitoring committee"),
        m("changes.requestBeforeEndMonths", .months, "Months before the end by which a request must come"),
        m("changes.blockedWhileReportOpen", .flag, "Whether requests wait while a report is being checked"),
    ]

    static let results: [Meaning] = [
        m("indicator.name", .text, .name("an indicator"), "What is counted"),
        m(
            "indicator.kind", .word, .name("an indicator"),
            words: ["output", "result", "communication", "selfDefined"], "Kind of indicator"),
        m("indicator.unit", .text, .name("an indicator"), "Unit"),
        m(
            "indicator.aggregation", .word, .name("an indicator"),
            words: ["sum", "average", "latest", "max", "distinctCount", "yesNoPerInstrument"],
            "How periods are put together"),
        m("indicator.counting", .text, .name("an indicator"), "What counts, and what does not"),
        m("indicator.evidence", .text, .name("an indicator"), "What proves it"),
        m(
            "indicator.scope", .word, .name("an indicator"), words: ["project", "policyInstrument", "programme"],
            "What it is counted for"),
        m(
            "indicator.validatedBy", .word, .name("an indicator"), words: ["js", "partner", "programme"],
            "Who validates it"),
        m("indicator.countableIn", .words, .name("an indicator"), "Phases in which it may be counted"),
        m("indicator.noDoubleCounting", .flag, "Whether one body may be counted once only"),
    ]

    static let publicity: [Meaning] = [
        m("communication.posterSize", .text, "Smallest size of the poster"),
        m("communication.postersPerPartner", .count, "Posters for each partner"),
        m("communication.posterDueMonths", .months, "Months after approval by which it hangs"),
        m("communication.posterUntil", .word, words: ["projectEnd"], "Until when it hangs"),
        m("communication.plaqueAbove", .amount, "Total cost above which a plaque is due"),
        m("communication.plaque", .text, "When a plaque is due"),
        m("communication.emblem", .text, "What stands beside the emblem of the Union"),
        m("communication.ownLogo", .flag, "Whether the project may have a logo of its own"),
        m("communication.website", .text, "What stands on the web, and where"),
        m("communication.finalEvent", .text, "The event at the end"),
        m("communication.mostPenalty", .percent, "Most that a breach may cost of the partner's support"),
    ]

    static let ends: [Meaning] = [
        m("archive.years", .years, "Years that documents are kept"),
        m(
            "archive.from", .word, words: ["lastPaymentYearEnd", "accountsYearEnd", "fixedByMA"],
            "From when they are counted"),
        m("archive.stateAidYears", .years, "Years for documents of state aid"),
        m("archive.suspendedBy", .text, "What stops the clock"),
        m("archive.form", .text, "In what form documents are kept"),
        m("archive.dossier", .text, "What must stay available"),
        m("durability.years", .years, "Years that results must last"),
        m("durability.smeYears", .years, "The same for small and medium enterprises"),
        m("durability.from", .word, words: ["finalPayment"], "From when they are counted"),
        m("durability.applies", .words, words: ["infrastructure", "productive", "outputs"], "What it is demanded of"),
        m("durability.ownership", .text, "Who owns what was made"),
        m("closure.rule", .text, "What belongs to closing"),
        m("midTermReview.semester", .semester, "In which half-year of the project"),
        m("decommitment.rule", .text, "When money of the programme is lost"),
        m("decommitment.programmeMayCut", .flag, "Whether the programme may take unspent money from a project"),
        m("decommitment.forecastWindow", .text, "Over what time spending is compared with the forecast"),
        m("label", .text, .language, "What the programme calls a thing, in its own language"),
    ]
}
