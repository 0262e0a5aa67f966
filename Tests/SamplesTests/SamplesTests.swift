@testable import Desk
import Cast
import Domain
import Foundation
import Programmes
import Testing

/// A sample as its files say it: every step in order, as the desk would carry it out.
struct Played {
    var project: Project
    /// What was refused, and what runs backwards: file, place and reason.
    var complaints: [String] = []
    /// What each step did, in order.
    var changes: [[Change]] = []
    /// What was entered, and in which project.
    var taken: [Taken] = []

    struct Taken {
        let verb: AnyVerb
        let input: JSON
        let project: Project
        let setting: Setting
    }

    init(_ name: String) throws {
        project = Project(name: name, packs: Packs.shelf)
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Samples/\(name)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
        var names = StepNames()
        // What has no day of its own was entered on the day of the sample.
        var day = name == "inno-industry" ? Day(2026, 11, 23)! : Day(count: 0)
        for file in files {
            let read = try Step.reading(JSON(reading: String(contentsOf: file, encoding: .utf8)))
            for (index, step) in read.enumerated() {
                let place = "\(file.lastPathComponent) \(index + 1), \(step.verb.name)"
                if let on = step.on {
                    if on < day { complaints.append("\(place): \(on) comes after \(day)") }
                    day = on
                }
                let person = step.by.flatMap { names[String($0.drop { $0 == "@" })] }.map { Key<Person>($0) }
                if step.by != nil, person == nil { complaints.append("\(place): nobody is called \(step.by!)") }
                let moment = Moment(milliseconds: Int64(day.count) * 86_400_000, day: day)
                let seat = person.map { Seat.person(name, $0) } ?? .steward
                do throws(Refusal) {
                    if let refusal = Permission.refusal(.doing(step.verb), by: seat, in: project, on: day) {
                        throw refusal
                    }
                    let input = names.resolve(step.input, step.verb.form)
                    let setting = Setting(moment: moment, person: person, salt: "grain")
                    taken.append(Taken(verb: step.verb, input: input, project: project, setting: setting))
                    let changes = try step.verb.decide(project, input, setting)
                    names.note(step, changes)
                    self.changes.append(changes)
                    project = project.applying(changes)
                } catch {
                    complaints.append(
                        "\(place): \(error.code) \(error.facts) \(error.findings.map { "\($0.code) \($0.field)" })")
                }
            }
        }
    }

    var records: [any Record] { Kind.all.flatMap { $0.each(project) } }
}

@Suite struct SamplesTests {
    @Test(arguments: ["inno-industry", "green-harbours"])
    func `every step is accepted, by somebody who may`(name: String) throws {
        for complaint in try Played(name).complaints { Issue.record("\(complaint)") }
    }

    @Test(arguments: ["inno-industry", "green-harbours"])
    func `a doubt names a field of its record, or belonging`(name: String) throws {
        for record in try Played(name).records {
            let fields = try #require(Kind.named(record.reference.kind)).shape.members.map(\.name)
            for doubt in record.provenance.doubts {
                #expect(doubt.about == Doubt.belonging || fields.contains(doubt.about), "\(record.reference)")
                #expect(!doubt.reason.isEmpty, "\(record.reference)")
            }
        }
    }

