import Domain
import Trail
import Words

/// What a project loses with the body that `erase-body` takes.
public struct Loss: Sendable, Equatable {
    public let record: Reference
    /// Whether the record goes; otherwise what is lost is how it was before.
    public let isNow: Bool
    /// Whether it was the only one of its kind.
    public let isOnly: Bool
    /// The records that point to it.
    public let pointing: [Reference]
    /// The figures that rest on it.
    public let figures: [Reference]
    /// What would be found in other records without it, and is not found now.
    public let findings: [Finding]

    /// What goes with the body that a record has now, or had.
    public init(_ record: Reference, isNow: Bool, in project: Project) {
        self.record = record
        self.isNow = isNow
        guard isNow, let kind = Kind.named(record.kind) else {
            (isOnly, pointing, figures, findings) = (false, [], [], [])
            return
        }
        let after = project.applying([.remove(record, reason: "")], entry: project.entry + 1)
        isOnly = kind.count(project) == 1
        pointing = project.references(to: record)
        figures = project.figures.filter { figure in
            figure.reference != record && project.standing(of: figure) != after.standing(of: figure)
        }.map(\.reference)
        findings = Kind.listed.flatMap { kind in
            kind.each(after).flatMap { other -> [Finding] in
                let before = Set(other.findings(in: project).map { "\($0.code) \($0.field)" })
                return other.findings(in: after).filter { !before.contains("\($0.code) \($0.field)") }.map { finding in
                    Finding(
                        finding.code, finding.severity, about: other.reference, field: finding.field,
                        facts: finding.facts, source: finding.source)
                }
            }
        }
    }

    public var json: JSON {
        [
            "record": .text(record.description), "now": .flag(isNow), "only": .flag(isOnly),
            "pointedToBy": .list(pointing.map { .text($0.description) }),
            "figures": .list(figures.map { .text($0.description) }),
            "findings": .list(
                findings.map { finding in
                    [
                        "record": finding.about.map { .text($0.description) } ?? .null, "field": .text(finding.field),
                        "finding": .text(finding.code),
                    ]
                }),
        ]
    }
}

extension ProjectDesk {
    /// What is lost with the bodies that these steps erase, of those that are there.
    public func losses(by steps: [Step]) throws -> [Loss] {
        let project = published.project
        return try steps.filter { $0.verb.name == EraseBody.name }.compactMap { step in
            guard let entry = step.input["entry"]?.whole, let position = step.input["position"]?.whole else {
                return nil
            }
            let bodies = try store.bodies(of: name, entry: entry)
            guard bodies.indices.contains(position), bodies[position].record != nil else { return nil }
            let record = bodies[position].reference
            return Loss(record, isNow: project.entry(of: record) == entry, in: project)
        }
    }
}

extension Words {
    /// What is lost, line by line; records by the names that they are given.
    public func sentences(_ loss: Loss, naming: (Reference) -> String) -> [String] {
        func named(_ references: [Reference]) -> String {
            let shown = references.prefix(20).map(naming).joined(separator: ", ")
            return references.count > 20
                ? shown + ", " + self("page.andMore", [("n", number(references.count - 20))]) : shown
        }
        let name = [("record", naming(loss.record))]
        guard loss.isNow else { return [self("loss.before", name)] }
        var lines = [self(loss.isOnly ? "loss.only" : "loss.now", name)]
        if !loss.pointing.isEmpty { lines.append(self("loss.pointing", [("records", named(loss.pointing))])) }
        if !loss.figures.isEmpty { lines.append(self("loss.figures", [("records", named(loss.figures))])) }
        for finding in loss.findings.prefix(20) {
            lines.append(
                self(
                    "loss.finding",
                    [("record", finding.about.map(naming) ?? ""), ("sentence", sentence(finding, name: naming))]))
        }
        return lines
    }
}
