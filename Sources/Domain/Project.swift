/// An Interreg project as a value: everything known of it, in tables by identifier.
///
/// It is the trail, folded. Readers keep the value they have; a change makes a new one.
public struct Project: Sendable, Equatable {
    /// The short name in addresses and commands: `inno-industry`.
    public let name: String
    /// The number of the last entry that is folded in; 0 for an empty project.
    public internal(set) var entry = 0

    public internal(set) var identifications = Table<Identification>()
    public internal(set) var phases = Table<Phase>()
    public internal(set) var reportingPeriods = Table<ReportingPeriod>()
    public internal(set) var partners = Table<Partner>()
    public internal(set) var publishedAmounts = Table<PublishedAmount>()
    public internal(set) var requestsForChange = Table<RequestForChange>()
    public internal(set) var relatedProjects = Table<RelatedProject>()
    public internal(set) var persons = Table<Person>()
    public internal(set) var contacts = Table<Contact>()
    public internal(set) var duties = Table<Duty>()
    public internal(set) var activities = Table<Activity>()
    public internal(set) var jointOutputs = Table<JointOutput>()
    public internal(set) var events = Table<Event>()
    public internal(set) var regionalSwots = Table<RegionalSwot>()
    public internal(set) var goodPractices = Table<GoodPractice>()
    public internal(set) var policyInstruments = Table<PolicyInstrument>()
    public internal(set) var actionPlans = Table<ActionPlan>()
    public internal(set) var actions = Table<Action>()
    public internal(set) var policyChanges = Table<PolicyChange>()
    public internal(set) var figures = Table<Figure>()
    public internal(set) var publishedValues = Table<PublishedValue>()
    public internal(set) var mediaAppearances = Table<MediaAppearance>()
    public internal(set) var news = Table<News>()
    public internal(set) var newsletters = Table<Newsletter>()
    public internal(set) var websites = Table<Website>()
    public internal(set) var jointReports = Table<JointReport>()
    public internal(set) var evaluations = Table<Evaluation>()
    public internal(set) var contradictions = Table<Contradiction>()
    public internal(set) var erasures = Table<Erasure>()
    /// Of the installation's own trail, which is folded into the same kind of value.
    public internal(set) var humans = Table<Human>()

    public init(name: String) { self.name = name }

    /// Short names are small letters, digits and hyphens, 2 to 40, and begin with a letter.
    public static func isName(_ text: String) -> Bool {
        (2...40).contains(text.utf8.count)
            && text.utf8.first.map { $0 >= 97 && $0 <= 122 } == true
            && text.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 }
            && !["new", "desk", "help", "rules", "installation"].contains(text)
    }
}

extension Kind {
    /// Every kind of record that a trail may hold. A retired kind stays in the list.
    public static let all: [Kind] = [
        Kind(Identification.self), Kind(Phase.self), Kind(ReportingPeriod.self), Kind(Partner.self),
        Kind(PublishedAmount.self), Kind(RequestForChange.self), Kind(RelatedProject.self),
        Kind(Person.self), Kind(Contact.self), Kind(Duty.self),
        Kind(Activity.self), Kind(JointOutput.self),
        Kind(Event.self),
        Kind(RegionalSwot.self), Kind(GoodPractice.self),
        Kind(PolicyInstrument.self), Kind(ActionPlan.self), Kind(Action.self), Kind(PolicyChange.self),
        Kind(Figure.self), Kind(PublishedValue.self),
        Kind(MediaAppearance.self), Kind(News.self), Kind(Newsletter.self), Kind(Website.self),
        Kind(JointReport.self),
        Kind(Evaluation.self), Kind(Contradiction.self),
        Kind(Erasure.self), Kind(Human.self),
    ]
}

extension Verb {
    /// Every verb, in order of the rooms. What is not in the list cannot happen.
    public static let all: [Verb] =
        [.beginProject]
        + ordinary(Identification.self) + ordinary(Phase.self) + ordinary(ReportingPeriod.self)
        + ordinary(Partner.self) + ordinary(PublishedAmount.self) + ordinary(RequestForChange.self)
        + ordinary(RelatedProject.self)
        + ordinary(Person.self) + ordinary(Contact.self) + ordinary(Duty.self) + [.handOverDuty]
        + ordinary(Activity.self) + ordinary(JointOutput.self)
        + ordinary(Event.self) + [.holdEvent, .moveEvent, .cancelEvent]
        + ordinary(RegionalSwot.self) + ordinary(GoodPractice.self)
        + ordinary(PolicyInstrument.self) + ordinary(ActionPlan.self) + ordinary(Action.self)
        + ordinary(PolicyChange.self)
        + ordinary(Figure.self) + ordinary(PublishedValue.self)
        + ordinary(MediaAppearance.self) + ordinary(News.self) + ordinary(Newsletter.self) + ordinary(Website.self)
        + ordinary(JointReport.self)
        + ordinary(Evaluation.self) + ordinary(Contradiction.self)
        + ordinary(Human.self)
        + [.eraseBody, .redactBody, .eraseDocument]
}
