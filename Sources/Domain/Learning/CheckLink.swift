/// Somebody opened an address of the practice: does it still answer?
public struct LinkChecked: Codable, Sendable {
    public var practice: Key<GoodPractice>
    public var address: WebAddress
    public var on: Day
    public var answer: GoodPractice.LinkCheck.Answer
}

extension AnyVerb {
    public static let checkLink = AnyVerb(
        "check-link", in: .learning, on: "good-practice", LinkChecked.self,
        when: { ($0 as? GoodPractice)?.addresses.isEmpty == false }
    ) {
        (project, input, setting) throws(Refusal) in try project.checkingLink(input, on: setting.today)
    }
}

extension Project {
    /// A link that died has its last day from then on; the address stays readable.
    public func checkingLink(_ input: LinkChecked, on today: Day) throws(Refusal) -> [Change] {
        var practice = try goodPractices.require(input.practice)
        guard let index = practice.addresses.firstIndex(where: { $0.address == input.address }) else {
            throw .blocked(by: [
                Finding(
                    "notItsAddress", .blocks, field: "address",
                    facts: [.init("known", .text(practice.addresses.map(\.address.text).joined(separator: ", ")))])
            ])
        }
        guard input.on <= today else {
            throw Refusal("notYetDone", [.init("record", .record(practice.reference)), .init("day", .day(input.on))])
        }
        practice.linkChecks.append(.init(address: input.address, on: input.on, answer: input.answer))
        if input.answer == .dead, practice.addresses[index].to == nil {
            practice.addresses[index].to = .day(input.on)
        }
        return [.put(practice)]
    }
}
