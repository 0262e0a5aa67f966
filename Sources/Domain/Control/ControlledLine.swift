/// What control makes of one line.
public struct ControlledLine: Sendable, Hashable {
    public let certified: Exact
    public let deducted: Exact
    public let isParked: Bool
    /// A line with a deduction, parked, or locked is always part of the sample.
    public let isInSample: Bool

    public init(
        declared: Exact, deducted: Exact, isParked: Bool, isInSample: Bool, isLocked: Bool
    ) throws(Refusal) {
        let taken = isParked ? Exact.zero : deducted
        certified = isParked ? .zero : try declared - taken
        self.deducted = taken
        self.isParked = isParked
        self.isInSample = isInSample || isLocked || isParked || !taken.isZero
    }
}
