import Domain

extension RoomPart {
    static let indicators = RoomPart(
        .indicators, views: ["results", "indicators"],
        routes: IndicatorsPage.routes + ResultsPages.routes + EvidenceRulesPage.routes,
        lists: [
            RecordList(
                Figure.self,
                [
                    .word("rule") { $0.rule },
                    Column("isKeyResult") { .flag($0.isKeyResult) }, Column("baseline") { .whole($0.baseline) },
                    Column("target") { .whole($0.target) }, Column("unit") { .text($0.unit) },
                ], also: IndicatorParts.ofFigure),
            RecordList(
                PublishedValue.self, by: "on",
                [
                    Column("figure") { .record($0.figure.reference) }, Column("on") { .when($0.on) },
                    Column("scope") { .text($0.scope) },
                    Column("saidBy") { .who($0.saidBy) },
                ]),
            RecordList(
                PeriodValue.self, by: "on",
                [
                    Column("figure") { .record($0.figure.reference) },
                    Column("period") { .record($0.period.reference) },
                    Column("partner") { .record($0.partner?.reference) }, Column("value") { .whole($0.value) },
                    Column("outOf") { .whole($0.outOf) },
                ]),
            RecordList(
                PeriodLock.self, by: "lockedOn",
                [
                    Column("period") { .record($0.period.reference) }, .word("status") { $0.status },
                    Column("lockedOn") { .when(.day($0.lockedOn)) },
                    Column("unlockedBecause") { .text($0.unlockedBecause) },
                ], also: IndicatorParts.frozen),
            RecordList(
                EvidenceRule.self,
                [
                    Column("figure") { .record($0.figure.reference) },
                    Column("states") { .text($0.states.joined(separator: ", ")) }, .words("shows") { $0.shows },
                    Column("because") { .text($0.because) },
                ]),
        ])
}
