/// An Interreg project as a value: everything known of it, in tables by identifier.
///
/// It is the trail, folded. Readers keep the value they have; a change makes a new one. Each noun says beside itself how
/// its records are reached: `project.events`.
public struct Project: Sendable {
    /// The short name in addresses and commands: `inno-industry`.
    public let name: String
    /// The number of the last entry that is folded in; 0 for an empty project.
    public internal(set) var entry = 0
    /// One for each kind, at its place in the list of kinds: copying a project copies one reference, however many there are.
    private var shelves = Kind.emptyShelves
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
        (2...40).contains(text.utf8.count)
            && text.utf8.first.map { $0 >= 97 && $0 <= 122 } == true
            && text.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 }
            && !["new", "desk", "help", "rules", "installation"].contains(text)
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
    static let types: [any Record.Type] = [
        Identification.self, Phase.self, ReportingPeriod.self, Partner.self, PublishedAmount.self,
        RequestForChange.self, RelatedProject.self, Organisation.self,

        Person.self, Contact.self, Duty.self,

        Activity.self, JointOutput.self,

        Event.self,

        RegionalSwot.self, GoodPractice.self, JointSwot.self, Lesson.self, Showing.self, Shortlist.self,
        Inspiration.self,

        PolicyInstrument.self, ActionPlan.self, Action.self, PolicyChange.self, ActionMonitoring.self,

        Figure.self, PublishedValue.self,

        MediaAppearance.self, News.self, Newsletter.self, Website.self,

        JointReport.self,

        Evaluation.self, Contradiction.self,

        Erasure.self,
        // Of the installation's own trail, which is folded into the same kind of value.
        Human.self,
    ]

    public static let all: [Kind] = types.enumerated().map { place, type in made(type, place) }

    private static func made<R: Record>(_ type: R.Type, _ place: Int) -> Kind { Kind(type, place: place) }
}

extension Verb {
    /// Every verb, in order of the rooms. What is not in the list cannot happen.
    public static let all: [Verb] = [.beginProject] + Kind.types.flatMap { $0.verbs }
}
