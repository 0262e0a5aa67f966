import Domain
import Files
import Testing
import Words

@testable import Desk
@testable import Web

/// What a real project has that is not obvious from its final release, each at the page where one looks for it.
///
/// A page is named by its list and by what the record is called there, so that a later record moves none. The words are those
/// that a reader finds, in English; what no source says must stand on no page.
@Suite struct FacetsTests {
    struct Facet: Sendable, CustomTestStringConvertible {
        let what: String
        /// Of a list and a caption, or a page of its own.
        let pages: [(place: String, says: [String])]
        var testDescription: String { what }

        init(_ what: String, _ pages: [(String, [String])]) {
            self.what = what
            self.pages = pages
        }
    }

    static let time = [
        Facet(
            "an extension has its consensus at a meeting, its decision, the added period and both calendars",
            [
                (
                    "requests-for-change: 6-month extension of implementation",
                    [
                        "Partner meeting agreeing on an extension request", "consensus in a partner meeting",
                        "31 July 2022",
                    ]
                ),
                ("decisions: Ask for an extension of six months", ["Consensus of the partners.", "December 2020"]),
                ("reporting-periods: Reporting period 5", ["6-month extension of implementation"]),
                ("phases: Phase 2", ["1 August 2021", "31 July 2022", "31 January 2023"]),
            ]),
        Facet(
            "periods of a phase are half-years, the last one is a year",
            [("reporting-periods: Reporting period 6", ["1 February 2022", "31 January 2023"])]),
        Facet(
            "an event has its plan beside what happened: mode, host and day, with the reason",
            [
                (
                    "events: Virtual study visit to Slovakia",
                    [
                        "in person", "online", "RISE Research Institutes of Sweden AB", "Slovak Business Agency",
                        "Before", "After",
                    ]
                ),
                ("events: Meeting in Sweden (planned, last week of May)", ["not held", "Before", "After"]),
                (
                    "events: Lower Austrian workshops for action 2 (postponed to)",
                    ["covid-19 restrictions", "September 2021"]
                ),
            ]),
        Facet(
            "Krems was hybrid already",
            [
                (
                    "events: Interregional meeting and first study visit",
                    ["hybrid", "3 March 2020", "5 March 2020", "6 days later"]
                )
            ]),
        Facet(
            "two workshops on one day are counted as two",
            [
                (
                    "events: Swedish regional stakeholder workshop A (SWOT revisited)",
                    [
                        "Swedish regional stakeholder workshop B (good practices)",
                        "two consecutive workshops on one day",
                    ]
                )
            ]),
        Facet(
            "an event's day stands against the day of what was published about it",
            [
                (
                    "events: 3rd regional stakeholder workshop Slovakia (action plan)",
                    ["Published about it", "Slovak action plan workshop", "about 6 months later"]
                ),
                ("events: Final dissemination conference", ["Dolenjski list: final conference", "1 day later"]),
                ("news: Slovak action plan workshop", ["3rd regional stakeholder workshop Slovakia (action plan)"]),
            ]),
    ]

    static let counting = [
        Facet(
            "a number is a snapshot: value, day, definition, source; two may be official, and a count may fall",
            [("results: study-visits", ["10", "11", "January 2022"])]),
        Facet(
            "a workshop is the third of five of its partner",
            [("events: 1st regional stakeholders workshop Slovakia (SWOT)", ["How many were planned", "5"])]),
        Facet(
            "numbers are about so many, or of organisations",
            [
                ("events: 1st Hungarian stakeholder workshop", ["about 15"]),
                (
                    "events: Slovak cluster meeting: national cluster evaluation and de minimis scheme",
                    ["15", "Organisations"]
                ),
            ]),
    ]

