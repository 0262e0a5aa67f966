/// Something that works in one region and may be taken over by another.
public struct GoodPractice: Record {
    public static let kind = "good-practice"
    public static let plural = "good-practices"
    public static let room = Room.learning

    /// Candidate; named in public as the project's; shown to partners; on the programme's platform; validated by its expert.
    public enum Status: String, Choice { case candidate, named, presented, published, validated }

    public var id: Key<GoodPractice>
    public var title: String
    public var otherNames: [OtherName] = []
    public var status: Status
    public var partner: Key<Partner>?
    public var country: Country?
    public var region: String?
    /// Whose practice it is; often not the partner's.
    public var owner: String?
    public var topic: String?
    public var start: When?
    public var publishedOn: When?
    public var presentedAt: Key<Event>?
    public var resources: [Resource] = []
    public var results: [Measure] = []
    public var award: String?
    /// Countries whose expert groups put it on their shortlist.
    public var shortlistedBy: [Country] = []
    public var addresses: [Address] = []
    /// Another project that it comes from, or is shared with.
    public var sharedWith: Key<RelatedProject>?
    public var description: Prose?
    public var lessons: Prose?
    /// How many practices this record stands for, where a source does not name them. Such a record is never counted.
    public var standsFor: Count?
    public var provenance: Provenance = Provenance()

    /// What the practice takes: money in its own currency, or people.
    public struct Resource: Codable, Sendable, Equatable {
        public var what: String
        public var amount: Money?
        public var isUpperLimit: Bool = false
        /// About as much in euro, where the source says so.
        public var aboutInEuro: Money?
        public var persons: Int?
    }

    public static var knownBy: [String] { ["title"] }
    public var caption: Caption { .text(title) }

}

extension Project {
    public var goodPractices: Table<GoodPractice> { self[GoodPractice.self] }
}
