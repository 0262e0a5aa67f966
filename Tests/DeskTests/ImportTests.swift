import Cast
import Desk
import Domain
import Foundation
import Testing
import Trail
import Words

/// A table becomes records without a silent loss: every row is added, changed, the same, or refused with its reasons.
@Suite struct ImportTests {
    static func project() throws -> Project {
        var project = try GreenHarbours.project()
        for (partner, number) in [(4, 99), (5, 4), (4, 5)] as [(Int64, Int64)] {
            project = try project.doing("change-partner", ["id": .whole(partner), "number": .whole(number)])
        }
        project = try project.doing(
            "change-partner",
            [
                "id": 2, "englishName": "Coastal Forum Green Harbours",
                "otherNames": [["name": "Παράκτιο Φόρουμ", "language": "en"]],
            ])
        project = try project.doing(
            "add-event",
            ["title": "Study visit to Wismar", "sorts": ["studyVisit"], "status": "planned", "start": "2025-10-09"])
        return project
    }

    static func check(
        _ kind: String, _ rows: [[String]], language: Language = .en, on project: Project? = nil, found: JSON? = nil
    ) throws -> Importing.Check {
        let sheet = Sheet(rows: rows.enumerated().map { Sheet.Row(number: $0 + 1, cells: $1) })
        let importing = try Importing(
            try #require(Kind.named(kind)), sheet, language: language, name: "list.csv", found: found)
        return try importing.check(on: project ?? Self.project(), by: .person("green-harbours", 1), today: .friday)
    }

    static func outcomes(_ check: Importing.Check) -> [String] { check.rows.map(\.outcome.rawValue) }
    static func codes(_ row: Importing.Row) -> [String] { row.findings.map { "\($0.field) \($0.code)" } }

    @Test func `each row is added, changed, the same or refused, and none is lost`() throws {
        let labels = ["title", "sorts", "status", "start", "host", "participants"].map {
            Words.of(.en).label(field: $0, of: "event")
        }
        let check = try Self.check(
            "event",
            [
                ["List of events, as of May"], labels,
                ["Kick-off in Izola", "kick-off meeting", "held", "15 April 2024", "PP1", "41"],
                ["Study visit to Wismar", "studyVisit", "planned", "2025-10-09"],
                ["study visit  to WISMAR", "", "", "2025-10-09", "", "19"],
                [], ["No day", "studyVisit", "soon", "31 February 2025", "", "many"],
            ], found: .minutes)
        #expect(Self.outcomes(check) == ["above", "above", "add", "same", "refused", "empty", "refused"])
        #expect(check.counts.map(\.count).reduce(0, +) == check.rows.count)
        #expect(Self.codes(check.rows[4]) == [" rowTwice"])
        #expect(Self.codes(check.rows[6]) == ["status notOneOf", "start notWhen", "participants notCount"])
        // The words that there are, as people call them.
        #expect(Words.of(.en).sentence(check.rows[6].findings[0], name: \.description).contains("not held"))
    }

    @Test(arguments: [Language.sl, .de, .es])
    func `numbers are read as the language of the sheet writes them, and with spaces between groups`(language: Language)
        throws
    {
        let words = Words.of(language)
        let labels = ["title", "sorts", "status", "start", "participants"].map { words.label(field: $0, of: "event") }
        let read = ["12000", "12 000", "12\u{A0}000", "12\u{202F}000", "12.000"]
        let refused = ["1 2 000", "12,000", "12 00", "1 234.567"]
        let rows = [labels] + (read + refused).enumerated().map { ["Fair \($0)", "other", "held", "2025-03-12", $1] }
        let check = try Self.check("event", rows, language: language, found: .minutes)
        let shown = check.rows.dropFirst().prefix(read.count)
        #expect(shown.map { $0.fields.first { $0.name == "participants" }?.new } == read.map { _ in "12000" })
        #expect(check.rows.suffix(refused.count).map(Self.codes) == refused.map { _ in ["participants notCount"] })
    }

    @Test func `a change says what it changes, and an empty cell leaves what is recorded`() throws {
        let check = try Self.check(
            "event",
            [
                ["id", "title", "start", "place"], ["1", "", "", "Wismar"],
                ["", "Study visit to Wismar", "October 2025", "Wismar"],
            ])
        #expect(Self.outcomes(check) == ["above", "change", "refused"])
        #expect(check.rows[1].record == Reference("event/1"))
        #expect(check.rows[1].fields.map(\.name) == ["place"])
    }

    @Test func `13,75 is never 1375`() throws {
        func amount(_ text: String, _ language: Language) throws -> [String: Int64]? {
            let rows = [["id", "fund"], ["1", text]]
            let importing = try Importing(
                try #require(Kind.named("partner")),
                Sheet(rows: rows.enumerated().map { Sheet.Row(number: $0 + 1, cells: $1) }),
                language: language, name: "x")
            let check = try importing.check(on: Self.project(), by: .steward, today: .friday)
            return check.rows[1].outcome == .refused ? nil : check.totals[0].accepted
        }
        #expect(try amount("13,75", .sl) == ["EUR": 1375])
        #expect(try amount("13,75", .en) == nil)
        #expect(try amount("13.75", .en) == ["EUR": 1375])
        #expect(try amount("13.75", .sl) == nil)
        #expect(try amount("'1.637.941,00 €", .sl) == nil)
        #expect(try amount("1.637.941,00 €", .sl) == ["EUR": 163_794_100])
        #expect(try amount("1.6877.872", .sl) == nil)
    }

    @Test func `numbers that are text are no nought in the sums, but counted and refused`() throws {
        let check = try Self.check(
            "event",
            [
                ["title", "sorts", "status", "start", "participants"], ["A", "studyVisit", "held", "2025-01-10", "12"],
                ["B", "studyVisit", "held", "2025-01-11", "about 15"],
                ["C", "studyVisit", "held", "2025-01-12", "twelve"],
                ["D", "", "held", "2025-01-13", "8"],
            ], found: .minutes)
        #expect(check.totals.first { $0.column.path == "participants" }?.all == ["": 35])
        #expect(check.totals.first { $0.column.path == "participants" }?.accepted == ["": 27])
        #expect(check.totals.first { $0.column.path == "participants" }?.unread == 1)
        #expect(Self.codes(check.rows[4]) == ["sorts missing"])
    }

    @Test func `partners are found under every name and number that they have, and never by their place`() throws {
        func partner(_ text: String) throws -> String {
            let row = try Self.check("person", [["name", "partner"], ["Ana Novak", text]]).rows[1]
            return row.outcome == .add
                ? row.fields.first { $0.name == "partner" }?.new?.whole.map(String.init) ?? "none" : Self.codes(row)[0]
        }
        for name in [
            "PP2", "pp 2", "2", "Küstenforum Grüne Häfen e. V.", "kustenforum grune hafen e. v.",
            "Coastal Forum Green Harbours", "Παράκτιο Φόρουμ",
        ] {
            #expect(try partner(name) == "2", "\(name)")
        }
        #expect(try partner("LP") == "1")
        // The fourth in the list has the number 5.
        #expect(try partner("PP5") == "4")
        #expect(try partner("partner/5") == "5")
        #expect(try partner("5") == "partner severalRecords")
        #expect(try partner("Küstenforum") == "partner noRecordNamed")
        #expect(try partner("PP9") == "partner noRecordNamed")
    }

    @Test func `two people of one name are told apart by their partner, or both are said`() throws {
        var project = try Self.project()
        project = try project.doing("add-person", ["name": "Ana Novak", "partner": 2])
        project = try project.doing("add-person", ["name": "Ana Novak", "partner": 3])
        let check = try Self.check(
            "person",
            [
                ["name", "partner", "organisation"], ["Ana Novak", "PP3", "Office"], ["Ana Novak", "", "Office"],
                ["Ana Novak", "PP1", ""], ["ana novak", "PP2", ""],
            ], on: project)
        #expect(Self.outcomes(check) == ["above", "change", "refused", "add", "change"])
        #expect(Self.codes(check.rows[2]) == ["name severalMatch"])
        #expect(check.rows[2].findings[0].facts.contains { $0.fact == .text("2, 3") })
        // Written otherwise in a row, the name is a change to look at, of the right record.
        #expect(check.rows[4].record == Reference("person/2"))
    }

    @Test func `a practice is known under its names in other languages`() throws {
        let project = try Self.project().doing(
            "add-good-practice-as-found",
            [
                "found": .minutes,
                "title": "Električni priključek", "status": "named",
                "otherNames": [["name": "Shore power", "language": "en"]],
            ])
        let check = try Self.check(
            "good-practice", [["id", "Title", "Other names", "Region"], ["", "Shore power", "", "Izola"]], on: project)
        #expect(Self.outcomes(check) == ["above", "change"])
        #expect(check.rows[1].fields.map(\.name).contains("region"))
        // What is known of another name stays with it.
        let kept = try Self.check(
            "good-practice", [["id", "otherNames"], ["1", "Shore power; Landstrom"]], on: project)
        #expect(kept.rows[1].fields[0].new?.list?[0]["language"] == "en")
    }

    @Test func `an article is the same only with its outlet and day`() throws {
        let project = try Self.project().doing(
            "add-media-appearance", ["outlet": "Harbour News", "subject": "Six harbours", "on": "2025-03-04"])
        let check = try Self.check(
            "media-appearance",
            [
                ["outlet", "subject", "on"], ["Harbour News", "Six harbours", "4 March 2025"],
                ["Coast Daily", "Six harbours", "4 March 2025"], ["Harbour News", "Six harbours", "5 March 2025"],
            ], on: project)
        #expect(Self.outcomes(check) == ["above", "same", "add", "add"])
    }

    @Test func `two exports of different length are compared by what the rows are about, not by their place`() throws {
        let rows = (1...12).map { ["Meeting \($0)", "partnerMeeting", "held", "2025-01-\($0 < 10 ? "0" : "")\($0)"] }
        let head = ["title", "sorts", "status", "start"]
        var project = try Self.project()
        for row in rows {
            project = try project.doing(
                "add-event-as-found",
                [
                    "found": .minutes, "title": .text(row[0]), "sorts": ["partnerMeeting"], "status": "held",
                    "start": .text(row[3]),
                ])
        }
        var shorter = rows
        shorter.remove(at: 3)
        shorter.reverse()
        #expect(try Self.check("event", [head] + shorter, on: project).count(.same) == 11)
        #expect(
            try Self.check(
                "event", [head] + rows + [["Meeting 13", "partnerMeeting", "held", "2025-02-01"]], on: project,
                found: .minutes
            ).counts.map(\.count) == [1, 0, 12, 0, 1])
    }

