import Cast
import Testing

@testable import Domain

@Suite struct NeedsTests {
    let project: Project

    init() throws { project = try GreenHarbours.project() }

    private func needs(_ project: Project, _ day: String, of partner: Key<Partner>? = nil) -> [String] {
        project.needs(on: Day(day)!, of: partner).map {
            "\($0.urgency.rawValue) \($0.code) \($0.about?.description ?? "")"
        }
    }

    @Test func `nothing is needed of a project that has not begun`() {
        #expect(GreenHarbours.unbegun.needs(on: .friday) == [])
    }

    @Test
    func `a period is near within ninety days of its end, its report late after the due day, and done when reported`()
        throws
    {
        #expect(needs(project, "2024-06-01") == [])
        #expect(needs(project, "2024-06-02") == ["next periodEnds reporting-period/1"])
        #expect(needs(project, "2024-08-31") == ["next periodEnds reporting-period/1"])
        #expect(needs(project, "2024-09-01") == ["next reportDue reporting-period/1"])
        #expect(needs(project, "2024-11-29") == ["next reportDue reporting-period/1"])
        let second = "next periodEnds reporting-period/2"
        #expect(needs(project, "2024-12-01") == ["next reportDue reporting-period/1", second])
        #expect(needs(project, "2024-12-02") == ["late reportLate reporting-period/1", second])
        let draft = try project.doing("add-joint-report", ["number": 1, "period": 1, "status": "draft"])
        #expect(needs(draft, "2024-12-02") == ["late reportLate reporting-period/1", second])
        let reported = try draft.doing(
            "submit-joint-report", ["jointReport": 1, "on": "2024-09-20"])
        #expect(needs(reported, "2024-09-01") == [])
    }

    @Test func `an event comes, and then wants to be accounted for`() throws {
        let after = try project.doing(
            "add-event",
            [
                "title": "Study visit", "sorts": ["studyVisit"], "status": "planned", "start": "2024-05-14",
                "end": "2024-05-15", "host": 2,
            ]
        )
        .doing("add-event", ["title": "Final event", "sorts": ["finalEvent"], "status": "planned"])
        #expect(needs(after, "2024-03-15") == ["next eventComes event/1", "open eventWithoutDay event/2"])
        #expect(needs(after, "2024-05-15") == ["next eventComes event/1", "open eventWithoutDay event/2"])
        #expect(needs(after, "2024-05-16") == ["late eventUnaccounted event/1", "open eventWithoutDay event/2"])
        #expect(needs(after, "2024-05-16", of: 2) == ["late eventUnaccounted event/1"])
        #expect(needs(after, "2024-05-16", of: 3) == [])
        let held = try after.doing("hold-event", ["event": 1, "start": "2024-05-14", "mode": "inPerson"])
        #expect(needs(held, "2024-05-16") == ["open eventWithoutDay event/2"])
    }

    @Test func `of events further off than ninety days only the next is named`() throws {
        let after = try project.doing(
            "add-event", ["title": "Far", "sorts": ["other"], "status": "planned", "start": "2025-06-14"]
        )
        .doing("add-event", ["title": "Near", "sorts": ["other"], "status": "planned", "start": "2024-06-14"])
        #expect(needs(after, "2024-03-14") == ["next eventComes event/2"])
        #expect(needs(after, "2024-04-16") == ["next eventComes event/2"])
    }

    @Test func `late things stand first, then by day`() throws {
        let after = try project.doing(
            "add-activity-as-found", ["found": .minutes, "title": "Guide", "status": "running", "due": "2024-08-15"]
        )
        .doing("add-activity", ["title": "Film", "status": "planned", "due": "2024-10-01"])
        .doing("add-activity-as-found", ["found": .minutes, "title": "Poster", "status": "done", "due": "2024-08-01"])
        #expect(
            needs(after, "2024-09-02") == [
                "late activityLate activity/1", "next activityDue activity/2", "next reportDue reporting-period/1",
            ])
    }

    @Test func `after its end a project is kept until its durability has passed`() {
        let codes = { (day: String) in
            self.project.needs(on: Day(day)!).map(\.code).filter { $0 == "durability" || $0 == "projectEnds" }
        }
        #expect(codes("2025-03-03") == [])
        #expect(codes("2025-03-04") == ["projectEnds"])
        #expect(codes("2025-08-31") == ["projectEnds"])
        #expect(codes("2025-09-01") == ["durability"])
        #expect(codes("2030-08-31") == ["durability"])
        #expect(codes("2030-09-01") == [])
    }

    @Test func `first steps go away as they are done`() throws {
        #expect(project.firstSteps.map(\.code) == ["planFirstEvent", "nameTeam", "addInstruments", "addWebsite"])
        let after = try project.doing("add-policy-instrument", ["name": "Coastal strategy"])
        #expect(after.firstSteps.map(\.code) == ["planFirstEvent", "nameTeam", "addWebsite"])
    }
}
