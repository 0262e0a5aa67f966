/// What a verb does to the project: a record in its whole new version, a record withdrawn with the reason, or a body or document
/// of the trail taken away.
public enum Change: Sendable {
    case put(any Record)
    case remove(Reference, reason: String)
    /// What the erasure names goes with the entry that says so. Of a body that is redacted, these bytes stand there instead.
    case erase(Erasure, replacement: [UInt8]? = nil)

    public var reference: Reference {
        switch self {
        case .put(let record): record.reference
        case .remove(let reference, _): reference
        case .erase(let erasure, _): erasure.reference
        }
    }

    /// The record as it stands afterwards; nil where one is withdrawn.
    public var record: (any Record)? {
        switch self {
        case .put(let record): record
        case .remove: nil
        case .erase(let erasure, _): erasure
        }
    }
}

extension Project {
    /// The project with the changes carried out, as entry number `entry`. A kind that is not in the list is a mistake of the programmer.
    ///
    /// - Parameter day: that of the first entry.
    public func applying(_ changes: [Change], entry: Int? = nil, begun day: Day? = nil) -> Project {
        var project = self
        project.begun = begun ?? day
        let number = entry ?? self.entry + 1
        for change in changes { project.apply(change, entry: number) }
        project.entry = number
        return project
    }

    mutating func apply(_ change: Change, entry: Int) {
        switch change {
        case .put(let record): Kind.named(type(of: record).kind)?.put(&self, record, entry)
        case .remove(let reference, _): Kind.named(reference.kind)?.remove(&self, reference.number)
        case .erase(let erasure, _): Kind.named(Erasure.kind)?.put(&self, erasure, entry)
        }
    }
}