    @Test func `headings are fields by their words in the language, in English and in Slovene`() throws {
        let words = Words.of(.sl)
        let slovene = ["title", "sorts", "status", "start"].map {
            words.label(field: $0, of: "event").uppercased() + " *:"
        }
        let check = try Self.check(
            "event", [slovene + ["Opomba računovodstva"], ["A", "studyVisit", "held", "11. 12. 2024", "x"]],
            language: .sl, found: .minutes)
        #expect(Self.outcomes(check) == ["above", "add"])
        #expect(check.importing.unknown.map(\.heading) == ["Opomba računovodstva"])
        #expect(throws: Refusal.self) { try Self.check("event", [["title", "Title"], ["A", "B"]]) }
        #expect(throws: Refusal.self) { try Self.check("event", [["x", "y"], ["A", "B"]]) }
        let beyond = try Self.check("event", [["title"], ["A", "lost?"]])
        #expect(Self.codes(beyond.rows[1]).contains(" noHeading"))
    }

    @Test func `a template comes back as nothing but its example, and each field of it is a field`() throws {
        let project = try Self.project()
        for (kind, found) in Importing.kinds.flatMap({ [($0, nil), ($0, .minutes)] as [(Kind, JSON?)] }) {
            for language in [Language.en, .sl, .hu] where found == nil || kind.verb(.addAsFound) != nil {
                let template = Importing.template(kind, Words.of(language), in: project, asFound: found != nil)
                let check = try Self.check(kind.name, template, language: language, on: project, found: found)
                #expect(Self.outcomes(check) == ["above", "example"], "\(kind.name)")
                #expect(check.importing.columns.allSatisfy { $0.path != nil })
                // Without the mark the example can be imported, once there is somebody whom it can be about.
                var filled = template[1]
                filled[0] = ""
                let row = try Self.check(
                    kind.name, [template[0], filled], language: language, on: project, found: found
                ).rows[1]
                #expect(row.outcome == .add, "\(kind.name) \(language): \(Self.codes(row))")
            }
        }
        #expect(Importing.kinds.map(\.name) == ["person", "contact", "event", "good-practice", "media-appearance"])
    }

