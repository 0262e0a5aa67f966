import Domain

struct VerifiedLine: Worked {
    static let about = About("control.verification")
    let declared: Exact, deducted: Exact?, parked, partOfSample, locked, partOfSampleLocked: Bool
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let line = try ControlledLine(
            declared: declared, deducted: deducted ?? .zero, isParked: parked, isInSample: partOfSample,
            isLocked: locked || partOfSampleLocked)
        return [
            "certified": line.certified, "deducted": line.deducted, "parked": line.isParked,
            "partOfSample": line.isInSample,
        ]
    }
}

struct CertifiedCosts: Worked {
    static let about = About("control.finalize", uses: "flatRate.method", "rounding (flatRate)")
    let options: FlatRates, certified: Costs
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        try Outcome(rules.costs(certified, with: options.checked(), &how))
    }
}

struct ControlWork: Worked {
    static let about = About(
        "control.workOverview", uses: "flatRate.method", "leftOver (control)", "rounding (flatRate)",
        "rounding (percentage)")

    struct Inputs: Decodable {
        let options: FlatRates, declared: Exact, flatRates: Exact?, flatRateColumns: [Exact]?
        let sample, parkedStored, eligibleStored: Exact?, certified, parked: Costs?
    }
    let inputs: Inputs
    /// With what stands under names of its own: `certifiedStaff`, `parkedDeclaredExternal`.
    let certified, parked: Costs?

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: MadeName.self)
        func costs(_ whole: Costs?, _ names: [String]) throws -> Costs? {
            var costs = whole
            for (category, name) in CostCategory.allCases.flatMap({ category in names.map { (category, $0) } }) {
                let key = MadeName(stringValue: MadeName.of(name, category))
                guard let parts = try box.decodeIfPresent([Exact].self, forKey: key) else { continue }
                var sum = costs ?? Costs()
                sum[category] = try sum[category] + Exact.sum(parts)
                costs = sum
            }
            return costs
        }
        inputs = try Inputs(from: decoder)
        certified = try costs(inputs.certified, ["certified"])
        parked = try costs(inputs.parked, ["parked", "parkedDeclared"])
    }
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let rates = try inputs.options.checked()
        let (certified, parked) = (self.certified ?? Costs(), self.parked ?? Costs())
        let isStored = inputs.eligibleStored != nil || inputs.parkedStored != nil
        let overview = try rules.controlOverview(
            declared: inputs.declared,
            flatRates: try inputs.flatRateColumns.map(Exact.sum) ?? inputs.flatRates ?? .zero,
            sample: inputs.sample ?? .zero,
            eligible: try inputs.eligibleStored.or(rules.costs(certified, with: rates, &how).total()),
            parked: try inputs.parkedStored.or(rules.costs(parked, with: rates, &how).total()),
            realCosts: isStored ? nil : (certified.total(), parked.total()), &how)
        let isKnown = isStored || self.certified != nil || self.parked != nil
        func known(_ amount: Exact) -> any Told { isKnown ? amount : Undecided(needs: "certified") }
        return [
            "flatRateSum": overview.flatRates, "samplePercentage": overview.samplePercentage ?? .zero,
            "parked": known(overview.parked), "deducted": known(overview.deducted),
            "eligible": known(overview.eligible), "eligiblePercentage": known(overview.eligiblePercentage ?? .zero),
        ]
    }
}

struct ControlDeductions: Worked {
    static let about = About("control.deductionOverview", uses: "flatRate.method", "rounding (flatRate)")
    let options: FlatRates, declared, parked, certified: Costs
    /// Certified: parked and eligible were frozen with their flat rates.
    let elig, itemDeductions: Costs?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let rates = try options.checked()
        let row = try rules.deductedFlatRates(
            declared: declared, parked: elig == nil ? rules.costs(parked, with: rates, &how) : parked,
            eligible: elig.or(rules.costs(certified, with: rates, &how)), &how)
        var total: Exact?
        if let itemDeductions { total = try row.total() + itemDeductions.total() }
        return ["flatRateRow": row, "total": total.told(orNeeding: "itemDeductions")]
    }
}
