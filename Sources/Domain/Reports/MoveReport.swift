/// A step on the way of a joint progress report: its name, the states that it starts from, and the one that it leads to.
public protocol ReportStep {
    typealias Way = (name: String, starts: [JointReport.Status], to: JointReport.Status)
    static var way: Way { get }
}

public enum SubmitReport: ReportStep { public static let way: Way = ("submit-joint-report", [.draft], .submitted) }
public enum QuestionReport: ReportStep {
    public static let way: Way = ("question-joint-report", [.submitted], .inClarification)
}
public enum AnswerReport: ReportStep {
    public static let way: Way = ("answer-joint-report", [.inClarification], .submitted)
}
public enum ApproveReport: ReportStep {
    public static let way: Way = ("approve-joint-report", [.submitted, .inClarification], .approved)
}

/// A step of a joint progress report: when it was taken, and by whom. Its day has come, and is not before the step that it
/// follows; what is asked and approved says who asked and approved.
public struct MoveReport<Step: ReportStep>: StateVerb {
    public static var name: String { Step.way.name }
    public static var starts: [JointReport.Status] { Step.way.starts }

    public var jointReport: Key<JointReport>
    public var on: When
    /// The body or person that took the step; an act of the programme is recorded on its behalf.
    public var by: Who?
    /// The letter, or the message of the monitoring system, that proves it.
    public var provenance: Provenance = Provenance()

    public var subject: Key<JointReport> { jointReport }

    public func decided(_ record: JointReport, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(on, record.reference, on: setting.today)
        if let last = record.states.last?.on ?? record.submittedOn, on.last < last.first {
            throw .blocked(by: [Finding("beforeLastStep", .blocks, field: "on", facts: [.init("day", .when(last))])])
        }
        let next = Step.way.to
        if next == .inClarification || next == .approved { try project.requireOutside(by) }
        var report = record
        report.status = next
        if record.status == .draft { report.submittedOn = on }
        if next == .approved { report.approvedOn = on }
        report.states.append(JointReport.StateOnDay(status: next, on: on, saidBy: by))
        report.provenance.take(provenance)
        return [.put(report)]
    }
}
