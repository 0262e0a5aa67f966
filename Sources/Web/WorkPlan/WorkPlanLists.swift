import Domain

/// What stands behind a record's name in the lists of this room.
enum WorkPlanLists {
    static let lists = [
        RecordList(Activity.self, by: "due", [
            Column("status") { .word(Activity.Status.choiceName, $0.status.rawValue) },
            Column("lead") { .record($0.lead?.reference) }, Column("start") { .when($0.start) }, Column("due") { .when($0.due) },
        ]),
        RecordList(JointOutput.self, by: "on", [
            Column("status") { .word(JointOutput.Status.choiceName, $0.status.rawValue) }, Column("on") { .when($0.on) },
        ]),
    ]
}
