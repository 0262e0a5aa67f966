import Domain
import Words

extension RoomPart {
    static let people = RoomPart(
        .people, views: ["same-people"], routes: SamePeoplePage.routes + ElsewherePage.routes,
        begins: ["nameTeam": "persons"],
        lists: [
            .persons(withParticulars: false),
            RecordList(PersonName.self, [Column("person") { .record($0.person.reference) }]),
            RecordList(
                Contact.self,
                [
                    Column("person") { .record($0.person.reference) }, Column("mail") { .text($0.mail?.text) },
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
                Likeness.self,
                [
                    Column("one") { .record($0.one.reference) }, Column("other") { .record($0.other.reference) },
                    .word("answer") { $0.answer },
                ]),
            RecordList(
                Consent.self,
                [
                    Column("person") { .record($0.person.reference) }, .word("photographs") { $0.photographs },
                    .word("lists") { $0.lists }, Column("on") { .when($0.on) },
                ]),
        ])
}

extension RecordList {
    /// Persons as they are entered, with what is kept beside them: addresses and numbers for who may read them.
    fileprivate static func persons(withParticulars: Bool) -> RecordList {
        let reached: [Column<Person>] = [
            Column("mail") { .text($0.mail?.text) }, Column("telephone") { .text($0.telephone) },
        ]
        return RecordList(
            Person.self, without: { $0.joinedLater },
            as: { project in
                let beside = project.besidePersons
                return { $0.whole(in: project, beside[$0.id] ?? Beside()) }
            },
            [
                .word("duty") { $0.duty }, Column("from") { .when($0.from) }, Column("to") { .when($0.to) },
                Column("partner") { .record($0.partner?.reference) },
                Column("organisation") { .text($0.organisation) },
            ] + (withParticulars ? reached : []),
            also: { person, place, words in PersonPart(person, place).html(words) })
    }
    private static let personsWithParticulars = persons(withParticulars: true)

    /// The same list as somebody may read it.
    func seen(from place: Place) -> RecordList {
        kind.name == Person.kind && place.letsRead() ? .personsWithParticulars : self
    }
}
