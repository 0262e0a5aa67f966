import Domain

/// The lists of each room: which columns stand behind a record's name.
enum PartnershipPages {
    static let lists = [
        RecordList(Identification.self, [
            Column("title") { .text($0.title) }, Column("programme") { .text($0.programme) },
            Column("start") { .when(.day($0.start)) }, Column("end") { .when(.day($0.end)) },
        ]),
        RecordList(Phase.self, by: "start", [
            Column("start") { .when(.day($0.start)) }, Column("end") { .when(.day($0.end)) },
            Column("originalEnd") { .when($0.originalEnd.map { .day($0) }) },
        ]),
        RecordList(ReportingPeriod.self, by: "start", [
            Column("start") { .when(.day($0.start)) }, Column("end") { .when(.day($0.end)) },
            Column("phase") { .record($0.phase?.reference) }, Column("addedBy") { .record($0.addedBy?.reference) },
        ]),
        RecordList(Partner.self, [
            Column("number") { .whole($0.number) }, Column("country") { .word("country", $0.country.code) },
            Column("city") { .text($0.city) }, Column("isLead") { .flag($0.isLead) }, Column("fund") { .amount($0.fund) },
            Column("to") { .when($0.to) },
        ]),
        RecordList(PublishedAmount.self, by: "on", [
            Column("measure") { .word(PublishedAmount.Measure.choiceName, $0.measure.rawValue) },
            Column("on") { .when($0.on) }, Column("saidBy") { .text($0.saidBy) }, Column("isRounded") { .flag($0.isRounded) },
        ]),
        RecordList(RequestForChange.self, [
            Column("subject") { .word(RequestForChange.Subject.choiceName, $0.subject.rawValue) },
            Column("agreedOn") { .when($0.agreedOn) }, Column("oldEnd") { .when($0.oldEnd.map { .day($0) }) },
            Column("newEnd") { .when($0.newEnd.map { .day($0) }) },
        ]),
        RecordList(RelatedProject.self, [Column("relation") { .text($0.relation.text) }]),
    ]
}

enum PeoplePages {
    static let lists = [
        RecordList(Person.self, [
            Column("partner") { .record($0.partner?.reference) }, Column("organisation") { .text($0.organisation) },
        ]),
        RecordList(Contact.self, [
            Column("person") { .record($0.person.reference) }, Column("mail") { .text($0.mail) },
            Column("telephone") { .text($0.telephone) }, Column("from") { .when($0.from) }, Column("to") { .when($0.to) },
        ]),
        RecordList(Duty.self, [
            Column("person") { .record($0.person.reference) },
            Column("sort") { .word(Duty.Sort.choiceName, $0.sort.rawValue) },
            Column("partner") { .record($0.partner?.reference) }, Column("ordinal") { .whole($0.ordinal) },
            Column("from") { .when($0.from) }, Column("to") { .when($0.to) },
        ]),
    ]
}

enum WorkPlanPages {
    static let lists = [
        RecordList(Activity.self, by: "due", [
            Column("status") { .word(Activity.Status.choiceName, $0.status.rawValue) },
            Column("lead") { .record($0.lead?.reference) }, Column("start") { .when($0.start) }, Column("due") { .when($0.due) },
        ]),
        RecordList(JointOutput.self, by: "on", [
            Column("status") { .word(JointOutput.Status.choiceName, $0.status.rawValue) }, Column("on") { .when($0.on) },
        ]),
    ]
}

enum EventPages {
    static let lists = [
        RecordList(Event.self, by: "start", [
            Column("start") { .when($0.start, $0.end) }, Column("sorts") { .words(Event.Sort.choiceName, $0.sorts.map(\.rawValue)) },
            Column("status") { .word(Event.Status.choiceName, $0.status.rawValue) },
            Column("mode") { .word(Event.Mode.choiceName, $0.mode?.rawValue) }, Column("country") { .word("country", $0.country?.code) },
            Column("host") { .record($0.host?.reference) }, Column("participants") { .count($0.participants) },
        ])
    ]
}

