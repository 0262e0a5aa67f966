/// Something that has gone wrong, who takes care of it, and how it ended.
public struct Problem: Stated {
    public static let kind = "problem"
    public static let plural = "problems"
    public static let room = Room.quality
    public static let may = May.duties([.partnerManager])
    public static let governed: Set = ["status", "solvedOn", "outcome", "moves", "found"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Problem.self) + AnyVerb.of(TakeUpProblem.self, SolveProblem.self, ReopenProblem.self)
    }

    public enum Status: String, Choice { case open, inWork, solved }

    public var id: Key<Problem>
    public var title: String
    public var status: Status
    public var since: When?
    /// The risk that came true.
    public var risk: Key<Risk>?
    public var activity: Key<Activity>?
    public var partner: Key<Partner>?
    /// The duty that takes care of it.
    public var holder: Key<Duty>?
    public var description: Prose?
    /// What is done about it.
    public var answer: Prose?
    public var due: Day?
    public var solvedOn: When?
    public var outcome: Prose?
    public var moves: [PlanMove] = []
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// Who holds it keeps it; else the partner that it is about.
    public func owner(in project: Project) -> Key<Partner>? { holder.flatMap { project.owner(of: $0) } ?? partner }
    public var caption: Caption { .text(title) }
    public var dated: Day? { since?.last }
}

extension Problem {
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        let dated = dues.compactMap {
            $0.need("problemLate", "problemDue", on: today, by: SolveProblem.name)
        }
        return dated
            + project.problems.filter { $0.status == .open }.map {
                Need(
                    "problemOpen", .open, about: $0.reference, holder: project.holder($0.holder, or: $0.partner),
                    by: TakeUpProblem.name)
            }
    }
}

extension Project {
    public var problems: Table<Problem> { self[Problem.self] }
}