    @Test
    func `a state comes in with a file that says where it was found, and else the row says which verbs lead to it`()
        throws
    {
        let table = [
            ["title", "sorts", "status", "start", "place"],
            ["Kick-off in Izola", "kickOff", "held", "2024-04-15"],
            ["Study visit to Kiel", "studyVisit", "held", "2025-03-09", "Kiel"],
            ["Fair", "other", "", "2025-06-01"], ["Kiosk", "other", "planned", "2025-06-02"],
        ]
        let project = try Self.project().doing(
            "add-event", ["title": "Study visit to Kiel", "sorts": ["studyVisit"], "start": "2025-03-09"])
        let planned = try Self.check("event", table, on: project)
        #expect(Self.outcomes(planned) == ["above", "refused", "refused", "add", "add"])
        #expect(
            Self.codes(planned.rows[1]) == ["status byItsVerbs"] && Self.codes(planned.rows[2]) == ["status byItsVerbs"]
        )
        let sentence = Words.of(.en).sentence(planned.rows[1].findings[0], name: \.description)
        #expect(sentence.contains(Words.of(.en).verb("hold-event")), "\(sentence)")

        let found = try Self.check("event", table, on: project, found: .minutes)
        #expect(Self.outcomes(found) == ["above", "add", "change", "add", "add"])
        #expect(found.rows[2].fields.map(\.name).sorted() == ["found", "place", "status"])

