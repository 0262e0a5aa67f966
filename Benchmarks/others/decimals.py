"""Computes worked examples with decimal: decimals.py FOLDER TIMES AREA ...

FOLDER holds the examples of a pack. For each area the seconds that its examples took, each so often, one number a line. The
inputs are decimals before the clock runs. Every result is compared with what the example expects, so that nobody is measured
who computes something else.
"""

import json
import pathlib
import sys
import time
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, getcontext

getcontext().prec = 50
CENT, HUNDRED, NOTHING = Decimal("0.01"), Decimal(100), Decimal(0)
SEVENTEEN, NINETEEN, TWENTY_ONE = Decimal("1e-17"), Decimal("1e-19"), Decimal("1e-21")
CATEGORIES = ["staff", "office", "travel", "external", "equipment", "infrastructure", "other", "lumpSum", "unitCost", "spfCost"]


def row_sum(given):
    sum = given["numberOfUnits"] * given["pricePerUnit"]
    return {"rowSum": sum.quantize(CENT, ROUND_FLOOR)}


def costs_with(real, options):
    costs = {name: real.get(name, NOTHING) for name in CATEGORIES}
    flat = set()
    for option, category in (("staff", "staff"), ("travelOnStaff", "travel"), ("officeOnStaff", "office"),
                             ("officeOnDirect", "office"), ("otherOnStaff", "other")):
        if option in options:
            flat.add(category)
            costs[category] = NOTHING

    def rate(option, base):
        return (options[option] * base / HUNDRED).quantize(CENT, ROUND_DOWN)

    if "staff" in options:
        base = costs["external"] + costs["equipment"] + costs["infrastructure"]
        costs["staff"] = rate("staff", base if "travel" in flat else base + costs["travel"])
    if "travelOnStaff" in options:
        costs["travel"] = rate("travelOnStaff", costs["staff"])
    if "officeOnStaff" in options:
        costs["office"] = rate("officeOnStaff", costs["staff"])
    elif "officeOnDirect" in options:
        direct = costs["staff"] + costs["travel"] + costs["external"] + costs["equipment"] + costs["infrastructure"]
        costs["office"] = rate("officeOnDirect", direct)
    if "otherOnStaff" in options and "staff" not in flat:
        costs["other"] = rate("otherOnStaff", costs["staff"])
    return costs


def flat_rates(given, name="costs"):
    costs = costs_with(given[name], given["options"])
    costs["total"] = sum(costs.values())
    return costs


def reported(given):
    return flat_rates(given, "currentCosts")


def split(given):
    amount, budget = given["amount"], given["partnerBudgetWithoutSpf"]
    funds = {name: (rate * amount / HUNDRED).quantize(CENT, ROUND_FLOOR) for name, rate in given["fundPercentages"].items()}
    all_funds = sum(funds.values())
    own = amount - all_funds
    result = {"funds": funds, "partnerContribution": own, "total": amount, "perFund": {}}
    rest = HUNDRED - sum(given["fundPercentages"].values())
    ratios = {name: (source / budget).quantize(NINETEEN, ROUND_DOWN) for name, source in given["contributions"].items()}
    for name, ratio in ratios.items():
        result[name] = (amount * ratio).quantize(CENT, ROUND_FLOOR)
    for name, fund in funds.items():
        ratio = (fund / all_funds).quantize(SEVENTEEN, ROUND_DOWN)
        contribution = (own * ratio).quantize(CENT, ROUND_HALF_UP)
        total = fund + contribution
        row = {"value": fund, "partnerContribution": contribution, "total": total}
        whole = (contribution / rest).quantize(SEVENTEEN, ROUND_HALF_UP) * HUNDRED
        for source_name, ratio in ratios.items():
            row[source_name] = (whole * ratio).quantize(CENT, ROUND_FLOOR)
        result["perFund"][name] = row
    return result


