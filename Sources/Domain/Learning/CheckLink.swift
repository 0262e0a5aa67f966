/// Somebody opened an address of the practice: does it still answer? A link that died has its last day from then on; the
/// address stays readable.
public struct CheckLink: RecordVerb {
    public static let name = "check-link"

    public var practice: Key<GoodPractice>
    public var address: WebAddress
    public var on: Day
    public var answer: GoodPractice.LinkCheck.Answer

    public var subject: Key<GoodPractice> { practice }

    public static func hindrance(_ practice: GoodPractice, in project: Project) -> Refusal? {
        practice.addresses.isEmpty ? practice.notItsAddress : nil
    }

    public func decided(_ record: GoodPractice, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var practice = record
        guard let index = practice.addresses.firstIndex(where: { $0.address == address }) else {
            throw practice.notItsAddress
        }
        guard on <= setting.today else {
            throw Refusal("notYetDone", [.init("record", .record(practice.reference)), .init("day", .day(on))])
        }
        practice.linkChecks.append(.init(address: address, on: on, answer: answer))
        if answer == .dead, practice.addresses[index].to == nil { practice.addresses[index].to = .day(on) }
        return [.put(practice)]
    }
}

extension GoodPractice {
    fileprivate var notItsAddress: Refusal {
        let known = addresses.map(\.address.text).joined(separator: ", ")
        return .blocked(by: [
            Finding("notItsAddress", .blocks, field: "address", facts: [.init("known", .text(known))])
        ])
    }
}
