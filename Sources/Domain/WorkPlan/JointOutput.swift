/// Something that the partners made together beyond the counted results: a blueprint, a video, a joint analysis.
public struct JointOutput: Stated {
    public static let kind = "joint-output"
    public static let plural = "joint-outputs"
    public static let room = Room.workPlan
    public static let governed: Set = ["status", "found"]
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(JointOutput.self) + AnyVerb.of(PublishJointOutput.self) }

    public enum Status: String, Choice { case announced, published }

    public var id: Key<JointOutput>
    public var title: String
    public var status: Status
    public var on: When?
    public var addresses: [Address] = []
    public var description: Prose?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(title) }
    public var span: (from: When?, to: When?) { (on, nil) }
    public var dated: Day? { on?.last }
}

extension Project {
    public var jointOutputs: Table<JointOutput> { self[JointOutput.self] }
}
