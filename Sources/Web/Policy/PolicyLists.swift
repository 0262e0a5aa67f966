import Domain

/// What stands behind a record's name in the lists of this room.
enum PolicyLists {
    static let lists = [
        RecordList(PolicyInstrument.self, [
            Column("partner") { .record($0.partner?.reference) }, Column("responsible") { .text($0.responsible) },
        ]),
        RecordList(ActionPlan.self, [
            Column("country") { .word("country", $0.country?.code) }, Column("partner") { .record($0.partner?.reference) },
            Column("status") { .word(ActionPlan.Status.choiceName, $0.status.rawValue) },
            Column("responsible") { .text($0.responsible) }, Column("publishedOn") { .when($0.publishedOn) },
        ]),
        RecordList(Action.self, [
            Column("plan") { .record($0.plan.reference) }, Column("number") { .whole($0.number) },
            Column("status") { .word(Action.Status.choiceName, $0.status.rawValue) },
        ]),
        RecordList(PolicyChange.self, by: "from", [
            Column("country") { .word("country", $0.country?.code) },
            Column("status") { .word(PolicyChange.Status.choiceName, $0.status.rawValue) }, Column("from") { .when($0.from, $0.to) },
            Column("implementer") { .text($0.implementer) }, Column("moneyInfluenced") { .amount($0.moneyInfluenced) },
        ]),
    ]
}
