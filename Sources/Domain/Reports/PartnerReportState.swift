/// The states of a partner's report, by the names of the system that most programmes use.
///
/// *Last*: reopened while it is the partner's newest, its figures may change. *Limited*: a later report stands on them.
public enum PartnerReportState: String, Choice {
    case draft = "Draft"
    case submitted = "Submitted"
    case reopenedLast = "ReOpenSubmittedLast"
    case reopenedLimited = "ReOpenSubmittedLimited"
    case inControl = "InControl"
    case inControlReopenedLast = "ReOpenInControlLast"
    case inControlReopenedLimited = "ReOpenInControlLimited"
    case certified = "Certified"
    case certificateReopened = "ReOpenCertified"

    /// Whether figures may change.
    public var isOpenForFigures: Bool { [.draft, .reopenedLast, .inControlReopenedLast].contains(self) }

    /// Whether its figures count as reported before.
    public var countsAsReported: Bool { !isOpenForFigures }

    /// What it becomes when it is handed in, and whether its tables are computed anew.
    public func submitted(controlReopenedBefore: Bool) throws(Refusal) -> (
        state: PartnerReportState, recalculated: Bool
    ) {
        switch self {
        case .draft, .reopenedLast: (.submitted, true)
        case .reopenedLimited: (.submitted, false)
        case .inControlReopenedLast: (controlReopenedBefore ? .certificateReopened : .inControl, true)
        case .inControlReopenedLimited: (controlReopenedBefore ? .certificateReopened : .inControl, false)
        case .submitted, .inControl, .certified, .certificateReopened:
            throw .notInState(needed: [PartnerReportState.draft], is: self)
        }
    }

    /// What it becomes when it is given back to the partner.
    public func reopened(isLast: Bool) throws(Refusal) -> PartnerReportState {
        switch self {
        case .submitted: isLast ? .reopenedLast : .reopenedLimited
        case .inControl, .certificateReopened: isLast ? .inControlReopenedLast : .inControlReopenedLimited
        default: throw .notInState(needed: [PartnerReportState.submitted], is: self)
        }
    }
}
