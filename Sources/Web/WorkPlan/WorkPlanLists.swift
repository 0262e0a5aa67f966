import Domain

/// What stands behind a record's name in the lists of this room.
enum WorkPlanLists {
    static let lists = [
        RecordList(
            Activity.self, by: "due",
            [
                .word("status") { $0.status },
                Column("lead") { .record($0.lead?.reference) }, Column("start") { .when($0.start) },
                Column("due") { .when($0.due) },
            ]),
        RecordList(
            JointOutput.self, by: "on",
            [
                .word("status") { $0.status }, Column("on") { .when($0.on) },
            ]),
    ]
}