    @Test func `everything said of INNO INDUSTRY has a source`() throws {
        // A name has the sources of its person; by what is counted is the product's own.
        for record in try Played("inno-industry").records where !(record is PersonName || record is EvidenceRule) {
            // What the rules of the programme ask stands in a document, named with its section.
            if let obligation = record as? Obligation, let document = obligation.document {
                #expect(record.provenance.sources.contains { $0.title?.hasPrefix(document) ?? false })
                #expect(obligation.parameter != nil, "\(record.reference)")
                continue
            }
            // What only the compilation of public pages names is doubtful, and says so.
            let isDoubtful = !record.provenance.doubts.isEmpty
            #expect(
                record.provenance.sources.contains { $0.address != nil || isDoubtful && $0.title != nil },
                "\(record.reference)")
        }
    }

    @Test func `INNO INDUSTRY shows claim, evidence and doubt of the twelve key results`() throws {
        let shown = try Played("inno-industry").project.keyResults(on: .friday).map {
            "\($0.figure.name): \($0.claimed?.value?.plain ?? "-") claimed, \($0.evidenced ?? -1) evidenced, \($0.doubtful) doubtful"
                + ($0.unshown == 0 ? "" : ", \($0.unshown) not shown")
        }
        #expect(
            shown == [
                "kick-off-meetings: 1 claimed, 1 evidenced, 0 doubtful",
                "study-visits: 10 claimed, 3 evidenced, 1 doubtful",
                "partner-meetings: 19 claimed, 4 evidenced, 1 doubtful",
                "final-events: 1 claimed, 1 evidenced, 0 doubtful",
                "joint-progress-reports: 6 claimed, 0 evidenced, 0 doubtful",
                "evaluations: 1 claimed, 1 evidenced, 0 doubtful",
                "good-practices: 30 claimed, 12 evidenced, 5 doubtful",
                "action-plans: 10 claimed, 4 evidenced, 6 doubtful",
                "policy-changes: 7 claimed, 0 evidenced, 3 doubtful",
                "media-appearances: 116 claimed, 21 evidenced, 0 doubtful, 4 not shown",
                "newsletters: 6 claimed, 0 evidenced, 0 doubtful",
                "websites: 1 claimed, 1 evidenced, 0 doubtful",
            ])
    }

    @Test func `a claim of INNO INDUSTRY may fall, and what it said before stays`() throws {
        let project = try Played("inno-industry").project
        let visits = project.standing(of: try #require(project.figure(named: "study-visits")))
        #expect(visits.claims.map(\.value?.number) == [11, 10])
    }

    @Test func `Green Harbours says that it is invented`() throws {
        let remarks = try Played("green-harbours").project.identification?.remarks ?? []
        #expect(remarks.contains { $0.hasPrefix("An invented project") })
    }

    @Test func `Green Harbours has a record of every kind, and events of every sort and state`() throws {
        let played = try Played("green-harbours")
        for kind in Kind.listed {
            #expect(kind.count(played.project) > 0, "\(kind.name)")
        }
        let events = Array(played.project.events)
        for sort in Event.Sort.allCases { #expect(events.contains { $0.sorts.contains(sort) }, "\(sort)") }
        for status in Event.Status.allCases { #expect(events.contains { $0.status == status }, "\(status)") }
        for status in GoodPractice.Status.allCases {
            #expect(played.project.goodPractices.contains { $0.status == status }, "\(status)")
        }
        for sort in Duty.Sort.allCases where sort != .other {
            #expect(played.project.duties.contains { $0.sort == sort }, "\(sort)")
        }
    }

    @Test func `the coordinator of Green Harbours changes on 1 January 2025, without a gap`() throws {
        let project = try Played("green-harbours").project
        let coordinators = project.duties.filter { $0.sort == .coordinator }
        #expect(coordinators.map { $0.from?.plain } == ["2024-03-01", "2025-01-01"])
        #expect(coordinators.map { $0.to?.plain } == ["2024-12-31", nil])
    }

    @Test func `the dates of INNO INDUSTRY come out of its pack, before and after the extension`() throws {
        let project = try Played("inno-industry").project
        func spans(_ calendar: CalendarState) -> [String] {
            project.plannedPeriods(calendar).map { "\($0.phase) \($0.start) – \($0.end)" }
        }
        #expect(
            spans(.original) == [
                "phase1 2019-08-01 – 2020-01-31", "phase1 2020-02-01 – 2020-07-31", "phase1 2020-08-01 – 2021-01-31",
                "phase1 2021-02-01 – 2021-07-31", "phase2 2021-08-01 – 2022-07-31",
            ])
        #expect(
            spans(.now) == [
                "phase1 2019-08-01 – 2020-01-31", "phase1 2020-02-01 – 2020-07-31", "phase1 2020-08-01 – 2021-01-31",
                "phase1 2021-02-01 – 2021-07-31", "phase1 2021-08-01 – 2022-01-31", "phase2 2022-02-01 – 2023-01-31",
            ])
        #expect(project.ruledDays.filter(\.differs).isEmpty, "what the sources say is what the rules give")
        #expect(project.due(of: try #require(project.reportingPeriods[6])).day == Day(2023, 1, 31))
        #expect(project.durabilityEnd == Day(2028, 1, 31))
    }

    @Test func `Green Harbours has requests in every state, contracts of every sort, and stands on its pack`() throws {
        let project = try Played("green-harbours").project
        for status in RequestForChange.Status.allCases {
            #expect(project.requestsForChange.contains { $0.state == status }, "\(status)")
        }
        for sort in Contract.Sort.allCases { #expect(project.contracts.contains { $0.sort == sort }, "\(sort)") }
        #expect(project.partners.map { $0.rate } == ["80", "70", "80", "80", "70", "80"])
        #expect(project.partners(on: Day(2025, 3, 1)!).map(\.number) == [1, 2, 3, 4, 6])
        #expect(project.ruledDays.filter(\.differs).isEmpty)
        #expect(project.reportingPeriods.map(\.end.plain) == ["2024-08-31", "2025-02-28", "2025-08-31", "2026-02-28"])
        #expect(project.datesLeftBehind.map(\.record) == [Reference(kind: "contract", number: 11)])
        #expect(project.partners[5].map { project.stillWith($0).isEmpty } == true)
    }
}
