/// A line of an overview of a report: planned, reported before, reported now, and what is left.
public struct OverviewLine: Sendable {
    public let totalReportedSoFar: Exact
    /// Nil where the programme shows no percentage of nothing.
    public let percentage: Exact?
    /// What is left of the budget; below nothing when more was reported than planned.
    public let remaining: Exact
}

/// Where a partner stands against its plan.
public struct SpendingProfile: Sendable {
    public let totalReportedSoFar: Exact
    public let percentage: Exact?
    public let remaining: Exact?
    public let differenceFromPlan: Exact
    public let differenceFromPlanPercentage: Exact?
}

extension RulesInForce {
    public func overviewLine(
        budget: Exact, previously: Exact, current: Exact, _ derivation: inout Derivation
    ) throws(Refusal) -> OverviewLine {
        let soFar = try previously + current
        derivation.note(.found(what: "reportedSoFar", by: .sum(previously, current), amount: soFar))
        return OverviewLine(
            totalReportedSoFar: soFar, percentage: try percentage(of: soFar, in: budget, &derivation),
            remaining: try budget - soFar)
    }

    /// `budget` is nil where only the plan is looked at.
    public func spendingProfile(
        budget: Exact?, previously: Exact, current: Exact, planned: Exact, _ derivation: inout Derivation
    ) throws(Refusal) -> SpendingProfile {
        let soFar = try previously + current
        derivation.note(.found(what: "reportedSoFar", by: .sum(previously, current), amount: soFar))
        let hasPlan = !planned.isZero && !planned.isNegative
        var ofPlan: Exact?
        if hasPlan {
            ofPlan = try divided(
                soFar * .hundred, by: planned, .percentage, "percentageOfPlan",
                .percentage(soFar, in: planned), &derivation)
        } else if case .percent(let percent)? = ruleIfAny(.percentageOfNothing, about: "planOfNothing", &derivation) {
            ofPlan = percent.number
        }
        var remaining: Exact?
        var percentage: Exact?
        if let budget {
            remaining = try budget - soFar
            percentage = try share(soFar, of: budget, &derivation)
            let nothing = soFar.isZero ? "nothingInProject" : "project"
            if percentage == nil,
                case .percent(let shown)? = ruleIfAny(.percentageOfNothing, about: nothing, &derivation)
            {
                percentage = shown.number
            }
        }
        return SpendingProfile(
            totalReportedSoFar: soFar, percentage: percentage, remaining: remaining,
            differenceFromPlan: hasPlan ? try planned - soFar : .zero, differenceFromPlanPercentage: ofPlan)
    }

    /// Plans of the periods added up to each of them.
    public static func cumulative(_ plans: [Exact]) throws(Refusal) -> [Exact] {
        var sum = Exact.zero
        var result: [Exact] = []
        for plan in plans {
            sum = try sum + plan
            result.append(sum)
        }
        return result
    }
}
