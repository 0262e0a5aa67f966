/// What the partners made together can be had by everybody. Its day has come.
public struct PublishJointOutput: StateVerb {
    public static let name = "publish-joint-output"
    public static let starts: [JointOutput.Status] = [.announced]

    public var jointOutput: Key<JointOutput>
    public var on: When
    public var provenance: Provenance = Provenance()

    public var subject: Key<JointOutput> { jointOutput }

    public func decided(_ record: JointOutput, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(on, record.reference, on: setting.today)
        var output = record
        output.status = .published
        output.on = on
        output.provenance.take(provenance)
        return [.put(output)]
    }
}