        // What is said about the finding itself is looked at once, before any row.
        for (wrong, finding) in [
            ([:], "found.source missing"), (["source": "Minutes", "on": "2025-05-17"], "found.on dayToCome"),
            (["source": "Minutes", "on": "soon"], "found.on notWhen"),
        ] as [(JSON, String)] {
            let refused = #expect(throws: Refusal.self) { _ = try Self.check("event", table, found: wrong) }
            #expect(refused?.findings.map { "\($0.field) \($0.code)" } == [finding])
        }
        // Of media appearances nothing is governed, so nothing is found.
        #expect(throws: Refusal.self) {
            _ = try Self.check("media-appearance", [["outlet"], ["Harbour News"]], found: .minutes)
        }
    }

    @Test func `what others decided comes in by the coordinator alone, with their document`() throws {
        let project = try Self.project().doing("add-person", ["name": "Anja Petersen", "partner": 2]).doing(
            "add-duty", ["person": 2, "sort": "partnerManager", "partner": 2])
        func codes(_ person: Key<Person>, _ found: JSON, _ state: String) throws -> [String] {
            let rows = [["title", "partner", "status"], ["Old practice", "PP2", state]]
            let importing = try Importing(
                try #require(Kind.named("good-practice")),
                Sheet(rows: rows.enumerated().map { Sheet.Row(number: $0 + 1, cells: $1) }), language: .en,
                name: "list.csv", found: found)
            let check = try importing.check(on: project, by: .person("green-harbours", person), today: .friday)
            return Self.codes(check.rows[1])
        }
        let published = GoodPractice.decidedByOthers.first { $0.field == "status" }?.words.first ?? ""
        // What its form still lacks is said, and hinders nothing.
        #expect(try codes(1, .minutes, published).allSatisfy { $0.hasSuffix(" formFieldEmpty") })
        #expect(try codes(1, ["source": "A list"], published) == ["found.body missing", "found.document missing"])
        #expect(try codes(2, .minutes, published) == [" refusedRow"])
        #expect(try codes(2, .minutes, "named") == [])
    }

    @Test func `a cell with broken bytes refuses its row alone`() throws {
        let sheet = Sheet(
            rows: [["name"], ["A\u{FFFD}"], ["B"]].enumerated().map { Sheet.Row(number: $0 + 1, cells: $1) },
            faults: [Sheet.Fault(row: 2, column: 1)])
        let importing = try Importing(try #require(Kind.named("person")), sheet, language: .en, name: "x")
        let check = try importing.check(on: Self.project(), by: .steward, today: .friday)
        #expect(Self.outcomes(check) == ["above", "refused", "add"])
        #expect(
            Self.codes(check.rows[1]) == ["name badBytes", "name missing"]
                || Self.codes(check.rows[1]) == ["name badBytes"])
    }

    // Starting

    static func importing(_ rows: [[String]], _ kind: String = "event") throws -> Importing {
        try Importing(
            try #require(Kind.named(kind)), Sheet(rows: rows.enumerated().map { Sheet.Row(number: $0 + 1, cells: $1) }),
            language: .en, name: "events.csv", found: kind == "event" ? .minutes : nil)
    }

    static let table = [
        ["title", "sorts", "status", "start"], ["A", "studyVisit", "held", "2025-01-10"],
        ["B", "studyVisit", "held", "2025-01-11"],
    ]

    private func start(
        _ office: Office, _ importing: Importing, shown: [String]? = nil, withoutRefused: Bool = false,
        by seat: Seat = Office.coordinator
    ) async throws -> Importing.Started {
        try await office.desk.start(
            importing, shown: shown, withoutRefused: withoutRefused, by: seat, today: .friday,
            bytes: Array("the file".utf8))
    }

    @Test func `an import is one entry with the file as its proof`() async throws {
        let office = try await Office()
        guard case .done(let answer, _) = try await start(office, Self.importing(Self.table)) else {
            Issue.record("not done")
            return
        }
        #expect(answer.entry == 2 && answer.records.count == 2)
        let event = try #require(office.desk.published.project.events[1])
        #expect(event.provenance.proofs.map(\.name) == ["events.csv"])
        #expect(
            event.status == .held && event.found.map(\.source) == ["Minutes"] && event.found[0].fields == ["status"])
        #expect(office.installation.store.document(event.provenance.proofs[0].document) == Array("the file".utf8))
        // Sent again, nothing is left to do.
        await #expect(throws: Refusal.self) { try await start(office, Self.importing(Self.table)) }
        #expect(office.desk.published.entry == 2)
    }

    @Test func `particulars of persons are not kept as a file that all may read`() async throws {
        let office = try await Office()
        let importing = try Self.importing([["person", "mail"], ["Maja Kocjančič", "maja@example.org"]], "contact")
        guard case .done(let answer, _) = try await start(office, importing) else {
            Issue.record("not done")
            return
        }
        #expect(office.desk.published.project.contacts[1]?.provenance.proofs == [])
        let header = try office.installation.store.headers(of: "green-harbours", after: 1, upTo: answer.entry).first?
            .header
        let reason = office.desk.published.project.reasons[Key(answer.entry)]?.text.text
        #expect(header?.documents == [] && reason?.contains(Digest(of: Array("the file".utf8)).text) == true)
        await #expect(throws: Refusal.self) { try await start(office, importing, by: .visitor) }
    }

    @Test
    func `a file that holds telephone numbers or addresses of mail is not kept, though nothing of them is taken over`()
        throws
    {
        let project = try GreenHarbours.project()
        func keeps(_ cell: String) throws -> Bool {
            try Self.importing([["title", "Contact"], ["A", cell]]).keepsFile(in: project)
        }
        #expect(try keeps("Maja") && keeps("12 of 14") && keeps("2025"))
        #expect(
            try !keeps("maja@example.org") && !keeps("with kocjancic maja") && !keeps("+386 (0)1 234-56-78")
                && !keeps("041 234 567"))
    }

    @Test func `another file under the same name is pointed out`() async throws {
        let office = try await Office()
        _ = try await start(office, Self.importing(Self.table))
        func named(_ digest: Digest) throws -> Reference? {
            let same = try Self.importing(Self.table)
            let importing = try Importing(
                same.kind, same.sheet, language: .en, name: same.name, digest: digest, found: .minutes)
            return try importing.check(
                on: office.desk.published.project, by: Office.coordinator, today: .friday
            ).sameName
        }
        #expect(try named(Digest(of: Array("the file".utf8))) == nil)
        #expect(try named(Digest(of: Array("another".utf8))) == Reference("event/2"))
    }

    @Test func `refused rows stop the import, until somebody says to leave them out`() async throws {
        let office = try await Office()
        let importing = try Self.importing(Self.table + [["C", "studyVisit", "held", "31 February 2025"]])
        guard case .refused(let check) = try await start(office, importing) else {
            Issue.record("not refused")
            return
        }
        #expect(check.count(.refused) == 1 && office.desk.published.entry == 1)
        guard case .done = try await start(office, importing, withoutRefused: true) else {
            Issue.record("not done")
            return
        }
        #expect(office.desk.published.project.events.count == 2)
    }

    @Test func `what comes out otherwise than it was shown stops, and is shown`() async throws {
        let office = try await Office()
        let importing = try Self.importing(Self.table)
        let shown = try importing.check(
            on: office.desk.published.project, by: Office.coordinator, today: .friday
        ).marks
        try await office.carryOut(
            "add-event-as-found",
            ["found": .minutes, "title": "A", "sorts": ["studyVisit"], "status": "held", "start": "2025-01-10"])
        guard case .differs(let check) = try await start(office, importing, shown: shown) else {
            Issue.record("went on")
            return
        }
        #expect(zip(shown, check.marks).map { $0 == $1 } == [true, false, true])
        #expect(office.desk.published.project.events.count == 1)
        // An entry that touches none of its rows is no difference.
        try await office.carryOut("add-person", ["name": "Somebody"])
        guard case .done = try await start(office, importing, shown: check.marks) else {
            Issue.record("stopped")
            return
        }
        #expect(office.desk.published.project.events.count == 2)
    }

    @Test func `the same import started ten times at once is carried out once`() async throws {
        let office = try await Office()
        let importing = try Self.importing(Self.table)
        let shown = try importing.check(on: office.desk.published.project, by: Office.coordinator, today: .friday).marks
        let done = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    if case .done? = try? await start(office, importing, shown: shown) { true } else { false }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(done == 1)
        #expect(office.desk.published.project.events.count == 2)
    }

    // MARK: What programs leave in cells

    static func persons(
        _ rows: [[String]], _ language: Language = .en, on project: Project? = nil
    ) throws -> Importing.Check {
        try check("person", [["name", "partner", "organisation"]] + rows, language: language, on: project)
    }

    @Test(arguments: [
        "#N/A", "#REF!", "#NV", "#ÉRTÉK!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#BEZUG!",
        "#WERT!",
        "#ZAHL!", "#ÜBERLAUF!", "#N/D", "#¡REF!", "#¡VALOR!", "#¿NOMBRE?", "#¡DIV/0!", "#¡NUM!", "#¡NULO!", "#VALOR!",
        "#NOME?", "#NÚM!", "#NULO!", "#HIÁNYZIK", "#HIV!", "#NÉV?", "#ZÉRÓOSZTÓ!", "#SZÁM!", "#NULLA!", "#NEDOSTUPNÝ",
        "#ODKAZ!", "#HODNOTA!", "#NÁZOV?", "#DELENIENULOU!", "#ČÍSLO!", "#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!",
        "#NAMN?",
        "#DIVISION/0!", "#OGILTIGT!", "#SKÄRNING!", "#N/V", "#SKLIC!", "#VREDN!", "#IME?", "#DEL/0!", "#ŠTEV!",
        "#VALOARE!", "#NUME?", "#VĒRTĪBA!", "#####", "Err:502", "NULL", "null", "nan", "NaN", "<NA>", "n/a",
    ])
    func `what a program writes where it has no value is no name, and is told at its row`(cell: String) throws {
        let check = try Self.persons([[cell, "PP1", ""], ["Iva Zore", "PP1", cell], ["Ana Novak", cell, "Office"]])
        #expect(Self.outcomes(check) == ["above", "refused", "add", "add"])
        #expect(check.rows.dropFirst().allSatisfy { $0.findings.contains { $0.code == "errorCell" } })
        #expect(check.rows[2].fields.allSatisfy { $0.name != "organisation" })
    }

    @Test func `people and tags that look like it are names`() throws {
        let names = ["Nan Goldin", "Null", "Nan", "Nuller", "#harbours", "NULLO", "Anna"]
        let check = try Self.persons(names.map { [$0, "PP1", ""] })
        #expect(check.count(.add) == names.count && check.rows.allSatisfy(\.findings.isEmpty))
    }

    @Test func `an error where the number of a record stands refuses the row`() throws {
        let check = try Self.check("event", [["id", "title", "place"], ["#N/A", "Study visit to Wismar", "Kiel"]])
        #expect(Self.codes(check.rows[1]).contains("id errorCell") && check.count(.refused) == 1)
    }

    @Test(arguments: [
        "\u{200B}Ana Novak", "Ana\u{AD} Novak", "Ana Novak\u{FEFF}", "\u{202A}Ana Novak\u{202C}", "Ana\u{200D} Novak",
        "A\u{2060}na Novak", "Ana Novak\u{200E}", "Ana\u{2028}Novak", "Ana\u{B}Novak",
    ])
    func `what nobody sees makes no second person, and an older one with it is found`(name: String) throws {
        let project = try Self.project().doing("add-person", ["name": "Ana Novak", "partner": 1])
        let again = try Self.persons([[name, "PP1", ""]], on: project)
        #expect(Self.outcomes(again) == ["above", "same"])
        let new = try Self.persons([[name, "PP1", ""]])
        #expect(new.rows[1].caption.replacing(" ", with: "") == "AnaNovak")
        #expect(!new.rows[1].caption.unicodeScalars.contains { Unseen.isUnseen($0) || Unseen.isBreak($0) })
    }

    // MARK: Days

    static func days(
        _ cells: [String], _ language: Language, days: Sheet.Days? = nil, serials: Sheet.Serials? = nil
    ) throws -> [String] {
        let rows = [["title", "sorts", "start"]] + cells.enumerated().map { ["Fair \($0)", "other", $1] }
        let sheet = Sheet(rows: rows.enumerated().map { Sheet.Row(number: $0 + 1, cells: $1) })
        let importing = try Importing(
            try #require(Kind.named("event")), sheet, language: language, days: days, serials: serials, name: "x.csv")
        let check = try importing.check(on: Self.project(), by: .steward, today: .friday)
        return check.rows.dropFirst().map { row in
            row.fields.first { $0.name == "start" }?.new?.text ?? Self.codes(row).joined(separator: " ")
        }
    }

    static func asked(_ cells: [String], _ language: Language) -> String? {
        do {
            _ = try days(cells, language)
            return nil
        } catch { return (error as? Refusal)?.code }
    }

    @Test func `days that may be two are asked once for the file, and one that cannot says it for all`() throws {
        for cell in ["11.03.2026", "1/3/2026", "1-3-2026", "11. 3. 2026"] {
            #expect(Self.asked([cell], .en) == "unsureDays", "\(cell)")
        }
        #expect(try Self.days(["11.03.2026", "13.3.2026"], .en) == ["2026-03-11", "2026-03-13"])
        #expect(try Self.days(["1/3/2026", "3/13/2026"], .en) == ["2026-01-03", "2026-03-13"])
        #expect(Self.asked(["1/3/2026", "3/13/2026", "13/3/2026"], .en) == "unsureDays")
        #expect(try Self.days(["11.03.2026", "1/3/2026"], .en, days: .dayFirst) == ["2026-03-11", "2026-03-01"])
        #expect(try Self.days(["11.03.2026", "1/3/2026"], .en, days: .monthFirst) == ["2026-11-03", "2026-01-03"])
        #expect(try Self.days(["13/3/2026", "1/3/2026"], .en, days: .monthFirst) == ["start notWhen", "2026-01-03"])
        // The same day either way, and a year in front, are no doubt.
        #expect(
            try Self.days(["3/3/2026", "2026/3/11", "2026. 03. 11."], .en) == [
                "2026-03-03", "2026-03-11", "2026-03-11",
            ])
    }

    @Test func `a language says what comes first with its own marks alone`() throws {
        for language in [Language.sl, .de, .es, .pt, .ro, .lv, .sk] {
            #expect(try Self.days(["11.03.2026"], language) == ["2026-03-11"])
        }
        #expect(try Self.days(["1/3/2026"], .es) == ["2026-03-01"])
        #expect(Self.asked(["1/3/2026"], .sl) == "unsureDays")
        #expect(Self.asked(["1/3/2026", "3/13/2026"], .es) == "unsureDays")
        for language in [Language.hu, .sv] { #expect(Self.asked(["11.03.2026"], language) == "unsureDays") }
    }

    @Test func `a time behind a day is left out and told, but where the day may be another`() throws {
        let read = try Self.days(
            ["2026-03-11T00:00:00", "11.03.2026 0:00", "2026-03-11 12:00:00 AM", "11. marec 2026", "March 2026"], .sl)
        #expect(read == ["2026-03-11", "2026-03-11", "2026-03-11", "2026-03-11", "2026-03"])
        let check = try Self.check(
            "event", [["title", "sorts", "start"], ["Fair", "other", "11.03.2026 09:30"]], language: .sl)
        #expect(Self.codes(check.rows[1]) == ["start timeLeftOut"] && check.count(.add) == 1)
        #expect(try Self.days(["2026-03-10T23:00:00Z"], .sl) == ["start notWhen"])
    }

    @Test func `a number that spreadsheets keep for a day is asked, and counted as they do`() throws {
        #expect(Self.asked(["46092"], .en) == "unsureSerials")
        #expect(try Self.days(["46092", "46092.5"], .en, serials: .from1900) == ["2026-03-11", "2026-03-11"])
        #expect(try Self.days(["44630"], .en, serials: .from1904) == ["2026-03-11"])
        #expect(try Self.days(["2026"], .en) == ["2026"])
    }

    @Test func `what does not read is told as the file is read, and not as the page is`() throws {
        let check = try Self.check(
            "event", [["title", "sorts", "start"], ["Fair", "other", "31. 2. 2026"]], language: .sl)
        let told = check.sentences(check.rows[1], Words.of(.en), in: try Self.project()).joined()
        #expect(told.contains("2023-01-31") && !told.contains("January"))
        let own = check.sentences(check.rows[1], Words.of(.sl), in: try Self.project()).joined()
        #expect(own.contains("31. 1. 2023"))
    }
}