enum LearningPages {
    static let lists = [
        RecordList(RegionalSwot.self, by: "on", [
            Column("partner") { .record($0.partner?.reference) }, Column("on") { .when($0.on) },
            Column("workshop") { .record($0.workshop?.reference) },
        ]),
        RecordList(GoodPractice.self, [
            Column("status") { .word(GoodPractice.Status.choiceName, $0.status.rawValue) },
            Column("country") { .word("country", $0.country?.code) }, Column("partner") { .record($0.partner?.reference) },
            Column("owner") { .text($0.owner) },
            Column("shortlistedBy") { .words("country", $0.shortlistedBy.map(\.code)) },
        ]),
    ]
}

enum PolicyPages {
    static let lists = [
        RecordList(PolicyInstrument.self, [
            Column("partner") { .record($0.partner?.reference) }, Column("responsible") { .text($0.responsible) },
        ]),
        RecordList(ActionPlan.self, [
            Column("country") { .word("country", $0.country?.code) }, Column("partner") { .record($0.partner?.reference) },
            Column("status") { .word(ActionPlan.Status.choiceName, $0.status.rawValue) },
            Column("responsible") { .text($0.responsible) }, Column("publishedOn") { .when($0.publishedOn) },
        ]),
        RecordList(Action.self, [
            Column("plan") { .record($0.plan.reference) }, Column("number") { .whole($0.number) },
            Column("status") { .word(Action.Status.choiceName, $0.status.rawValue) },
        ]),
        RecordList(PolicyChange.self, by: "from", [
            Column("country") { .word("country", $0.country?.code) },
            Column("status") { .word(PolicyChange.Status.choiceName, $0.status.rawValue) }, Column("from") { .when($0.from, $0.to) },
            Column("implementer") { .text($0.implementer) }, Column("moneyInfluenced") { .amount($0.moneyInfluenced) },
        ]),
    ]
}

enum IndicatorPages {
    static let lists = [
        RecordList(Figure.self, [
            Column("rule") { .word(CountingRule.choiceName, $0.rule.rawValue) },
            Column("isKeyResult") { .flag($0.isKeyResult) }, Column("target") { .whole($0.target) },
        ]),
        RecordList(PublishedValue.self, by: "on", [
            Column("figure") { .record($0.figure.reference) }, Column("on") { .when($0.on) }, Column("scope") { .text($0.scope) },
            Column("saidBy") { .text($0.saidBy) },
        ]),
    ]
}

enum CommunicationPages {
    static let lists = [
        RecordList(MediaAppearance.self, by: "on", [
            Column("on") { .when($0.on) }, Column("outlet") { .text($0.outlet) },
            Column("language") { .word("language", $0.language?.code) }, Column("copyOf") { .record($0.copyOf?.reference) },
            Column("misprint") { .text($0.misprint) },
        ]),
        RecordList(News.self, by: "on", [
            Column("on") { .when($0.on) }, Column("status") { .word(News.Status.choiceName, $0.status.rawValue) },
            Column("number") { .whole($0.number) }, Column("language") { .word("language", $0.language?.code) },
        ]),
        RecordList(Newsletter.self, by: "number", [
            Column("number") { .whole($0.number) }, Column("on") { .when($0.on) },
            Column("status") { .word(Newsletter.Status.choiceName, $0.status.rawValue) },
        ]),
        RecordList(Website.self, [
            Column("addresses") { .text($0.addresses.map(\.address.text).joined(separator: ", ")) }, Column("openedOn") { .when($0.openedOn) },
        ]),
    ]
}

enum ReportPages {
    static let lists = [
        RecordList(JointReport.self, by: "number", [
            Column("number") { .whole($0.number) }, Column("period") { .record($0.period?.reference) },
            Column("status") { .word(JointReport.Status.choiceName, $0.status.rawValue) },
            Column("submittedOn") { .when($0.submittedOn) }, Column("approvedOn") { .when($0.approvedOn) },
        ])
    ]
}

enum QualityPages {
    static let lists = [
        RecordList(Evaluation.self, by: "on", [
            Column("on") { .when($0.on) }, Column("by") { .text($0.by) },
            Column("status") { .word(Evaluation.Status.choiceName, $0.status.rawValue) }, Column("event") { .record($0.event?.reference) },
        ]),
        RecordList(Contradiction.self, [
            Column("statements") { .text($0.statements.map(\.value).joined(separator: " ≠ ")) },
            Column("resolution") { .text($0.resolution?.text) },
        ]),
    ]
}
