import Cast
import Testing

@testable import Domain

@Suite struct FiguresTests {
    let project: Project

    init() throws { project = try GreenHarbours.project() }

    private func standing(_ name: String, in project: Project, asOf day: String? = nil) throws -> Standing {
        project.standing(
            of: try #require(project.figure(named: name)), asOf: day.flatMap { Day($0) },
            on: project.identification?.end)
    }

    private func event(_ fields: JSON) -> JSON {
        let visit: JSON = [
            "title": "Study visit", "sorts": ["studyVisit"], "status": "held", "start": "2024-10-09", "found": .minutes,
        ]
        return visit.overlaid(by: fields)
    }

    @Test func `one event may be a partner meeting and a study visit, and counts once for each`() throws {
        let after = try project.doing(
            "add-event-as-found", event(["sorts": ["studyVisit", "partnerMeeting", "studyVisit"]]))
        #expect(try standing("study-visits", in: after).evidenced == 1)
        #expect(try standing("partner-meetings", in: after).evidenced == 1)
        #expect(try standing("kick-off-meetings", in: after).evidenced == 0)
    }

    @Test func `what was not held does not count`() throws {
        var after = project
        for status in ["planned", "moved", "cancelled", "notHeld"] {
            after = try after.doing(
                "add-event-as-found", event(["status": .text(status), "start": "2026-10-09"]))
        }
        let visits = try standing("study-visits", in: after)
        #expect(visits.evidenced == 0)
        #expect(visits.doubtful == 0)
    }

