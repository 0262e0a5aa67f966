/// An Interreg project as a value: everything known of it, in tables by identifier.
///
/// It is the trail, folded. Readers keep the value they have; a change makes a new one. Each noun says beside itself how
/// its records are reached: `project.events`.
public struct Project: Sendable {
    /// The short name in addresses and commands: `inno-industry`.
    public let name: String
    /// The number of the last entry that is folded in; 0 for an empty project.
    public internal(set) var entry = 0
    /// The day on which its record began: that of its first entry. What was due before cannot be on record here.
    public internal(set) var begun: Day?
    /// How many records there are whose bodies were withheld where the trail came from: they are in no table.
    public internal(set) var withheld = 0
    /// One for each kind, at its place in the list of kinds: copying a project copies one reference, however many there are.
    private var shelves = Kind.emptyShelves
    /// What it is a part of, where some eyes do not see all of it.
    var whole: Sight?
    /// The day whose names are told, where names are dated; that of recording when nil.
    public private(set) var called: Day?
    /// Where its rule pack is found.
    public let packs: PackShelf

    public init(name: String, packs: PackShelf = PackShelf()) {
        self.name = name
        self.packs = packs
    }

    /// The same, with names as they were on a day.
    public func called(on day: Day?) -> Project {
        guard let day else { return self }
        var project = self
        project.called = day
        return project
    }

    /// The records of one kind.
    public subscript<R: Record>(_ type: R.Type) -> Table<R> {
        // A kind that is in no room's list has no records.
        Kind.place(of: type).map { table(type, at: $0) } ?? Table()
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
    /// Every kind of record that a trail may hold; each room says its own beside its first noun. A retired kind stays in the list.
    public static let all: [Kind] = placed(
        [
            ofPartnership, ofPeople, ofWorkPlan, ofEvents, ofObligations, ofLearning, ofPolicy, ofIndicators,
            ofCommunication, ofReports, ofQuality, ofTrails,
        ].flatMap { $0 })

    /// The kinds that people have lists of. The others are kept by the trails themselves, or beside what people enter.
    public static let listed = all.filter {
        ![Erasure.kind, Reason.kind, Human.kind, PutAway.kind, PersonName.kind, Likeness.kind].contains(
            $0.name)
    }
}

extension AnyVerb {
    /// Every verb, in order of the rooms. What is not in the list cannot happen.
    public static let all: [AnyVerb] =
        AnyVerb.of(BeginProject.self, AcceptClock.self, TakeBackImport.self) + Kind.all.flatMap { $0.verbs() }
}
