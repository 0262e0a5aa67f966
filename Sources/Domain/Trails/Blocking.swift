extension Project {
    /// What today's checks would refuse of what is on record already: each finding about its record, at most so many, among
    /// the first thousands of each kind. That a record points to one that is gone is none of them: it may have been erased.
    public func blocking(most: Int = 100) -> [Finding] {
        var found: [Finding] = []
        for kind in Kind.listed {
            for record in kind.each(self).prefix(5_000) {
                let shaped = kind.shape.findings(in: record.json, of: self).filter { $0.code != "noSuchRecord" }
                for finding in (shaped + record.findings(in: self)).filter(\.blocks) {
                    guard found.count < most else { return found }
                    found.append(
                        Finding(
                            finding.code, finding.severity, about: record.reference, field: finding.field,
                            facts: finding.facts, source: finding.source))
                }
            }
        }
        return found
    }
}
