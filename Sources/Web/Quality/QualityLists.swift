import Domain

extension RoomPart {
    static let quality = RoomPart(
        .quality, views: ["risk-matrix", "against-plan"], routes: RiskMatrixPage.routes + AgainstPlanPage.routes,
        lists: [
            RecordList(
                Risk.self,
                [
                    .word("status") { $0.status }, .word("likelihood") { $0.likelihood }, .word("impact") { $0.impact },
                    Column("holder") { .record($0.holder?.reference) },
                    Column("nextReview") { .when($0.nextReview.map { .day($0) }) },
                ]),
            RecordList(
                Problem.self, by: "-since",
                [
                    .word("status") { $0.status }, Column("since") { .when($0.since) },
                    Column("holder") { .record($0.holder?.reference) },
                    Column("due") { .when($0.due.map { .day($0) }) },
                ]),
            RecordList(
                QualityReview.self,
                [
                    Column("deliverable") { .record($0.subjects.first) }, .word("status") { $0.status },
                    .word("verdict") { $0.verdict }, Column("reviewer") { .record($0.reviewer.reference) },
                    Column("due") { .when($0.due.map { .day($0) }) },
                ]),
            RecordList(
                Evaluation.self, by: "on",
                [
                    Column("on") { .when($0.on) }, Column("by") { .who($0.by) },
                    .word("status") { $0.status }, Column("event") { .record($0.event?.reference) },
                ]),
            RecordList(
                Recommendation.self,
                [
                    .word("status") { $0.status },
                    Column("evaluation") { .record($0.evaluation?.reference ?? $0.review?.reference) },
                    Column("holder") { .record($0.holder?.reference) },
                    Column("due") { .when($0.due.map { .day($0) }) },
                ]),
            RecordList(
                Contradiction.self,
                [
                    Column("statements") { .text($0.statements.map(\.value).joined(separator: " ≠ ")) },
                    Column("resolution") { .text($0.resolution?.text) },
                ]),
        ])
}
