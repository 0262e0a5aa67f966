import Domain

extension RoomPart {
    static let people = RoomPart(
        .people, begins: ["nameTeam": "persons"],
        lists: [
            RecordList(
                Person.self,
                [
                    Column("partner") { .record($0.partner?.reference) },
                    Column("organisation") { .text($0.organisation) },
                ]),
            RecordList(PersonName.self, [Column("person") { .record($0.person.reference) }]),
            RecordList(
                Contact.self,
                [
                    Column("person") { .record($0.person.reference) }, Column("mail") { .text($0.mail) },
                    Column("telephone") { .text($0.telephone) }, Column("from") { .when($0.from) },
                    Column("to") { .when($0.to) },
                ]),
            RecordList(
                Duty.self,
                [
                    Column("person") { .record($0.person.reference) },
                    .word("sort") { $0.sort },
                    Column("partner") { .record($0.partner?.reference) }, Column("ordinal") { .whole($0.ordinal) },
                    Column("from") { .when($0.from) }, Column("to") { .when($0.to) },
                ]),
            RecordList(
                Consent.self,
                [
                    Column("person") { .record($0.person.reference) }, .word("photographs") { $0.photographs },
                    .word("lists") { $0.lists }, Column("on") { .when($0.on) },
                ]),
        ])
}
