import Domain

/// What stands behind a record's name in the lists of this room.
enum LearningLists {
    static let lists = [
        RecordList(
            RegionalSwot.self, by: "on",
            [
                Column("partner") { .record($0.partner?.reference) }, Column("on") { .when($0.on) },
                Column("workshop") { .record($0.workshop?.reference) },
            ]),
        RecordList(
            GoodPractice.self,
            [
                .word("status") { $0.status },
                Column("country") { .word("country", $0.country?.code) },
                Column("partner") { .record($0.partner?.reference) },
                Column("owner") { .text($0.owner) },
                Column("shortlistedBy") { .words("country", $0.shortlistedBy.map(\.code)) },
            ]),
    ]
}
