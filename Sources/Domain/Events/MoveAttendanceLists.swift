/// Which proofs of an event are attendance lists. Nobody but a person can tell.
public struct AttendanceListsMoved: Codable, Sendable, Demanding {
    public static let demanded: Set = ["documents"]

    public var event: Key<Event>
    public var documents: [Digest]
}

extension Verb {
    /// A signed list proves who was there, and is read by those who may read that: it goes from the event, which everybody reads.
    public static let moveAttendanceLists = Verb(
        "move-attendance-lists", in: .events, on: "event", AttendanceListsMoved.self,
        when: { !(($0 as? Event)?.provenance.proofs ?? []).isEmpty }
    ) {
        (project, input, _) throws(Refusal) in try project.movingLists(input)
    }
}

extension Project {
    /// Refused: a document that is no proof of the event.
    func movingLists(_ input: AttendanceListsMoved) throws(Refusal) -> [Change] {
        var event = try events.require(input.event)
        let foreign = input.documents.enumerated().filter { _, document in
            !event.provenance.proofs.contains { $0.document == document }
        }
        guard foreign.isEmpty else {
            throw .blocked(by: foreign.map { Finding("notItsProof", .blocks, field: "documents.\($0.offset)") })
        }
        let lists = event.provenance.proofs.filter { input.documents.contains($0.document) }
        event.provenance.proofs.removeAll { input.documents.contains($0.document) }
        return [.put(event), .put(attendanceList(of: event.id, with: lists, how: .sheet))]
    }

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
