import Domain

extension RoomPart {
    static let learning = RoomPart(
        .learning,
        lists: [
            RecordList(
                RegionalSwot.self, by: "on",
                [
                    Column("partner") { .record($0.partner?.reference) }, Column("on") { .when($0.on) },
                    Column("workshop") { .record($0.workshop?.reference) },
                    Column("areas") { .whole($0.areas.count) }, Column("revisits") { .when($0.revisits.last?.on) },
                ]),
            RecordList(
                JointSwot.self, by: "on",
                [
                    Column("on") { .when($0.on) }, Column("regions") { .whole($0.regions ?? $0.madeFrom.count) },
                    Column("writtenBy") { .record($0.writtenBy?.reference) },
                ]),
            RecordList(
                GoodPractice.self,
                [
                    .word("status") { $0.status },
                    Column("country") { .word("country", $0.country?.code) },
                    Column("partner") { .record($0.partner?.reference) },
                    Column("owner") { .text($0.owner) },
                    Column("shortlistedBy") { .words("country", $0.shortlistedBy.map(\.code)) },
                    .word("review") { $0.review },
                ],
                also: { practice, place, words in
                    PracticeParts.html(practice, words, place)
                }),
            RecordList(
                Lesson.self, by: "on",
                [
                    .word("outcome") { $0.outcome }, Column("on") { .when($0.on) },
                    Column("partner") { .record($0.partner?.reference) },
                    Column("practice") { .record($0.practice?.reference) },
                ]),
            RecordList(
                Showing.self, by: "on",
                [
                    Column("practice") { .record($0.practice.reference) },
                    Column("event") { .record($0.event?.reference) },
                    Column("on") { .when($0.on) }, Column("presenter") { .who($0.presenter) },
                    Column("toPartners") { .whole($0.toPartners.count) },
                    Column("toOrganisations") { .whole($0.toOrganisations.count) },
                ]),
            RecordList(
                Shortlist.self, by: "on",
                [
                    Column("partner") { .record($0.partner?.reference) }, Column("on") { .when($0.on) },
                    Column("practices") { .whole($0.practices.count) },
                    Column("event") { .record($0.event?.reference) },
                ]),
            RecordList(
                Inspiration.self, by: "on",
                [
                    Column("practices") { .record($0.practices.first?.reference) },
                    Column("event") { .record($0.event?.reference) },
                    Column("partner") { .record($0.partner?.reference) },
                    Column("action") { .record($0.action?.reference) }, Column("on") { .when($0.on) },
                ]),
        ])
}
