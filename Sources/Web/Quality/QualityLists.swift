import Domain

/// What stands behind a record's name in the lists of this room.
enum QualityLists {
    static let lists = [
        RecordList(
            Evaluation.self, by: "on",
            [
                Column("on") { .when($0.on) }, Column("by") { .text($0.by) },
                .word("status") { $0.status }, Column("event") { .record($0.event?.reference) },
            ]),
        RecordList(
            Contradiction.self,
            [
                Column("statements") { .text($0.statements.map(\.value).joined(separator: " ≠ ")) },
                Column("resolution") { .text($0.resolution?.text) },
            ]),
    ]
}
