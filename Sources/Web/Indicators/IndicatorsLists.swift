import Domain

/// What stands behind a record's name in the lists of this room.
enum IndicatorsLists {
    static let lists = [
        RecordList(
            Figure.self,
            [
                .word("rule") { $0.rule },
                Column("isKeyResult") { .flag($0.isKeyResult) }, Column("target") { .whole($0.target) },
            ]),
        RecordList(
            PublishedValue.self, by: "on",
            [
                Column("figure") { .record($0.figure.reference) }, Column("on") { .when($0.on) },
                Column("scope") { .text($0.scope) },
                Column("saidBy") { .text($0.saidBy) },
            ]),
    ]
}
