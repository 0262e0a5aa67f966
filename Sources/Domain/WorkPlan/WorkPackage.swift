/// A part of the plan with an aim and a lead partner of its own; activities belong to it.
public struct WorkPackage: Record {
    public static let kind = "work-package"
    public static let plural = "work-packages"
    public static let room = Room.workPlan

    public var id: Key<WorkPackage>
    public var number: Int
    public var title: String
    /// Who leads it; often not the lead partner of the project.
    public var lead: Key<Partner>?
    public var phase: Key<Phase>?
    public var aim: Prose?
    public var provenance: Provenance = Provenance()

    public func owner(in _: Project) -> Key<Partner>? { lead }
    public var caption: Caption { .text("\(number) \(title)") }

    public func findings(in project: Project) -> [Finding] {
        project.workPackages.filter { $0.id != id && $0.number == number }.map {
            Finding(
                "numberTaken", .blocks, about: $0.reference, field: "number",
                facts: [.init("record", .record($0.reference))])
        }
    }
}

extension Project {
    public var workPackages: Table<WorkPackage> { self[WorkPackage.self] }
}
