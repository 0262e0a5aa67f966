import Domain

/// What stands behind a record's name in the lists of this room.
enum ReportsLists {
    static let lists = [
        RecordList(
            JointReport.self, by: "number",
            [
                Column("number") { .whole($0.number) }, Column("period") { .record($0.period?.reference) },
                .word("status") { $0.status },
                Column("submittedOn") { .when($0.submittedOn) }, Column("approvedOn") { .when($0.approvedOn) },
            ])
    ]
}
