/// Why an entry was made, where that was asked; its number is that of the entry.
///
/// A body like any other, so that whoever may not see it can still verify the chain. Why a record was withdrawn stands in
/// the withdrawal itself. The desk writes it; no verb changes it.
public struct Reason: Record {
    public static let kind = "reason"
    public static let plural = "reasons"
    public static let room = Room.trails
    public static var verbs: [AnyVerb] { [] }

    public var id: Key<Reason>
    public var text: Prose
    public var provenance: Provenance = Provenance()

    public init(entry: Int, text: String) {
        id = Key(entry)
        self.text = Prose(text)
    }

    public var caption: Caption { .numbered(id.number) }
}

extension Project {
    public var reasons: Table<Reason> { self[Reason.self] }
}
