import Domain
import Words

extension RoomPart {
    static let events = RoomPart(
        .events, views: ["event-calendars", "not-shown"], routes: EventPages.routes + RegistrationPages.routes,
        forms: [RecordAttendance.name: "attendance", TakeSurvey.name: "survey"], begins: ["planFirstEvent": "events"],
        lists: [
            RecordList(
                Event.self, by: "start",
                [
                    Column("start") { .when($0.start, $0.end) }, .words("sorts") { $0.sorts },
                    .word("status") { $0.status },
                    .word("mode") { $0.mode }, Column("country") { .word("country", $0.country?.code) },
                    Column("host") { .record($0.host?.reference) }, Column("participants") { .count($0.participants) },
                    .words("moves") { event in
                        Event.Change.allCases.filter { change in event.moves.contains { $0.sort == change } }
                    },
                ],
                file: [
                    Column("place") { .text($0.place) }, Column("startsAt") { .text($0.startsAt) },
                    Column("endsAt") { .text($0.endsAt) }, Column("timeZone") { .text($0.timeZone) },
                    Column("otherCountries") { .words("country", $0.otherCountries.map(\.code)) },
                    Column("heldWith") { .records($0.heldWith.map(\.reference)) },
                    Column("visited") { .records($0.visited.map(\.reference)) },
                ], first: ["start", "host", "place", "participants", "sorts", "status"],
                lacks: [("participants", Event.withoutPeople), ("outcome", Event.withoutOutcome)],
                also: { event, place, words in EventPart(event, place).html(words) }),
            RecordList(
                EventSeries.self,
                [
                    .word("sort") { $0.sort }, Column("perPartner") { .whole($0.perPartner) },
                    Column("inAll") { .whole($0.inAll) },
                ], sums: ["inAll"], also: { series, place, words in SeriesPart(series, place).html(words) }),
            RecordList(
                Decision.self, by: "decidedOn",
                [
                    .word("status") { $0.status }, .word("procedure") { $0.procedure },
                    Column("body") { .text($0.body) }, Column("event") { .record($0.event?.reference) },
                    Column("decidedOn") { .when($0.decidedOn) },
                    Column("deadline") { .when($0.deadline.map { .day($0) }) },
                ], also: { decision, place, words in DecisionPart(decision, place).html(words) }),
            RecordList(
                FollowUp.self, by: "due",
                [
                    .word("status") { $0.status }, Column("due") { .when($0.due.map { .day($0) }) },
                    Column("doneOn") { .when($0.doneOn.map { .day($0) }) },
                    Column("partner") { .record($0.partner?.reference) },
                    Column("person") { .record($0.person?.reference) },
                    Column("event") { .record($0.event?.reference) },
                ]),
            RecordList(
                RegistrationForm.self,
                [
                    Column("event") { .record($0.event.reference) },
                    Column("opensOn") { .when($0.opensOn.map { .day($0) }) },
                    Column("closesOn") { .when($0.closesOn.map { .day($0) }) }, Column("places") { .whole($0.places) },
                    Column("waitingList") { .flag($0.waitingList) },
                ],
                also: { form, place, words in
                    let path = Path("events", place.name, String(form.event.number), "registration")
                    return "<p><a\(href: path)>\(words("page.registration.public"))</a></p>"
                }),
            RecordList(
                Registration.self,
                [
                    Column("name") { .text($0.name) }, Column("organisation") { .text($0.organisation) },
                    Column("country") { .word("country", $0.country?.code) },
                    Column("event") { .record($0.event.reference) }, .word("status") { $0.status },
                    Column("diet") { .text($0.diet) }, Column("photographs") { .flag($0.photographs) },
                    Column("onLists") { .flag($0.onLists) },
                ]),
            RecordList(
                Attendance.self, but: { $0.isList },
                [
                    Column("person") { .record($0.person?.reference) }, Column("name") { .text($0.name) },
                    Column("organisation") { .text($0.organisation) }, Column("event") { .record($0.event.reference) },
                    .word("state") { $0.state }, .word("how") { $0.how },
                    Column("partner") { .record($0.partner?.reference) },
                    Column("country") { .word("country", $0.country?.code) },
                ]),
            RecordList(
                SurveyResult.self,
                [
                    Column("event") { .record($0.event.reference) }, .word("meaning") { $0.meaning },
                    Column("answers") { .whole($0.answers) }, Column("yes") { .whole($0.yes) },
                    Column("percent") { .text($0.percent.map { $0 + " %" }) },
                    Column("average") { .text($0.average) }, Column("outOf") { .whole($0.outOf) },
                ], sums: ["answers", "yes"]),
        ])
}

extension Event {
    /// Those that were held of which nobody recorded who came, or how many.
    fileprivate static let withoutPeople: @Sendable (Project) -> Set<Int> = { project in
        let listed = Set(project.attendances.map(\.event))
        return Set(
            project.events.filter {
                $0.status == .held && $0.participants == nil && $0.counted.isEmpty && !listed.contains($0.id)
            }.map(\.id.number))
    }

    /// Those that were held of which nobody recorded what came of it.
    fileprivate static let withoutOutcome: @Sendable (Project) -> Set<Int> = { project in
        let decided = Set(project.decisions.compactMap(\.event))
        return Set(
            project.events.filter {
                $0.status == .held && $0.outcome == nil && $0.minutes == nil && !decided.contains($0.id)
            }.map(\.id.number))
    }
}
