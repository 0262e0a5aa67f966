import Domain

extension RoomPart {
    static let workPlan = RoomPart(
        .workPlan, views: ["gantt"], routes: GanttPage.routes,
        lists: [
            RecordList(
                WorkPackage.self, by: "number",
                [
                    Column("number") { .whole($0.number) }, Column("lead") { .record($0.lead?.reference) },
                    Column("phase") { .record($0.phase?.reference) },
                ]),
            RecordList(
                Activity.self, by: "due",
                [
                    .word("status") { $0.status }, Column("workPackage") { .record($0.workPackage?.reference) },
                    Column("lead") { .record($0.lead?.reference) }, Column("start") { .when($0.start) },
                    Column("due") { .when($0.due) },
                ], also: PlanParts.ofActivity),
            RecordList(
                Deliverable.self, by: "due",
                [
                    .word("status") { $0.status }, Column("activity") { .record($0.activity.reference) },
                    Column("maker") { .record($0.maker?.reference) }, Column("due") { .when($0.due) },
                    Column("deliveredOn") { .when($0.deliveredOn) },
                ]),
            RecordList(
                JointOutput.self, by: "on",
                [
                    .word("status") { $0.status }, Column("on") { .when($0.on) },
                ]),
        ])
}
