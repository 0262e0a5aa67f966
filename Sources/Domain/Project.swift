/// An Interreg project as a value: everything known of it, in tables by identifier.
///
/// It is the trail, folded. Readers keep the value they have; a change makes a new one. Each noun says beside itself how
/// its records are reached: `project.events`.
public struct Project: Sendable {
    /// The short name in addresses and commands: `inno-industry`.
    public let name: String
    /// The number of the last entry that is folded in; 0 for an empty project.
    public internal(set) var entry = 0
    /// How many records there are whose bodies were withheld where the trail came from: they are in no table.
    public internal(set) var withheld = 0
    /// One for each kind, at its place in the list of kinds: copying a project copies one reference, however many there are.
    private var shelves = Kind.emptyShelves
    /// What it is a part of, where some eyes do not see all of it.
    var whole: Sight?
    /// Where its rule pack is found.
    public let packs: PackShelf

    public init(name: String, packs: PackShelf = PackShelf()) {
        self.name = name
        self.packs = packs
    }

    /// The records of one kind.
    public subscript<R: Record>(_ type: R.Type) -> Table<R> {
        unsafeDowncast(shelves[Kind.place(of: type)], to: Shelf<R>.self).table
    }

    /// The records of a kind whose place is known already.
    func table<R: Record>(_ type: R.Type, at place: Int) -> Table<R> {
        unsafeDowncast(shelves[place], to: Shelf<R>.self).table
    }

    mutating func change<R: Record>(_ type: R.Type, at place: Int, _ body: (inout Table<R>) -> Void) {
        var shelf = unsafeDowncast(shelves[place], to: Shelf<R>.self)
        // While nobody else holds the shelf, its table changes where it stands.
        shelves[place] = AnyShelf.none
        if !isKnownUniquelyReferenced(&shelf) { shelf = Shelf(shelf.table) }
        body(&shelf.table)
        shelves[place] = shelf
    }

    /// Short names are small letters, digits and hyphens, 2 to 40, and begin with a letter.
    public static func isName(_ text: String) -> Bool {
        isSpelledAsName(text) && !["new", "desk", "help", "rules", "installation"].contains(text)
    }

    /// Whether it is written as a short name is, though it may be one that the product keeps for itself.
    public static func isSpelledAsName(_ text: String) -> Bool {
        (2...40).contains(text.utf8.count)
            && text.utf8.first.map { $0 >= 97 && $0 <= 122 } == true
            && text.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 }
    }
}

extension Project: Equatable {
    /// Equal records of every kind, at the same entry.
    public static func == (a: Project, b: Project) -> Bool {
        a.name == b.name && a.entry == b.entry && zip(a.shelves, b.shelves).allSatisfy { $0.equals($1) }
    }
}

/// What holds the table of a kind in a project.
class AnyShelf: @unchecked Sendable {
    static let none = AnyShelf()
    func equals(_ other: AnyShelf) -> Bool { self === other }
}

/// Changed only while one project alone holds it.
final class Shelf<R: Record>: AnyShelf, @unchecked Sendable {
    fileprivate(set) var table: Table<R>

    init(_ table: Table<R> = Table()) { self.table = table }

    override func equals(_ other: AnyShelf) -> Bool {
        self === other || (other as? Shelf<R>).map { $0.table == table } ?? false
    }
}

extension Kind {
    /// Every kind of record that a trail may hold, by rooms. A retired kind stays in the list.
    public static let all: [Kind] = placed([
        Kind(Identification.self), Kind(Phase.self), Kind(ReportingPeriod.self), Kind(Partner.self),
        Kind(PublishedAmount.self),
        Kind(RequestForChange.self), Kind(RelatedProject.self), Kind(Organisation.self),
        Kind(ApplicationFormVersion.self), Kind(Contract.self), Kind(StakeholderGroup.self),

        Kind(Person.self), Kind(PersonName.self), Kind(Contact.self), Kind(Duty.self),
        Kind(Consent.self),

        Kind(Activity.self), Kind(JointOutput.self),
        Kind(WorkPackage.self), Kind(Deliverable.self),

        Kind(Event.self),
        Kind(Obligation.self), Kind(Fulfilment.self), Kind(Correspondence.self), Kind(Promise.self),
        Kind(Question.self),
        Kind(EventSeries.self), Kind(Decision.self), Kind(FollowUp.self), Kind(RegistrationForm.self),
        Kind(Registration.self), Kind(Attendance.self), Kind(SurveyResult.self),

        Kind(RegionalSwot.self), Kind(GoodPractice.self),

        Kind(PolicyInstrument.self), Kind(ActionPlan.self), Kind(Action.self), Kind(PolicyChange.self),
        Kind(JointSwot.self), Kind(Lesson.self), Kind(Showing.self), Kind(Shortlist.self), Kind(Inspiration.self),
        Kind(ActionMonitoring.self),

        Kind(Figure.self), Kind(PublishedValue.self),
        Kind(PeriodValue.self), Kind(PeriodLock.self),

        Kind(MediaAppearance.self), Kind(News.self), Kind(Newsletter.self), Kind(Website.self),
        Kind(Material.self), Kind(OfficialText.self),
        Kind(OutboxMessage.self),

        Kind(JointReport.self),

        Kind(Evaluation.self), Kind(Contradiction.self),
        Kind(Risk.self), Kind(Problem.self), Kind(QualityReview.self), Kind(Recommendation.self),

        Kind(Erasure.self), Kind(Reason.self),
        // Of the installation's own trail, which is folded into the same kind of value.
        Kind(Human.self), Kind(PutAway.self),
    ])

    /// The kinds that people have lists of. The others are kept by the trails themselves.
    public static let listed = all.filter {
        ![Erasure.kind, Reason.kind, Human.kind, PutAway.kind, PersonName.kind].contains($0.name)
    }
}

extension AnyVerb {
    /// Every verb, in order of the rooms. What is not in the list cannot happen.
    public static let all: [AnyVerb] = AnyVerb.of(BeginProject.self, AcceptClock.self) + Kind.all.flatMap { $0.verbs() }
}
