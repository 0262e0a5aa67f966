/// What a verb does to the project: a record in its whole new version, or a record withdrawn with the reason.
public enum Change: Sendable {
    case put(any Record)
    case remove(Reference, reason: String)

    public var reference: Reference {
        switch self {
        case .put(let record): record.reference
        case .remove(let reference, _): reference
        }
    }
}

extension Project {
    /// The project with the changes carried out, as entry number `entry`. A kind that is not in the list is a mistake of the programmer.
    public func applying(_ changes: [Change], entry: Int? = nil) -> Project {
        var project = self
        let number = entry ?? self.entry + 1
        for change in changes { project.apply(change, entry: number) }
        project.entry = number
        return project
    }

    mutating func apply(_ change: Change, entry: Int) {
        switch change {
        case .put(let record): Kind.named(type(of: record).kind)?.put(&self, record, entry)
        case .remove(let reference, _): Kind.named(reference.kind)?.remove(&self, reference.number)
        }
    }
}