    @Test func `what was planned for a day that has passed is doubtful, never counted`() throws {
        let after = try project.doing("add-event-as-found", event(["status": "planned"]))
        #expect(
            try standing("study-visits", in: after).evidence
                == Evidence(doubtful: [Reference(kind: "event", number: 1)]))
        #expect(try standing("study-visits", in: after, asOf: "2024-10-09").evidence == Evidence())
        #expect(try standing("study-visits", in: after, asOf: "2024-10-10").doubtful == 1)
    }

    @Test func `what may not belong to the project is doubtful, never counted`() throws {
        let after = try project.doing(
            "add-event-as-found",
            event(["provenance": ["doubts": [["about": "belonging", "reason": "Named by the city only."]]]])
        )
        .doing("add-event-as-found", event(["provenance": ["doubts": [["about": "start", "reason": "Two dates."]]]]))
        let visits = try standing("study-visits", in: after)
        #expect(
            visits.evidence
                == Evidence(
                    counted: [Reference(kind: "event", number: 2)], doubtful: [Reference(kind: "event", number: 1)]))
    }

    @Test func `a record that stands for several is never counted`() throws {
        let after = try project.doing("add-event-as-found", event(["standsFor": "7"]))
            .doing(
                "add-good-practice-as-found",
                ["found": .minutes, "title": "18 more practices", "status": "named", "standsFor": "18"])
        #expect(try standing("study-visits", in: after).evidence == Evidence())
        #expect(try standing("good-practices", in: after).evidence == Evidence())
    }

    @Test func `what is known to the month counts once the month has passed`() throws {
        let after = try project.doing("add-event-as-found", event(["start": "2024-10"]))
        #expect(try standing("study-visits", in: after, asOf: "2024-10-30").evidenced == 0)
        #expect(try standing("study-visits", in: after, asOf: "2024-10-31").evidenced == 1)
    }

    @Test func `what has no day counts once the project has ended`() throws {
        let after = try project.doing(
            "add-good-practice-as-found", ["found": .minutes, "title": "Shore power", "status": "validated"])
        #expect(try standing("good-practices", in: after, asOf: "2025-08-30").evidenced == 0)
        #expect(try standing("good-practices", in: after, asOf: "2025-08-31").evidenced == 1)
        #expect(try standing("good-practices", in: after).evidenced == 1)
        // An event shows its day before it counts.
        let visit = try project.doing("add-event-as-found", event(["start": nil]))
        #expect(
            try standing("study-visits", in: visit).evidence.unshown
                == [Unshown(record: Reference(kind: "event", number: 1), missing: [.day])])
    }

    @Test func `claim, evidence and gap; a cumulative claim may fall`() throws {
        let figure = try #require(project.figure(named: "study-visits")).id.number
        func claim(_ project: Project, _ value: String, _ on: String?, _ definition: String? = nil) throws -> Project {
            try project.doing(
                "add-published-value",
                [
                    "figure": .whole(Int64(figure)), "value": .text(value), "on": on.map { .text($0) } ?? .null,
                    "definition": definition.map { .text($0) } ?? .null,
                ])
        }
        var after = try claim(project, "11", "2025-02")
        after = try claim(after, "10", "2025-07-31")
        after = try claim(after, "9", "2024-09-01")
        after = try claim(after, "43", "2025-08-01", "persons who travelled")
        after = try after.doing("add-event-as-found", event([:]))
        let now = try standing("study-visits", in: after)
        #expect(now.claims.map(\.value?.number) == [9, 11, 10])
        #expect(now.claimed?.value?.number == 10)
        #expect(now.evidenced == 1)
        #expect(now.gap?.whole == 9)
        #expect(now.beside.map(\.value?.number) == [43])
        let then = try standing("study-visits", in: after, asOf: "2025-02-28")
        #expect(then.claimed?.value?.number == 11)
        #expect(then.beside.isEmpty)
        #expect(try standing("study-visits", in: after, asOf: "2025-02-27").claimed?.value?.number == 9)
        #expect(try standing("study-visits", in: after, asOf: "2024-08-31").claimed == nil)
    }

    @Test func `more evidence than was claimed is a gap below nothing`() throws {
        let after = try project.doing("add-event-as-found", event([:])).doing(
            "add-published-value", ["figure": 2, "value": "0", "on": "2025-01-01"])
        #expect(try standing("study-visits", in: after).gap?.whole == -1)
        #expect(try standing("study-visits", in: project).gap?.whole == nil)
    }

    @Test(
        arguments: [
            (
                "joint-progress-reports", "add-joint-report-as-found", ["number": 1, "status": "draft"],
                ["number": 1, "status": "submitted", "submittedOn": "2025-01-15"]
            ),
            (
                "evaluations", "add-evaluation-as-found", ["title": "Mid-term", "status": "announced"],
                ["title": "Mid-term", "status": "done"]
            ),
            (
                "good-practices", "add-good-practice-as-found", ["title": "Shore power", "status": "candidate"],
                ["title": "Shore power", "status": "validated"]
            ),
            (
                "action-plans", "add-action-plan-as-found",
                ["region": "Coast", "status": "workshop"],
                ["region": "Coast", "status": "presented"]
            ),
            ("newsletters", "add-newsletter-as-found", ["number": 1, "status": "draft"], ["number": 1, "status": "sent"]),
        ] as [(String, String, JSON, JSON)])
    func `a figure counts what is finished, and not what is under way`(
        figure: String, verb: String, underWay: JSON, finished: JSON
    ) throws {
        let shown: JSON = ["provenance": ["sources": [["address": "https://harbours.example/news"]]]]
        let found: JSON = verb.hasSuffix("-as-found") ? ["found": .minutes] : shown
        #expect(try standing(figure, in: project.doing(verb, underWay.overlaid(by: found))).evidenced == 0)
        #expect(try standing(figure, in: project.doing(verb, finished.overlaid(by: found))).evidenced == 1)
    }

    @Test func `a website counts once, however many addresses it had`() throws {
        let after = try project.doing(
            "add-website",
            [
                "name": "Green Harbours",
                "addresses": [["address": "https://a.example"], ["address": "https://b.example", "from": "2025-01"]],
            ])
        #expect(try standing("websites", in: after).evidenced == 1)
        #expect(try standing("websites", in: after, asOf: "2025-01-30").evidenced == 0)
    }

    @Test func `a text says what it quoted, and what is so now`() throws {
        let after = try project.doing("add-event-as-found", event([:]))
            .doing(
                "add-news-item",
                [
                    "title": "Half way",
                    "quotes": [
                        ["figure": 2, "basis": "evidenced", "value": 0], ["figure": 2, "basis": "claimed", "value": 5],
                    ],
                ])
        let quotes = after.quotes(of: try #require(after.figures[2]))
        #expect(quotes.map(\.quote.value) == [0, 5])
        #expect(quotes.map(\.now) == [1, nil])
    }
}
