import Domain

/// What stands behind a record's name in the lists of this room.
enum PartnershipLists {
    static let lists = [
        RecordList(
            Identification.self,
            [
                Column("title") { .text($0.title) }, Column("programme") { .text($0.programme) },
                Column("start") { .when(.day($0.start)) }, Column("end") { .when(.day($0.end)) },
            ]),
        RecordList(
            Phase.self, by: "start",
            [
                Column("start") { .when(.day($0.start)) }, Column("end") { .when(.day($0.end)) },
                Column("originalEnd") { .when($0.originalEnd.map { .day($0) }) },
            ]),
        RecordList(
            ReportingPeriod.self, by: "start",
            [
                Column("start") { .when(.day($0.start)) }, Column("end") { .when(.day($0.end)) },
                Column("phase") { .record($0.phase?.reference) }, Column("addedBy") { .record($0.addedBy?.reference) },
            ]),
        RecordList(
            Partner.self,
            [
                Column("number") { .whole($0.number) }, Column("country") { .word("country", $0.country.code) },
                Column("city") { .text($0.city) }, Column("isLead") { .flag($0.isLead) },
                Column("fund") { .amount($0.fund) },
                Column("to") { .when($0.to) },
            ]),
        RecordList(
            PublishedAmount.self, by: "on",
            [
                .word("measure") { $0.measure },
                Column("on") { .when($0.on) }, Column("saidBy") { .text($0.saidBy) },
                Column("isRounded") { .flag($0.isRounded) },
            ]),
        RecordList(
            RequestForChange.self,
            [
                .word("subject") { $0.subject },
                Column("agreedOn") { .when($0.agreedOn) }, Column("oldEnd") { .when($0.oldEnd.map { .day($0) }) },
                Column("newEnd") { .when($0.newEnd.map { .day($0) }) },
            ]),
        RecordList(RelatedProject.self, [Column("relation") { .text($0.relation.text) }]),
        RecordList(
            Organisation.self,
            [
                .words("parts") { $0.parts }, Column("country") { .word("country", $0.country?.code) },
                Column("city") { .text($0.city) }, Column("partner") { .record($0.partner?.reference) },
            ]),
    ]
}
