import Domain

/// A calculation as worked examples call it: its stored properties are what it may be given, read by their shape.
protocol Worked: Decodable, Sendable {
    /// Its lists that must not be empty.
    static var demanded: Set<String> { get }
    static var about: About { get }
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome
}

extension Worked {
    static var demanded: Set<String> { [] }
}

/// What a calculation is called, the room first (what it answers is said in `Words`, under `calculation.` and this), and the
/// rules that decide in it: `funding.rate`, `rounding (flatRate)`.
struct About: Sendable {
    let area: String
    let uses: [String]
    init(_ area: String, uses: String...) { (self.area, self.uses) = (area, uses) }
}

/// One calculation by its name: what it may be given, which rules decide in it, and what it gives.
public struct Calculation: Sendable {
    public let area: String
    public let room: Room
    /// As `rules show` lists where a rule is used.
    public let uses: [String]
    let shape: Shape
    private let work: @Sendable (JSON, RulesInForce, inout Derivation) throws(Refusal) -> Outcome

    public var inputs: [(name: String, expected: Fact)] { shape.members.map { ($0.name, $0.shape.expected) } }

    private init<W: Worked>(_ room: Room, _ type: W.Type) {
        area = W.about.area
        self.room = room
        uses = W.about.uses
        shape = Shape.of(type).demanding(W.demanded)
        work = { (inputs, rules, how) throws(Refusal) in
            let given: W
            do { given = try Canonical.decode(type, from: inputs) } catch let refusal as Refusal { throw refusal } catch
            {
                throw Refusal("inputMissing", [.init("name", .text((error as? BodyFault)?.member ?? ""))])
            }
            return try given.worked(rules, &how)
        }
    }

    public func answer(_ inputs: JSON, under rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        try work(shape.given(inputs), rules, &how)
    }

    /// All areas, in the order of the rooms.
    public static let all: [Calculation] =
        of(
            .budget, RowSum.self, FlatRateCosts.self, FixedRateCosts.self, OptionFaults.self, PeriodBudgets.self,
            PeriodShares.self, SmallProjectPeriods.self, Overspending.self, ShiftDecisions.self, PartsAndTotal.self,
            FundOverview.self, ReportedSplit.self, EnteredCoFinancing.self, FundOfPartner.self, FundOfPeriods.self,
            FundingByClass.self, FundingShare.self, LumpSumByCount.self, LumpSumFunding.self)
        + of(
            .expenditure, InEuro.self, RateMonth.self, DeclaredLine.self, FixedPercentage.self, HourlyAnnual.self,
            HourlyMonthly.self, HourlyUnitCost.self, HoursInYear.self, Depreciation.self)
        + of(.control, VerifiedLine.self, CertifiedCosts.self, ControlWork.self, ControlDeductions.self)
        + of(
            .reports, ReportedCosts.self, ReportLine.self, ReportedBefore.self, Spending.self, CumulativePlans.self,
            SourceTotals.self, FundTotal.self, ReportDue.self, FinalReport.self, SubmittedState.self,
            ReopenedState.self, LineAfterVerification.self, VerificationWork.self, VerificationDeductions.self,
            VerifiedByFund.self, SmallProjectClaim.self)
        + of(.payments, SettledAdvance.self, ApprovedPayment.self, PaidInstalments.self)
        + of(.partnership, PeriodsOfProject.self, PeriodDates.self, EndDate.self, CalendarOfProject.self)
        + of(.durability, KeptUntil.self, DurableUntil.self) + of(.indicators, ConfirmedPeople.self)

    private static func of<each W: Worked>(_ room: Room, _ types: repeat (each W).Type) -> [Calculation] {
        var all: [Calculation] = []
        repeat all.append(Calculation(room, each types))
        return all
    }

    public static func named(_ area: String) -> Calculation? { all.first { $0.area == area } }

    /// The calculations in which a rule decides.
    public static func using(_ key: RuleParameter.Key) -> [Calculation] {
        all.filter { $0.uses.contains(key.name) || $0.uses.contains(key.text) }
    }
}

extension RuleParameter {
    /// The rule with its history, in the names and forms of pack files.
    public var json: JSON {
        .object(of: [
            ("name", .text(name)), ("about", about.isEmpty ? .null : .text(about)), ("unit", .text(unit.rawValue)),
            ("pack", .text(pack)), ("usedIn", .list(Calculation.using(key).map { .text($0.area) })),
            ("values", .list(values.map(\.json))),
        ])
    }
}
