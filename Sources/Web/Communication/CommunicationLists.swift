import Domain

extension RoomPart {
    static let communication = RoomPart(
        .communication, views: ["publicity", "wordings"], routes: PublicityPage.routes + WordingsPage.routes,
        begins: ["addWebsite": "websites"],
        lists: [
            RecordList(
                MediaAppearance.self, by: "on",
                [
                    Column("on") { .when($0.on) }, Column("outlet") { .text($0.outlet) },
                    Column("language") { .word("language", $0.language?.code) },
                    Column("copyOf") { .record($0.copyOf?.reference) },
                    Column("event") { .record($0.event?.reference) },
                    Column("misprint") { .text($0.misprint) }, .word("corrected") { $0.corrected },
                ], file: [Column("correctedOn") { .when($0.correctedOn) }]),
            RecordList(
                News.self, by: "on",
                [
                    Column("on") { .when($0.on) }, .word("status") { $0.status },
                    Column("number") { .whole($0.number) }, Column("language") { .word("language", $0.language?.code) },
                    Column("event") { .record($0.event?.reference) },
                ]),
            RecordList(
                Newsletter.self, by: "number",
                [
                    Column("number") { .whole($0.number) }, Column("on") { .when($0.on) },
                    .word("status") { $0.status },
                ]),
            RecordList(
                Website.self,
                [
                    Column("addresses") { .text($0.addresses.map(\.address.text).joined(separator: ", ")) },
                    Column("openedOn") { .when($0.openedOn) },
                ]),
            RecordList(
                Material.self, by: "on",
                [
                    .word("sort") { $0.sort }, .word("status") { $0.status },
                    Column("partner") { .record($0.partner?.reference) },
                    Column("language") { .word("language", $0.language?.code) }, .words("shown") { $0.shown },
                    Column("on") { .when($0.on.map { .day($0) }) },
                ]
            ) { material, place, words in PublicityPage.checklist(material, place, words) },
            RecordList(
                OfficialText.self, by: "sort",
                [
                    .word("sort") { $0.sort }, Column("language") { .word("language", $0.language.code) },
                    Column("validFrom") { .when($0.validFrom.map { .day($0) }) },
                    Column("validUntil") { .when($0.validUntil.map { .day($0) }) },
                ]),
            RecordList(
                OutboxMessage.self, by: "queuedOn",
                [
                    Column("to") { .text($0.to.text) }, .word("occasion") { $0.occasion },
                    Column("event") { .record($0.event?.reference) },
                    Column("queuedOn") { .when($0.queuedOn.map { .day($0) }) },
                    Column("sentOn") { .when($0.sentOn.map { .day($0) }) },
                ], also: { message, place, _ in MessagePart(message, place).html() }),
        ])
}