    static let learning = [
        Facet(
            "a practice is on the shortlists of several regions, and the way from analysis to change is drawn",
            [
                (
                    "good-practices: Lower Austrian House of Digitalization",
                    ["Region of Murcia", "North Middle Sweden", "Romania"]
                ),
                ("chain", ["SI vouchers", "PT practice", "New digitalisation calls with wider target group"]),
            ]),
        Facet(
            "an analysis is looked at again",
            [("regional-swots: North Middle Sweden", ["16 December 2020", "Asked whether it is still valid."])]),
        Facet(
            "a practice has an owner that is no partner, a presenter, resources in its own currency, several addresses",
            [
                ("good-practices: Industry 4.0 Showcase / Model Factory", ["HUF", "IFKA consortium"]),
                ("showings: Vouchers, shown at Krems by their owner", ["Slovene Enterprise Fund"]),
            ]),
        Facet(
            "an action was carried out before its plan was finished, and the change can be small",
            [
                (
                    "actions: Regional calls for digital transformation projects (Digi4SME, Digi4Business)",
                    ["done", "Implemented before the plan was finished.", "simplified application"]
                )
            ]),
        Facet(
            "a plan has steps with their days and events, a co-author from outside, and an implementer of its own",
            [
                (
                    "action-plans: Centro",
                    ["Municipality of Fundão", "13 May 2021", "4th stakeholder group meeting Portugal"]
                ),
                ("action-plans: Slovakia", ["9 December 2020", "21 October 2021", "19 January 2022", "2-15"]),
                ("action-plans: Hungary / Western Transdanubia", ["October 2020", "First draft."]),
                (
                    "policy-changes: Updated de minimis scheme for industrial clusters",
                    ["Slovak Innovation and Energy Agency"]
                ),
            ]),
        Facet(
            "partners lead tasks beside the lead partner, working groups too",
            [
                ("activities: Three working groups to finish the action plans", ["Slovak Business Agency"]),
                ("activities: Joint articles", ["AMUEBLA"]),
            ]),
        Facet(
            "groups have names, an origin and members by organisation; stakeholders travel and present",
            [
                ("stakeholder-groups: Committee of Experts", ["Its members are not named in the sources."]),
                ("stakeholder-groups: Cluster working group", ["working group of the project ClusterFY"]),
                ("stakeholder-groups: Expert group", ["Employers Confederation", "Ministry of Education and Science"]),
                (
                    "events: Interregional meeting and first study visit",
                    ["Guests", "Viljenka Godina", "Slovene Enterprise Fund"]
                ),
            ]),
        Facet(
            "joint outputs beyond the counted results",
            [
                ("joint-outputs: European blueprint / policy guide for clusters 4.0", ["announced"]),
                ("joint-outputs: Results video", ["are not confirmed in public sources"]),
                ("joint-outputs: Lessons learned video", ["published"]),
            ]),
    ]

    static let people = [
        Facet(
            "three coordinators in their order, with what is not known of their days; other duties beside",
            [
                ("duties", ["Manuela Bojnec", "Urška Renko", "Špela Sečnik"]),
                ("duties", ["head of project cooperation service, RRA Posavje"]),
            ]),
        Facet(
            "a partner after Brexit, and a ministry that owns the policy itself",
            [
                ("partners: Buckinghamshire Business First", ["Remained a partner after Brexit."]),
                (
                    "organisations: Ministry of Economics of the Republic of Latvia",
                    ["policy owner", "The partner itself"]
                ),
                ("policy-instruments: 2", ["Owner", "Ministry of Economics of the Republic of Latvia"]),
            ]),
        Facet(
            "guests of an event, with what they did there",
            [
                (
                    "events: Final dissemination conference",
                    [
                        "Erwin Siweris", "speaker, programme director of Interreg Europe", "Mihael Leskovar",
                        "Jana Nadoh Bergoč",
                    ]
                ),
                (
                    "events: Virtual study visit to Sweden (company Senseair)",
                    ["Henrik Rödjegård", "Organisations visited"]
                ),
            ]),
        Facet(
            "a national endorsement stands apart from the approval",
            [("identification: INNO INDUSTRY", ["Interreg Europe monitoring committee", "(SVRK), Slovenia"])]),
    ]

    static let money = [
        Facet(
            "two totals stand side by side, and the rounded fund",
            [("published-amounts", ["1,637,941.00", "1,467,941.00", "1,330,000.00"])]),
        Facet(
            "amounts behind a change are claims of others, no money of the project",
            [
                (
                    "policy-changes: New digitalisation calls with wider target group and simpler application",
                    ["20,000,000.00", "50,000,000.00", "Investment enabled", "Money influenced"]
                )
            ]),
    ]

    static let after = [
        Facet(
            "one release in several outlets: original and copy, language, misprint, and whether it was corrected",
            [
                ("media-appearances: Dolenjski list: final conference", ["Latvia printed as Lithuania", "not known"]),
                ("media-appearances: Radio Krka: progress and mid-term review (same release)", ["RRA Posavje website"]),
            ]),
        Facet(
            "the project's site moved, and as far as is known when it had which address",
            [("websites: INNO INDUSTRY", ["in use on 11 March 2020", "March 2023", "When it moved is not stated."])]),
        Facet(
            "an idea for a later project arose at a workshop",
            [
                (
                    "related-projects: Circular economy, a project for 2021-2027",
                    [
                        "follow-up idea", "Stakeholders workshop Slovenia (new projects, circular economy)",
                        "Regionalna razvojna agencija Posavje",
                    ]
                )
            ]),
        Facet(
            "sister projects and forerunners, with which results could be counted twice",
            [
                ("related-projects: INNO PROVEMENT", ["sister project"]),
                ("related-projects: ClusterFY", ["forerunner"]),
                ("related-projects: DIGITAL REGIONS", ["shared Portuguese practices"]),
            ]),
        Facet(
            "the final event is months before the end",
            [("events: Final dissemination conference", ["26 May 2022", "eight months before project end"])]),
    ]

