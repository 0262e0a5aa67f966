import Domain
import Words

extension RoomPart {
    static let partnership = RoomPart(
        .partnership, views: ["dates", "baselines", "signatures", "partnership", "participation"],
        routes: PartnershipPages.routes + PutAwayPage.routes, forms: [SettleDates.name: "dates"],
        begins: ["addPartners": "partners"],
        lists: [
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
                    Column("due") { .when($0.due.map { .day($0) }) },
                    Column("phase") { .record($0.phase?.reference) },
                    Column("addedBy") { .record($0.addedBy?.reference) },
                ], also: due),
            RecordList(
                Partner.self,
                [
                    Column("number") { .whole($0.number) }, Column("country") { .word("country", $0.country.code) },
                    Column("city") { .text($0.city) }, Column("isLead") { .flag($0.isLead) },
                    .word("legalClass") { $0.legalClass },
                    Column("rate") { .text($0.rate.map { $0 + " %" }) },
                    Column("fund") { .amount($0.fund) }, Column("currency") { .text($0.currency) },
                    Column("to") { .when($0.to) },
                ]),
            RecordList(
                PublishedAmount.self, by: "on",
                [
                    .word("measure") { $0.measure },
                    Column("on") { .when($0.on) }, Column("saidBy") { .who($0.saidBy) },
                    Column("isRounded") { .flag($0.isRounded) },
                ]),
            RecordList(
                RequestForChange.self,
                [
                    .word("subject") { $0.subject }, .word("status") { $0.state },
                    Column("agreedOn") { .when($0.agreedOn) }, Column("oldEnd") { .when($0.oldEnd.map { .day($0) }) },
                    Column("newEnd") { .when($0.newEnd.map { .day($0) }) },
                ]),
            RecordList(
                RelatedProject.self,
                [
                    .word("sort") { $0.sort }, Column("programme") { .text($0.programme) },
                    Column("leadPartner") { .text($0.leadPartner) }, Column("relation") { .text($0.relation.text) },
                ]),
            RecordList(
                Organisation.self,
                [
                    .words("parts") { $0.parts }, Column("country") { .word("country", $0.country?.code) },
                    Column("city") { .text($0.city) }, Column("partner") { .record($0.partner?.reference) },
                ]),
            RecordList(
                ApplicationFormVersion.self, by: "number",
                [
                    Column("number") { .whole($0.number) }, Column("on") { .when($0.on) },
                    Column("approvedBy") { .who($0.approvedBy) }, Column("request") { .record($0.request?.reference) },
                    Column("entry") { .whole($0.entry) },
                ], also: compare),
            RecordList(
                Contract.self, by: "from",
                [
                    .word("sort") { $0.sort }, Column("from") { .when($0.from) }, Column("to") { .when($0.to) },
                    Column("addendumTo") { .record($0.addendumTo?.reference) },
                    Column("signedOn") { contract in .when(contract.isSigned ? contract.lastSigned : nil) },
                ]),
            RecordList(
                StakeholderGroup.self,
                [
                    Column("partner") { .record($0.partner.reference) }, Column("members") { .whole($0.members.count) },
                    Column("origin") { .text($0.origin) },
                ], sums: ["members"]),
        ])

    /// When the report of a period is due, where its record does not say it itself.
    private static func due(_ period: ReportingPeriod, _ place: Place, _ words: Words) -> HTML {
        let due = place.project.due(of: period)
        guard let day = due.ruled else { return "" }
        let what = words.choice(RuledDay.What.choiceName, RuledDay.What.due.rawValue)
        let remark: HTML = due.remark.map { "<span class=\"reason\">\(words("dates.remark.\($0)"))</span>" } ?? ""
        let doubt: HTML =
            due.derivation.unverified.isEmpty
            ? "" : " <span class=\"state doubt\">\(words("dates.unverified"))</span>"
        return """
            <h2>\(words("dates.ruled"))</h2><p>\(what): \(words.day(day))\(doubt)\(remark)</p><p><a\(href: place.to("dates"))>\(words("dates.all"))</a></p>
            """
    }

    private static func compare(_ version: ApplicationFormVersion, _ place: Place, _ words: Words) -> HTML {
        """
        <p><a\(href: place.to("baselines", query: [("from", String(version.number))]))>\(words("baselines.withNow"))</a></p>
        """
    }
}
