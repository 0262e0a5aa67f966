/// One issue of the project's newsletter.
public struct Newsletter: Stated {
    public static let kind = "newsletter"
    public static let plural = "newsletters"
    public static let room = Room.communication
    public static let governed: Set = ["status", "found"]
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(Newsletter.self) + AnyVerb.of(SendNewsletter.self) }

    public enum Status: String, Choice { case draft, sent }

    public var id: Key<Newsletter>
    public var number: Int
    public var title: String?
    public var status: Status
    public var on: When?
    public var language: LanguageCode?
    public var address: WebAddress?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public var caption: Caption { title.map { .text($0) } ?? .numbered(number) }
    public var span: (from: When?, to: When?) { (on, nil) }
    public var dated: Day? { on?.last }

    public func findings(in project: Project) -> [Finding] {
        project.newsletters.filter { $0.id != id && $0.number == number && $0.language == language }.map {
            Finding(
                "numberTaken", .blocks, about: $0.reference, field: "number",
                facts: [.init("record", .record($0.reference))])
        }
    }
}

extension Project {
    public var newsletters: Table<Newsletter> { self[Newsletter.self] }
}

extension Newsletter: Countable {
    public func candidate(in project: Project) -> Candidate {
        var candidate = Candidate(self, state: status.rawValue, day: on?.last)
        candidate.isDraft = status == .draft
        candidate.addresses = [address].compactMap { $0 }
        candidate.names = { [String(number)] }
        return candidate
    }
}
