import Domain
import Programmes
import Words

/// Rule packs as lines of text and as JSON, for commands and pages.
extension Words {
    /// "Interreg Europe 2014-2020; 1 January 2014 to 31 December 2023; 409 rules, …".
    public func line(of loaded: Packs.Loaded) -> String { loaded.pack.title + "; " + summary(of: loaded) }

    /// Its days, how much it says, how much of that is verified, and what it stands on.
    public func summary(of loaded: Packs.Loaded) -> String {
        let pack = loaded.pack
        let values = pack.parameters.flatMap(\.values)
        let line = self(
            "rules.line",
            [
                ("days", days(of: pack)), ("rules", count(pack.parameters.count, "rules.rules")),
                ("verified", number(values.count(where: \.isVerified))),
                ("values", count(values.count, "rules.values")),
                ("examples", count(loaded.examples.flatMap(\.examples).count, "rules.examples")),
            ])
        return line + (pack.base.map { "; " + self("rules.standingOn", [("pack", $0)]) } ?? "")
    }

    /// A rule with its history: what it says, since when, where it stands, whether it is verified, and where it is used.
    public func lines(of parameter: RuleParameter, in pack: RulePack) -> [String] {
        var lines = ["\(parameter.key.text)\t\(title(of: parameter.key))"]
        for value in parameter.values {
            lines.append("    \(self.value(value.value, parameter.unit))\t\(days(of: value, in: pack))")
            lines.append("        \(value.source.text); \(standing(of: value))")
            if let note = value.note { lines.append("        \(note)") }
        }
        if parameter.pack != pack.id { lines.append("    " + self("rules.fromBase", [("pack", parameter.pack)])) }
        let users = Calculation.using(parameter.key).map(\.area)
        if !users.isEmpty { lines.append("    \(self("rules.usedIn")): \(users.joined(separator: ", "))") }
        return lines
    }

    public func lines(of comparison: PackComparison) -> [String] {
        var lines: [String] = []
        for what in [PackComparison.What.added, .dropped, .changed] {
            let found = comparison.differences.filter { $0.what == what }
            guard !found.isEmpty else { continue }
            lines.append(choice(PackComparison.What.choiceName, what.rawValue))
            for difference in found {
                lines.append("    \(difference.key.text)\t\(title(of: difference.key))")
                lines.append("        \(sentence(difference, of: comparison))")
            }
        }
        return lines + [summary(of: comparison)]
    }

    /// "12 added, 3 dropped, 20 changed".
    public func summary(of comparison: PackComparison) -> String {
        self(
            "rules.differences",
            PackComparison.What.allCases.map { ($0.rawValue, number(comparison.count($0))) })
    }

    /// "85 % → 80 %", with the days where there are several values.
    public func sentence(_ difference: PackComparison.Difference, of comparison: PackComparison) -> String {
        [
            difference.old.map { history(of: $0, in: comparison.first) },
            difference.new.map { history(of: $0, in: comparison.second) },
        ].compactMap { $0 }.joined(separator: " → ")
    }

    /// One value alone, or each with its days.
    public func history(of parameter: RuleParameter, in pack: RulePack) -> String {
        let isOne = parameter.values.count == 1 && parameter.values[0].from == nil && parameter.values[0].to == nil
        return parameter.values.map { dated in
            let value = self.value(dated.value, parameter.unit)
            return isOne ? value : "\(value) (\(days(of: dated, in: pack)))"
        }.joined(separator: "; ")
    }

    /// A calculation with what it can be given.
    public func lines(of calculation: Calculation) -> [String] {
        var lines = ["\(calculation.area)\t\(self("calculation.\(calculation.area)"))", self("rules.asks") + ":"]
        for input in calculation.inputs where !Words.isLaterPeriod(input.name) {
            lines.append("    \(input.name)\t\(fact(input.expected) { $0.description })")
        }
        return lines
    }

    /// `period2` to `period60` are as `period1`.
    private static func isLaterPeriod(_ name: String) -> Bool {
        name.hasPrefix("period") && Whole.reading(name.dropFirst(6)).map { $0 > 1 } ?? false
    }

