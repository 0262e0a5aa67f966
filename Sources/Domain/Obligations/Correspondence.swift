/// A letter, a mail, a telephone call or a talk with somebody outside: with whom, when, about what, and what was said.
public struct Correspondence: Record {
    public static let kind = "correspondence"
    public static let plural = "correspondence"
    public static let room = Room.obligations
    public static let may = May.partnersToo(.obligations)

    public enum Sort: String, Choice { case letter, mail, telephone, meeting, portal }
    public enum Direction: String, Choice { case incoming, outgoing, both }

    public var id: Key<Correspondence>
    public var subject: String
    public var sort: Sort
    public var direction: Direction
    public var on: Day
    /// Who of ours wrote it, or took it in.
    public var person: Key<Person>?
    /// With whom: an organisation, a partner, a person of the project, or somebody in words.
    public var organisation: Key<Organisation>?
    public var partner: Key<Partner>?
    public var withPerson: Key<Person>?
    public var otherSide: Who?
    /// The number that the sender or the office gave it.
    public var mark: String?
    public var answers: Key<Correspondence>?
    public var concerning: Concerning = Concerning()
    public var text: Prose?
    public var provenance: Provenance = Provenance()

    public func owner(in project: Project) -> Key<Partner>? { person.flatMap { project.owner(of: $0) } ?? partner }
    public func owners(in project: Project) -> [Key<Partner>] {
        project.owners([person.flatMap { project.owner(of: $0) }, partner])
    }
    public var caption: Caption { .text(subject) }
    public var dated: Day? { on }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if organisation == nil, partner == nil, withPerson == nil, otherSide == nil {
            found.append(Finding("otherSideMissing", .warns, field: "otherSide"))
        }
        if answers == id { found.append(Finding("answersItself", .blocks, field: "answers")) }
        return found
    }
}

extension Project {
    public var correspondence: Table<Correspondence> { self[Correspondence.self] }
}