def overview_line(given):
    budget = given["totalEligibleBudget"]
    so_far = given["previouslyReported"] + given["currentReport"]
    if budget:
        percentage = (so_far * HUNDRED / budget).quantize(CENT, ROUND_HALF_UP)
    else:
        percentage = NOTHING if so_far else HUNDRED
    return {"totalReportedSoFar": so_far, "percentage": percentage, "remaining": budget - so_far}


def conversion(given):
    return {"eur": (given["amount"] / given["unitsOfCurrencyPerEuro"]).quantize(CENT, ROUND_HALF_UP)}


def fund_by_period(given):
    rate = given["percentage"]
    framed = given.get("periodTotals") or given.get("preparationThenPeriodsThenClosure")
    amounts = list(framed or given["perPeriod"])
    total = (rate * (given["spfTotal"] if "spfTotal" in given else sum(amounts)) / HUNDRED).quantize(CENT, ROUND_DOWN)
    rest = len(amounts) - (2 if framed else 1)
    parts = [(rate * amount / HUNDRED).quantize(CENT, ROUND_FLOOR) for amount in amounts]
    parts[rest] = total - (sum(parts) - parts[rest])
    return {"perPeriod": parts, "total": total}


def financing(given):
    total = given["partnerTotal"]
    funding = (given["fundPercentage"] * total / HUNDRED).quantize(CENT, ROUND_DOWN)
    together = funding + sum(given.get(name, NOTHING) for name in ("autoPublic", "otherPublic", "private"))
    rate = (funding * HUNDRED / together).quantize(CENT, ROUND_HALF_DOWN)
    average = (funding * HUNDRED / total).quantize(CENT, ROUND_HALF_DOWN)
    return {"fundingAmount": funding, "coFinancingRate": rate, "totalFundAndContribution": total, "averageCoFinancingRate": average,
            "totalEuFundAndContribution": together, "averageEuFinancingRate": rate}


def by_fund(given):
    amount, budget = given["amount"], given["partnerBudgetWithoutSpf"]
    funds = {name: (rate * amount / HUNDRED).quantize(CENT, ROUND_FLOOR) for name, rate in given["fundPercentages"].items()}
    all_funds = sum(funds.values())
    result = {}
    for name, fund in funds.items():
        total = (amount * (fund / all_funds).quantize(TWENTY_ONE, ROUND_DOWN)).quantize(CENT, ROUND_HALF_UP)
        row = {"value": fund, "total": total, "partnerContribution": total - fund}
        for source_name, source in given["contributions"].items():
            ratio = (source / budget).quantize(NINETEEN, ROUND_DOWN)
            row[source_name] = (total * ratio).quantize(CENT, ROUND_FLOOR)
        result[name] = row
    return result


AREAS = {
    "budget.rowSum": row_sum, "budget.flatRates": flat_rates, "report.costCategories": reported, "cofinancing.split": split,
    "cofinancing.overview": financing, "funds.perPeriod": fund_by_period, "report.overviewLine": overview_line,
    "currency.conversion": conversion, "verification.fundSplit": by_fund,
}


def same(wanted, got):
    if isinstance(wanted, dict):
        return all(name in got and same(value, got[name]) for name, value in wanted.items())
    if isinstance(wanted, list):
        return len(wanted) == len(got) and all(map(same, wanted, got))
    return Decimal(wanted) == got


def decimals(value):
    """The same with decimals for everything that is a number."""
    if isinstance(value, dict):
        return {name: decimals(inner) for name, inner in value.items()}
    return [decimals(inner) for inner in value] if isinstance(value, list) else Decimal(value)


def main():
    folder, times = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    for area in sys.argv[3:]:
        text = (folder / f"{area.replace('.', '-')}.json").read_text()
        examples = json.loads(text, parse_float=str)["examples"]
        compute = AREAS[area]
        for example in examples:
            example["inputs"] = decimals(example["inputs"])
            got = compute(example["inputs"])
            assert same(example["expected"], got), (example["id"], got)
        begun = time.perf_counter()
        for example in examples:
            inputs = example["inputs"]
            for _ in range(times):
                compute(inputs)
        print(time.perf_counter() - begun)


main()