    /// What a proof has to say: nothing where it holds and everything is decided.
    public func lines(of proof: WorkedExample.Proof, _ example: WorkedExample) -> [String] {
        guard !proof.passed else {
            return proof.undecided.map {
                self("rules.undecided", [("id", example.id), ("name", $0.name), ("needs", $0.needs)])
            }
        }
        let head = [("id", example.id), ("area", example.area), ("description", example.description)]
        var lines = [self("rules.failed", head)]
        lines += faults(of: proof).map { "    " + $0 }
        if !proof.derivation.steps.isEmpty { lines.append("    \(self("rules.howItCame")):") }
        return lines + self.lines(of: proof.derivation).map { "        " + $0 }
    }

    private func faults(of proof: WorkedExample.Proof) -> [String] {
        let refused = proof.refusal.map { refusal in
            self("rules.refused", [("sentence", sentence(refusal) { $0.description })])
        }
        return [refused].compactMap { $0 }
            + proof.mismatches.map { mismatch in
                let facts = [("name", mismatch.name), ("expected", mismatch.expected)]
                return switch mismatch.got {
                case .value(let got): self("rules.mismatch", facts + [("got", got)])
                case .noSuchResult: self("rules.noSuchResult", facts)
                case .undecided(let needs): self("rules.undecidedResult", facts + [("needs", needs)])
                case .noRefusal: self("rules.notRefused", facts)
                }
            }
    }

    // MARK: As data

    public func json(_ calculation: Calculation) -> JSON {
        .object(of: [
            ("area", .text(calculation.area)), ("room", .text(calculation.room.rawValue)),
            ("about", .text(self("calculation.\(calculation.area)"))),
            ("rules", .list(calculation.uses.map { .text($0) })),
            (
                "inputs",
                .list(
                    calculation.inputs.map {
                        ["name": .text($0.name), "expected": .text(fact($0.expected) { $0.description })]
                    })
            ),
        ])
    }

    /// The lines, and the rules that decided.
    public func json(_ derivation: Derivation) -> JSON {
        [
            "lines": .list(lines(of: derivation).map { .text($0) }),
            "rules": .list(
                derivation.rules.map { used in
                    used.value.json.overlaid(by: [
                        "name": .text(used.key.name), "about": .text(used.key.about), "pack": .text(used.pack),
                    ])
                }),
        ]
    }

    public func json(of proofs: [(WorkedExample, WorkedExample.Proof)]) -> JSON {
        let failed = proofs.filter { !$0.1.passed }
        return [
            "passed": .whole(Int64(proofs.count - failed.count)), "failed": .whole(Int64(failed.count)),
            "failures": .list(
                failed.map { example, proof in
                    [
                        "id": .text(example.id), "area": .text(example.area),
                        "faults": .list(faults(of: proof).map { .text($0) }), "derivation": json(proof.derivation),
                    ]
                }),
            "undecided": .list(
                proofs.filter { $0.1.passed }.flatMap { example, proof in
                    proof.undecided.map {
                        ["id": .text(example.id), "name": .text($0.name), "needs": .text($0.needs)] as JSON
                    }
                }),
        ]
    }
}

extension Packs.Loaded {
    public var json: JSON {
        let values = pack.parameters.flatMap(\.values)
        return [
            "pack": .text(pack.id), "title": .text(pack.title), "base": pack.base.map { .text($0) } ?? .null,
            "from": .text(pack.from.plain), "to": pack.to.map { .text($0.plain) } ?? .null,
            "rules": .whole(Int64(pack.parameters.count)), "values": .whole(Int64(values.count)),
            "verified": .whole(Int64(values.count(where: \.isVerified))),
            "examples": .whole(Int64(examples.flatMap(\.examples).count)),
        ]
    }
}

extension PackComparison {
    public var json: JSON {
        func values(_ parameter: RuleParameter?) -> JSON { parameter.map { .list($0.values.map(\.json)) } ?? .null }
        return [
            "first": .text(first.id), "second": .text(second.id),
            "differences": .list(
                differences.map {
                    [
                        "what": .text($0.what.rawValue), "name": .text($0.key.name), "about": .text($0.key.about),
                        "old": values($0.old), "new": values($0.new),
                    ]
                }),
        ]
    }
}
