import Domain

extension RoomPart {
    static let reports = RoomPart(
        .reports,
        lists: [
            RecordList(
                JointReport.self, by: "number",
                [
                    Column("number") { .whole($0.number) }, Column("period") { .record($0.period?.reference) },
                    .word("status") { $0.status },
                    Column("submittedOn") { .when($0.submittedOn) }, Column("approvedOn") { .when($0.approvedOn) },
                ])
        ])
}
