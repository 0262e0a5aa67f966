import Domain

extension RoomPart {
    static let obligations = RoomPart(
        .obligations, views: ["calendar", "week", "hand-over", "take-over"],
        routes: CalendarPage.routes + WeekPage.routes + HandOverPage.routes + TakeOverPage.routes,
        usual: [
            Promise.kind: PromiseBox.usual,
            Obligation.kind: { _ in [("rule", ["form": .text(DueRule.Form.onDay.rawValue)])] },
        ],
        strip: { DueDaysTable.strip($0, $1, $2) },
        lists: [
            RecordList(
                Obligation.self,
                [
                    .word("sort") { $0.sort }, .word("status") { $0.status },
                    Column("rule") { .word(DueRule.Form.choiceName, $0.rule.form?.rawValue) },
                    Column("duty") { .word(Duty.Sort.choiceName, $0.duty?.rawValue) },
                    Column("partner") { .record($0.partner?.reference) },
                    Column("everyPartner") { .flag($0.everyPartner) },
                    .word("origin") { $0.origin }, Column("document") { .text($0.document) },
                ]
            ) { obligation, place, words in DueDaysTable.html(obligation, place, words) },
            RecordList(
                Fulfilment.self, by: "-on",
                [
                    Column("obligation") { .record($0.obligation.reference) }, .word("status") { $0.status },
                    Column("partner") { .record($0.partner?.reference) },
                    Column("due") { .when($0.due.map { .day($0) }) }, Column("on") { .when(.day($0.on)) },
                    Column("person") { .record($0.person?.reference) },
                ]),
            RecordList(
                Correspondence.self, by: "-on",
                [
                    Column("on") { .when(.day($0.on)) }, .word("sort") { $0.sort }, .word("direction") { $0.direction },
                    Column("organisation") { .record($0.organisation?.reference) },
                    Column("partner") { .record($0.partner?.reference) },
                    Column("otherSide") { .who($0.otherSide) },
                    Column("person") { .record($0.person?.reference) },
                ]),
            RecordList(
                Promise.self, by: "due",
                [
                    Column("due") { .when(.day($0.due)) }, .word("direction") { $0.direction },
                    .word("status") { $0.status }, Column("otherSide") { .who($0.otherSide) },
                    Column("partner") { .record($0.partner?.reference) },
                    Column("duty") { .word(Duty.Sort.choiceName, $0.duty?.rawValue) },
                    Column("person") { .record($0.person?.reference) },
                ]),
            RecordList(
                Question.self, by: "due",
                [
                    .word("status") { $0.status }, Column("askedBy") { .who($0.askedBy) },
                    Column("askedOn") { .when(.day($0.askedOn)) }, Column("due") { .when($0.due.map { .day($0) }) },
                    Column("partner") { .record($0.partner?.reference) },
                    Column("innerDue") { .when($0.innerDue.map { .day($0) }) },
                    Column("sentOn") { .when($0.sentOn.map { .day($0) }) },
                ]),
        ])
}