    static let all = time + counting + learning + people + money + after

    @Test func `there are twenty-eight of them`() { #expect(Self.all.count == 28) }

    @Test(arguments: all) func `a facet of a real project stands where one looks for it`(facet: Facet) async throws {
        let browser = try await Browser.samples.value
        let project = try browser.site.installation.desk("inno-industry").published.project
        for (place, says) in facet.pages {
            let parts = place.split(separator: ":", maxSplits: 1).map(String.init)
            var path = "/projects/inno-industry/\(parts[0])"
            if parts.count == 2 {
                let name = String(parts[1].dropFirst())
                path += "/" + (try Self.last(parts[0], name, project))
            }
            let page = try await browser.coordinating("inno-industry").get(path)
            #expect(page.status == 200, "\(place)")
            let text = Self.plain(page.text)
            for words in says { #expect(text.contains(words), "\(place): \(words)") }
        }
    }

    /// The number of the record that is called so; of what has no name, its number; of a figure, its name.
    private static func last(_ plural: String, _ name: String, _ project: Project) throws -> String {
        guard let kind = Kind.all.first(where: { $0.plural == plural }) else { return name }
        let record = kind.each(project).first { record in
            switch record.caption(in: project) {
            case .text(let text): text.contains(name)
            case .numbered(let number): name == String(number) || name.hasSuffix(" \(number)")
            default: false
            }
        }
        return String(try #require(record, "\(plural): \(name)").reference.number)
    }

    /// What a reader sees of a page, without its marks.
    private static func plain(_ html: String) -> String {
        PageForm.decoded(
            Substring(
                html.replacing(#/<[^>]*>/#, with: " ").replacing("\u{A0}", with: " ").replacing(#/\s+/#, with: " ")))
    }
}

@Suite struct FactsInFilesTests {
    /// The file has what the page has no room for, and taken in again it changes nothing of it.
    @Test(arguments: ["en", "sl", "hu"])
    func `times, countries, projects and organisations of an event leave with the list and come in again as the same`(
        language: String
    ) async throws {
        var browser = try await Browser.samples.value.coordinating("green-harbours")
        browser.language = language
        let file = try await browser.get("/projects/green-harbours/events?as=csv")
        let sheet = try CSV.sheet(file.bytes, language: language)
        let project = try browser.site.installation.desk("green-harbours").published.project
        let importing = try Importing(
            try #require(Kind.named(Event.kind)), sheet, language: try #require(Language(rawValue: language)),
            name: "events.csv")
        let check = try importing.check(on: project, by: .steward, today: Browser.day)
        let facts = ["startsAt", "endsAt", "timeZone", "otherCountries", "heldWith", "visited", "place"]
        for name in facts { #expect(importing.columns.contains { $0.path == name }, "\(name)") }
        for row in check.rows {
            let wrong = row.findings.map(\.field).filter { field in facts.contains { field.hasPrefix($0) } }
            #expect(wrong == [], "\(row.cells)")
            #expect(row.fields.map(\.name).filter(facts.contains) == [], "\(row.cells)")
        }
        #expect(file.text.contains("Europe/Berlin") && file.text.contains("09:30") && file.text.contains("Blue Quays"))
    }

    @Test func `every list that can come in comes back as the same, in every language`() async throws {
        for name in ["green-harbours", "inno-industry"] {
            var browser = try await Browser.samples.value.coordinating(name)
            let project = try browser.site.installation.desk(name).published.project
            for language in Language.allCases {
                browser.language = language.rawValue
                for kind in Importing.kinds where kind.name != Contact.kind {
                    let file = try await browser.get("/projects/\(name)/\(kind.plural)?as=csv")
                    let sheet = try CSV.sheet(file.bytes, language: language.rawValue)
                    #expect(sheet.separator == (language == .en ? .comma : .semicolon))
                    let importing = try Importing(kind, sheet, language: language, name: "list.csv")
                    let check = try importing.check(on: project, by: .steward, today: Browser.day)
                    let others = check.rows.filter { ![.same, .above].contains($0.outcome) }
                    #expect(others.isEmpty, "\(name) \(kind.plural) \(language): \(others.map(\.cells))")
                    #expect(check.count(.same) > 0)
                    let heads = sheet.rows[0].cells
                    #expect(Set(heads).count == heads.count)
                }
            }
        }
    }
}
