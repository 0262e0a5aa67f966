/// Which proofs of an event are attendance lists; nobody but a person can tell. A signed list proves who was there, and is
/// read by those who may read that: it goes from the event, which everybody reads.
///
/// Refused: none chosen, and a document that is no proof of the event.
public struct MoveAttendanceLists: RecordVerb {
    public static let name = "move-attendance-lists"
    public static let demanded: Set = ["documents"]

    public var event: Key<Event>
    public var documents: [Digest]

    public var subject: Key<Event> { event }

    public static func hindrance(_ event: Event, in project: Project) -> Refusal? {
        event.provenance.proofs.isEmpty ? .blocked(by: [Finding("notItsProof", .blocks, field: "documents")]) : nil
    }

    public func decided(_ record: Event, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var event = record
        let foreign = documents.enumerated().filter { _, document in
            !event.provenance.proofs.contains { $0.document == document }
        }
        guard foreign.isEmpty else {
            throw .blocked(by: foreign.map { Finding("notItsProof", .blocks, field: "documents.\($0.offset)") })
        }
        let lists = event.provenance.proofs.filter { documents.contains($0.document) }
        event.provenance.proofs.removeAll { documents.contains($0.document) }
        return [.put(event), .put(project.attendanceList(of: event.id, with: lists, how: .sheet))]
    }
}

extension Project {
    /// The record that holds the event's lists, with these beside those that it has.
    func attendanceList(of event: Key<Event>, with lists: [Proof], how: Attendance.How) -> Attendance {
        var list =
            attendances.first { $0.event == event && $0.isList }
            ?? Attendance(id: attendances.next, event: event, state: .present, how: how)
        let known = list.provenance.proofs.map(\.document)
        list.provenance.proofs += lists.filter { !known.contains($0.document) }
        return list
    }
}
