import Domain

extension RoomPart {
    static let policy = RoomPart(
        .policy, views: ["chain", "monitoring"], routes: ChainPage.routes + MonitoringPage.routes,
        begins: ["addInstruments": "policy-instruments"], strip: ChainDrawing.strip,
        lists: [
            RecordList(
                PolicyInstrument.self,
                [
                    Column("partner") { .record($0.partner?.reference) },
                    Column("responsible") { .who($0.responsible) },
                    Column("owner") { .record($0.owner?.reference) },
                ]),
            RecordList(
                ActionPlan.self,
                [
                    Column("region") { .text($0.region) }, Column("country") { .word("country", $0.country?.code) },
                    Column("partner") { .record($0.partner?.reference) },
                    .word("status") { $0.status },
                    Column("responsible") { .who($0.responsible) }, Column("publishedOn") { .when($0.publishedOn) },
                ], file: [Column("pages") { .text($0.pages) }]),
            RecordList(
                Action.self,
                [
                    Column("plan") { .record($0.plan.reference) }, Column("number") { .whole($0.number) },
                    .word("status") { $0.status }, Column("cost") { .amount($0.cost) },
                ], also: { ActionParts.html($0, $2, $1) }),
            RecordList(
                PolicyChange.self, by: "from",
                [
                    Column("country") { .word("country", $0.country?.code) },
                    .word("status") { $0.status }, Column("from") { .when($0.from, $0.to) },
                    Column("implementer") { .text($0.implementer) },
                    Column("moneyInfluenced") { .amount($0.moneyInfluenced) },
                ],
                file: [
                    Column("action") { .record($0.action?.reference) },
                    Column("moreActions") { .records($0.moreActions.map(\.reference)) },
                    Column("inspirations") { .records($0.inspirations.map(\.reference)) },
                ]),
            RecordList(
                ActionMonitoring.self,
                [
                    Column("action") { .record($0.action.reference) },
                    Column("period") { .record($0.period.reference) },
                    .word("status") { $0.status }, Column("on") { .when($0.on) },
                ]),
        ])
}
