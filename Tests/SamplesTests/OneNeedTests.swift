import Desk
import Domain
import Testing
import Words

/// One need for one thing: over both samples, and many days of their lives.
@Suite struct OneNeedTests {
    static let samples = Result { try ["inno-industry", "green-harbours"].map { try Played($0).project } }

    /// A day of each five weeks, from before the start until after durability, and the day of the demonstration.
    private func each(_ body: (Project, Day) throws -> Void) throws {
        for project in try Self.samples.get() {
            let identification = try #require(project.identification)
            var day = identification.start.adding(months: -2)
            let last = identification.end.adding(months: 12 * 6)
            while day < last {
                try body(project, day)
                day = day.adding(days: 35)
            }
            try body(project, Day(2025, 11, 5)!)
        }
    }

    @Test func `a thing has one line, and no record says the same twice`() throws {
        try each { project, day in
            let needs = project.needs(on: day)
            let names = needs.map(\.name)
            #expect(Set(names).count == names.count, "\(day)")
            let said = needs.map { "\($0.about?.description ?? "") \($0.code) \($0.day?.plain ?? "") \($0.holder)" }
            #expect(Set(said).count == said.count, "\(day)")
            let calendar = project.calendar(on: day).map(\.name)
            #expect(Set(calendar).count == calendar.count, "\(day)")
            // A report that an obligation asks for is asked for by no period.
            let reports = needs.filter { $0.about?.kind == ReportingPeriod.kind && $0.code.hasPrefix("report") }
            let asked = project.obligations.contains { $0.rule.form == .withReport && $0.status == .inForce }
            #expect(!asked || reports.isEmpty, "\(day)")
        }
    }

    @Test func `what waits by a day stands in the calendar in the same state, and what is late there waits`() throws {
        try each { project, day in
            let calendar = Dictionary(uniqueKeysWithValues: project.calendar(on: day).map { ($0.name, $0) })
            let needs = project.needs(on: day).filter { $0.day != nil && $0.urgency != .open }
            for need in needs {
                let entry = calendar[need.name]
                let state: DueEntry.State =
                    need.urgency == .late ? .late : need.urgency == .next ? .ahead : .notOnRecord
                #expect(entry?.holder == need.holder, "\(day) \(need.name)")
                #expect(need.code == "practiceQuestion" || entry?.state == state, "\(day) \(need.name)")
                #expect(entry?.day == need.day || entry?.end == need.day, "\(day) \(need.name)")
            }
            let late = calendar.values.filter { $0.state == .late }.map(\.name)
            #expect(Set(late) == Set(needs.filter { $0.urgency == .late }.map(\.name)), "\(day)")
        }
    }

    @Test func `each has the holder that its record names, and is in that partner's list and in no other's`() throws {
        // What the records themselves say of whose they are.
        func named(_ need: Need, _ project: Project) -> Bool {
            guard let about = need.about, let record = project.record(about) else { return false }
            return switch record {
            case let record as Deliverable: record.maker != nil || record.holder != nil
            case let record as FollowUp: record.partner != nil || record.person != nil
            case let record as Risk: record.partner != nil || record.holder != nil
            case let record as Problem: record.partner != nil || record.holder != nil
            case let record as Obligation: record.partner != nil || record.everyPartner || record.duty != nil
            case let record as Activity: record.lead != nil || record.holder != nil
            case let record as Event: record.host != nil
            case is Decision, is QualityReview, is Question, is GoodPractice: true
            default: false
            }
        }
        var held = 0
        try each { project, day in
            let all = project.needs(on: day)
            for need in all where named(need, project) {
                #expect(need.holder != .nobody, "\(day) \(need.name)")
                held += 1
            }
            var own: [String] = []
            let lead = project.leadPartner?.id
            for partner in project.partners {
                let mine = project.needs(on: day, of: partner.id).filter { $0.code != "signatureMissing" }
                for need in mine {
                    let isLeads = need.holder.partner == nil && need.holder.duty?.isOfLeadPartner == true
                    #expect((need.holder.partner ?? (isLeads ? lead : nil)) == partner.id, "\(day) \(need.name)")
                }
                own += mine.map(\.name)
            }
            // The next event is each host's next; all else that has a partner is once in the partners' lists.
            let partners = all.filter {
                $0.holder.partner != nil && !["signatureMissing", "eventComes"].contains($0.code)
            }.map(\.name)
            #expect(Set(partners).isSubset(of: own) && Set(own).count == own.count, "\(day)")
        }
        #expect(held > 500)
    }

    @Test func `the week says what waits within its five weeks and what is late, and a partner's week its own`() throws
    {
        let words = Words.of(.en)
        try each { project, day in
            let sunday = day.adding(days: 7 - day.weekday)
            for partner in [nil] + project.partners.map({ Optional($0.id) }) {
                let text = WeekText(project, on: day, of: partner, entries: 1, head: "h", words).text
                let lines = text.split(separator: "\n").filter { $0.hasPrefix("• ") }
                let needs = project.needs(on: day, of: partner).filter {
                    $0.urgency == .late
                        || ($0.urgency == .next && $0.day.map { $0 <= sunday.adding(days: 28) } ?? false)
                }
                #expect(lines.count == needs.count, "\(project.name) \(day) \(partner?.number ?? 0)\n\(text)")
            }
        }
    }

    @Test func `INNO INDUSTRY shows itself closed in November 2025, by what was published, with nothing late`() throws {
        let project = try #require(try Self.samples.get().first)
        let day = Day(2025, 11, 5)!
        #expect(project.stage(on: day) == .closed)
        let found = try #require(project.identification?.found.first)
        #expect(found.fields == ["closedOn"] && found.address != nil)
        #expect(project.needs(on: day).filter { $0.urgency == .late } == [])
        #expect(project.calendar(on: day).filter { $0.state == .late } == [])
        try each { project, day in
            guard project.name == "inno-industry", project.stage(on: day) == .closed else { return }
            for need in project.needs(on: day) where need.urgency != .notOnRecord {
                #expect(need.lasts, "\(day) \(need)")
            }
        }
    }
}
