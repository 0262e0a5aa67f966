import Domain

// What becomes of a report that was handed in: its states, and its verification.

struct SubmittedState: Worked {
    static let about = About("state.partnerReport.submit")
    let status: PartnerReportState, controlReopenedBefore: Bool
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let (next, recalculated) = try status.submitted(controlReopenedBefore: controlReopenedBefore)
        return ["newStatus": next.rawValue, "financialTablesRecalculated": recalculated]
    }
}

struct ReopenedState: Worked {
    static let about = About("state.partnerReport.reopen")
    let status: PartnerReportState, isLastReport: Bool
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        ["newStatus": try status.reopened(isLast: isLastReport).rawValue]
    }
}

struct LineAfterVerification: Worked {
    static let about = About("verification.line")
    let certified: Exact, deductedByJs, deductedByMa: Exact?, parked: Bool
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        [
            "amountAfterVerification": try RulesInForce.afterVerification(
                certified: certified, deductedByJs: deductedByJs ?? .zero, deductedByMa: deductedByMa ?? .zero,
                isParked: parked)
        ]
    }
}

struct VerificationWork: Worked {
    static let about = About(
        "verification.workOverview", uses: "flatRate.method", "rounding (flatRate)", "rounding (percentage)")
    let options: FlatRates?, requested: Exact, flatRates, requestedWithoutFlatRates, sample: Exact?
    let deductedJs, deductedMa, afterVerification, parked: CostsOrAmount?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let rates = try (options ?? FlatRates()).checked()
        func total(_ sum: CostsOrAmount?, _ how: inout Derivation) throws(Refusal) -> Exact {
            try (sum?.amount).or(rules.costs(sum?.costs ?? Costs(), with: rates, &how).total())
        }
        // An amount without a category is taken for the category of what remains of the same certificate.
        let after = afterVerification?.costs ?? Costs()
        let remaining = CostCategory.allCases.filter { !after[$0].isZero }
        func enlarged(_ sum: CostsOrAmount?, _ how: inout Derivation) throws(Refusal) -> Exact {
            guard options != nil, let amount = sum?.amount else { return try total(sum, &how) }
            var costs = Costs()
            costs[remaining.count == 1 ? remaining[0] : .external] = amount
            return try rules.costs(costs, with: rates, &how).total()
        }
        let (js, ma) = (try enlarged(deductedJs, &how), try enlarged(deductedMa, &how))
        let (parked, verified) = (try total(self.parked, &how), try total(afterVerification, &how))
        let deducted = try requested - verified - parked
        let real = try requestedWithoutFlatRates.or(requested - (flatRates ?? .zero))
        let apart = try deducted - js - ma
        if !apart.isZero, deductedJs != nil || deductedMa != nil {
            how.note(.leftOver(amount: apart, to: "nobodyEachBody"))
        }
        let sampled = try rules.share(sample ?? .zero, of: real, &how)
        let share = try rules.share(verified, of: requested, &how)
        return [
            "samplePercentage": sampled ?? .zero, "parked": parked, "deductedByJs": js, "deductedByMa": ma,
            "deducted": deducted, "afterVerification": verified, "afterVerificationPercentage": share ?? .zero,
        ]
    }
}

struct VerificationDeductions: Worked {
    static let about = About("verification.deductionOverview")
    let deductions: [[Exact]], category: CostCategory?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let sum = try Exact.sum(deductions.flatMap { $0 })
        var outcome: Outcome = ["total": sum]
        // Without a category the cell is that of whichever is asked.
        for each in category.map({ [$0] }) ?? CostCategory.allCases { outcome.put(each.rawValue, sum) }
        return outcome
    }
}

struct VerifiedByFund: Worked {
    static let about = About(
        "verification.fundSplit", uses: "leftOver (fundShare)", "rounding (fundShare)",
        "rounding (verificationRatio)", "rounding (verificationShare)", "rounding (contributionRatio)",
        "rounding (contributionPart)")
    let sum: SplitSum
    init(from decoder: any Decoder) throws { sum = try SplitSum(from: decoder) }
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let split = try sum.split(rules, &how)
        return Outcome(try rules.verifiedByFund(split, &how))
    }
}

struct SmallProjectClaim: Worked {
    static let about = About(
        "verification.spfSplit", uses: "rounding (smallProjectRatio)", "rounding (smallProjectShare)")

    struct Contribution: Decodable {
        let total, `public`, automaticPublic, `private`: Exact?
    }
    let funds: [NamedNumber], contribution: Contribution?
    func worked(_ rules: RulesInForce, _ how: inout Derivation) throws(Refusal) -> Outcome {
        let sources = Contributions(
            public: contribution?.public ?? .zero, automaticPublic: contribution?.automaticPublic ?? .zero,
            private: contribution?.private ?? .zero)
        return Outcome(
            try rules.smallProjectClaimByFund(
                funds: funds.map { ($0.name, $0.value) }, contribution: contribution?.total ?? .zero,
                ofWhich: sources, &how))
    }
}
