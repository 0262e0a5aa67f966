import Domain

/// Findings, refusals and needs as sentences.
extension Words {
    /// A typed value of a message. `name` gives what a record is called.
    public func fact(_ fact: Fact, name: (Reference) -> String) -> String {
        switch fact {
        case .text(let text): text
        case .whole(let number): self.number(number)
        case .day(let day): self.day(day)
        case .when(let when): self.when(when)
        case .amount(let money): amount(money)
        case .word(let list, let word): choice(list, word)
        case .words(let list, let words): anyOf(words.map { choice(list, $0) })
        case .field(let field): label(field: field, of: "")
        case .record(let reference): name(reference)
        case .records(let references, let hidden):
            several(
                references.map(name),
                and: hidden.map { count($0.count, "page.hiddenRecords", [("partner", name($0.partner.reference))]) })
        }
    }

    /// The text of the key with the facts in their places. A text with forms takes that of the first whole number.
    public func message(_ key: TextKey, facts: [Fact.Named], name: (Reference) -> String) -> String {
        // Where nothing is known that could be named, that is said.
        let written = facts.map {
            ($0.name, $0.name == "known" && $0.fact == .text("") ? self("page.none") : fact($0.fact, name: name))
        }
        let number = facts.lazy.compactMap { if case .whole(let number) = $0.fact { number } else { nil } }.first
        return number.map { form($0, key, written) } ?? self(key, written)
    }

    /// - Parameter plainly: whether it was written for a program, in JSON or by command, or in another language than this: then
    ///   the advice is the form that is read there.
    public func sentence(_ finding: Finding, plainly: Bool = false, name: (Reference) -> String) -> String {
        if plainly, has("finding.\(finding.code).plain") {
            return message("finding.\(finding.code).plain", facts: finding.facts, name: name)
        }
        return message("finding.\(finding.code)", facts: finding.facts, name: name)
    }

    /// With whom to ask, where somebody does not see all that it is about.
    public func sentence(_ refusal: Refusal, name: (Reference) -> String) -> String {
        let said = message("refusal.\(refusal.code)", facts: refusal.facts, name: name)
        let sentence = refusal.facts.contains { $0.fact.isPart } ? said + " " + self("page.hiddenRecords.ask") : said
        guard let step = refusal.step else { return sentence }
        let what = [verb(step.verb), step.record.map { fact($0, name: name) }].compactMap(\.self)
        return self(
            "refusal.inStep",
            [("n", number(step.number)), ("what", what.joined(separator: ": ")), ("sentence", sentence)])
    }

    /// With `{record}`, `{day}` and `{distance}` from today.
    public func sentence(_ need: Need, on today: Day, name: (Reference) -> String) -> String {
        var facts = need.facts
        if let about = need.about { facts.append(.init("record", .record(about))) }
        if let day = need.day {
            facts.append(.init("day", .day(day)))
            facts.append(.init("distance", .text(distance(from: today, to: day))))
        }
        return message("need.\(need.code)", facts: facts, name: name)
    }

    /// At most five by name, then how many more there are; and what has no name here.
    private func several(_ names: [String], and hidden: [String]) -> String {
        guard names.count > 6 else { return list(names + hidden) }
        return list(names.prefix(5) + [count(names.count - 5, "count.more")] + hidden)
    }
}
