import Cast
import Desk
import Domain
import Foundation
import Testing

@testable import Words

/// The page of all that is said to a person who typed, asked or should do something, made of the code and the texts.
///
/// `GROZD_GOLDENS=update` writes it anew.
@Suite struct MessagesTests {
    @Test func `every message has a sentence, and every sentence is said by somebody`() {
        let said = Set(Said.all.keys)
        let written = Set(Said.keys)
        #expect(said.subtracting(written).sorted() == [])
        // Advice for programs stands beside that for people.
        let plain = written.filter { $0.hasSuffix(".plain") }
        #expect(Set(plain.map { String($0.dropLast(6)) }).subtracting(said) == [])
        #expect(written.subtracting(said).subtracting(plain).sorted() == [])
    }

    @Test func `the page of messages shows each with an example`() throws {
        var text = """
            # What Grozd says, and who says it

            Every *finding* (something about what was entered: it blocks, or only warns), *refusal* (something that may not happen now) and *need*
            (something that waits), by rooms. The name is for ever; the facts are an example, from Green Harbours where it was said there,
            else made of what the code gives; the sentence is that of the example in English. At the end of a row stand the files that
            say it; a file is called by its noun or verb. Made of the sources, `Words/texts` and Green Harbours by a test.

            """
        let places = Dictionary(grouping: Said.all.values) { said in said.places.min() ?? .everywhere }
        for section in Section.allCases {
            guard let here = places[section], !here.isEmpty else { continue }
            text += "\n## \(section.title)\n\n| what | for example | sentence | said by |\n| --- | --- | --- | --- |\n"
            for said in here.sorted(by: { ($0.rank, $0.key) < ($1.rank, $1.key) }) { text += said.row + "\n" }
        }
        #expect(!text.contains("⟦") && !text.contains("{"))
        #expect(Golden.difference(text, "../../docs/messages.md") == nil)
    }
}

/// Where a message is said: a room, or what all rooms share.
private enum Section: Int, CaseIterable, Comparable {
    case everywhere, partnership, people, workPlan, obligations, events, learning, policy, indicators, communication
    case budget, expenditure, control, reports, payments, quality, durability, trails
    case rules, desk, files, trail, web, grozd

    init(_ path: String) {
        let folders = path.split(separator: "/").dropLast().map { $0.prefix(1).lowercased() + $0.dropFirst() }
        let name = folders.starts(with: ["sources", "domain"]) ? folders.dropFirst(2).first : folders.dropFirst().first
        self =
            folders.first == "programmes" ? .rules : Section.allCases.first { "\($0)" == name } ?? .everywhere
    }

    static func < (a: Section, b: Section) -> Bool { a.rawValue < b.rawValue }

    var title: String {
        switch self {
        case .everywhere: "In every room"
        case .rules: "Rule packs"
        case .desk: "The desk"
        case .files: "Files"
        case .trail: "The store of trails"
        case .web: "Pages"
        case .grozd: "Commands"
        default: Words.of(.en)("room.\(self)")
        }
    }
}

/// A finding, refusal or need as the sources say it.
private struct Said {
    /// The key of its sentence: `finding.endBeforeStart`.
    let key: String
    private(set) var files: [String] = []
    /// Whether a finding blocks or warns, as far as it is said where it is made.
    private(set) var severities: Set<String> = []
    private(set) var isLate = false
    /// The kind of record that a need is about.
    private(set) var about: String?
    /// The kind of record that the first file which says it is about.
    private var usual = "event"
    private(set) var facts: [Fact.Named] = []

    static let keys = Book.of(.en).texts.keys.filter {
        ["finding.", "refusal.", "need."].contains(where: $0.hasPrefix)
    }

    var places: [Section] { files.map(Section.init) }
    var rank: Int { ["finding", "refusal", "need"].firstIndex { key.hasPrefix($0) } ?? 3 }

    static let all: [String: Said] = {
        var all: [String: Said] = [:]
        for file in SourceFile.all {
            for call in file.code.matches(of: /\b([Ff]inding|Refusal|Need|fault|contradiction)\(/) {
                let arguments = inner(file.code[call.range.upperBound...])
                let first = arguments.prefix { $0 != "," }
                let ofPack = ["fault", "contradiction"].contains(call.1)
                guard !ofPack || file.path.hasPrefix("Sources/Domain/Rules/"), !first.contains(/^\s*\w+:/) else {
                    continue
                }
                for code in first.matches(of: /(?:^\s*|[?:]\s*)"([A-Za-z.]*[A-Za-z])"/) {
                    let key = ofPack ? "finding.pack.\(code.1)" : "\(call.1.lowercased()).\(code.1)"
                    all[key, default: Said(key: key)].add(file, arguments)
                }
            }
            for due in file.code.matches(of: /late: "(\w+)", next: "(\w+)"/) {
                let arguments = inner(file.code[due.range.lowerBound...])
                all["need.\(due.1)", default: Said(key: "need.\(due.1)", isLate: true)].add(file, arguments)
                all["need.\(due.2)", default: Said(key: "need.\(due.2)")].add(file, arguments)
            }
        }
        // Whose name goes through a variable, or that a command says without a refusal.
        for key in keys where all[key] == nil {
            let code = key.drop { $0 != "." }.dropFirst()
            let name = code.hasSuffix("Sometime") ? code.dropLast("Sometime".count) : code
            for file in SourceFile.all {
                guard let at = file.code.range(of: "\"\(name)\"") ?? file.code.range(of: "\"\(key)\"") else { continue }
                all[key, default: Said(key: key, isLate: key.hasSuffix("Late"))].add(
                    file, inner(file.code[at.upperBound...]))
            }
        }
        for key in all.keys { all[key]?.giveExamples() }
        return all
    }()

    private init(key: String, isLate: Bool = false) {
        self.key = key
        self.isLate = isLate
    }

    /// Up to the bracket that closes.
    private static func inner(_ code: Substring) -> Substring {
        var depth = 0
        return code.prefix(2_000).prefix { character in
            depth += character == "(" ? 1 : character == ")" ? -1 : 0
            return depth >= 0
        }
    }

    private mutating func add(_ file: SourceFile, _ arguments: Substring) {
        if !files.contains(file.path) { files.append(file.path) }
        if files.count == 1, let kind = Example.kind(in: file) { usual = kind }
        severities.formUnion(arguments.matches(of: /\.(blocks|warns)\b/).map { String($0.1) })
        if arguments.contains(/\.late\b/) { isLate = true }
        if let about = arguments.firstMatch(of: /about: (\w+)/), let kind = Example.kind(of: about.1) {
            self.about = kind
        }
        for fact in arguments.matches(of: /\.init\(\s*"(\w+)",\s*\.(\w+)\(([^\n]*)/) {
            let name = String(fact.1)
            guard !facts.contains(where: { $0.name == name }) else { continue }
            facts.append(.init(name, Example.fact(name, String(fact.2), fact.3, key, of: usual)))
        }
    }

    private mutating func giveExamples() {
        let own = rank == 2 ? ["record", "day", "distance"] : []
        let wanted = Book.of(.en).texts[key]?.forms.flatMap(\.places) ?? []
        facts.removeAll { own.contains($0.name) || !wanted.contains($0.name) && $0.fact.isText }
        for name in wanted where !own.contains(name) && !facts.contains(where: { $0.name == name }) {
            facts.append(.init(name, Example.fact(name, Example.kinds[name] ?? "text", "", key, of: usual)))
        }
    }

    var row: String {
        let words = Words.of(.en)
        let code = String(key.drop { $0 != "." }.dropFirst())
        let heard =
            Heard.all[key]
            ?? Heard(
                facts: facts, about: Reference(kind: about ?? usual, number: 3),
                day: isLate ? Day(2025, 5, 2)! : Day(2025, 5, 30)!, today: .friday, project: nil)
        let name: (Reference) -> String = { reference in
            heard.project.map { words.name(reference, in: $0) } ?? Example.name(reference)
        }
        let sentence =
            switch rank {
            case 0: words.sentence(Finding(code, .blocks, facts: heard.facts), name: name)
            case 1: words.sentence(Refusal(code, heard.facts), name: name)
            default:
                words.sentence(
                    Need(code, .open, about: heard.about, day: heard.day, facts: heard.facts), on: heard.today,
                    name: name)
            }
        let wanted = Book.of(.en).texts[key]?.forms.flatMap(\.places) ?? []
        var shown = heard.facts.map { "\($0.name): \(Example.typed($0.fact))" }
        if rank == 2, wanted.contains("record"), let about = heard.about { shown.append("record: \(about)") }
        if rank == 2, wanted.contains("day") || wanted.contains("distance"), let day = heard.day {
            shown.append("day: \(day.plain)")
        }
        let severity = severities.isEmpty ? "" : ", " + severities.sorted().joined(separator: " or ")
        let from = files.map { "[\($0.split(separator: "/").last?.dropLast(".swift".count) ?? "")](../\($0))" }
        let cells = ["`\(key)`" + severity, shown.joined(separator: "; "), sentence, from.joined(separator: ", ")]
        return "| "
            + cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ") + " |"
    }
}

/// What was said while Green Harbours was played, the first time.
private struct Heard {
    let facts: [Fact.Named]
    let about: Reference?
    let day: Day?
    let today: Day
    let project: Project?

    static let all: [String: Heard] = {
        var all: [String: Heard] = [:]
        func hear(
            _ key: String, _ facts: [Fact.Named], _ today: Day, _ project: Project, about: Reference? = nil,
            day: Day? = nil
        ) {
            guard all[key] == nil else { return }
            all[key] = Heard(facts: facts, about: about, day: day, today: today, project: project)
        }
        guard let played = try? Played("green-harbours") else { return [:] }
        var yesterday: Day?
        for (taken, changes) in zip(played.taken, played.changes) {
            let today = taken.setting.today
            if today != yesterday {
                for need in taken.project.needs(on: today) + taken.project.firstSteps {
                    hear("need.\(need.code)", need.facts, today, taken.project, about: need.about, day: need.day)
                }
                yesterday = today
            }
            let project = taken.project.applying(changes)
            for case .put(let record) in changes {
                for finding in record.findings(in: project) {
                    hear("finding.\(finding.code)", finding.facts, today, project)
                }
                for verb in AnyVerb.all where verb.kind == record.reference.kind {
                    guard let refusal = verb.hindrance(record, project) else { continue }
                    hear("refusal.\(refusal.code)", refusal.facts, today, project)
                }
            }
        }
        return all
    }()
}

extension Fact {
    fileprivate var isText: Bool { if case .text = self { true } else { false } }
}

/// Values of Green Harbours for facts of which the code says only the name and the type.
private enum Example {
    static func name(_ reference: Reference) -> String {
        Words.of(.en).form(1, "kind.\(reference.kind)") + " \(reference.number)"
    }

    /// The kind of record that a variable is called by.
    static func kind(of variable: some StringProtocol) -> String? {
        let name = variable.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
        return Kind.all.first { $0.name == name }?.name
    }

    /// The kind of the noun that a file declares, or whose verb it is.
    static func kind(in file: SourceFile) -> String? {
        if let named = file.code.firstMatch(of: /static let (kind|name) = "([a-z-]+)"/) {
            return named.1 == "kind" ? String(named.2) : AnyVerb.named(String(named.2))?.kind
        }
        return file.code.firstMatch(of: /Key<([A-Z]\w+)>/).flatMap {
            kind(of: $0.1.prefix(1).lowercased() + $0.1.dropFirst())
        }
    }

    /// As the code has them elsewhere.
    static let kinds: [String: String] = {
        var kinds: [String: String] = [:]
        for file in SourceFile.all {
            for fact in file.code.matches(of: /\.init\(\s*"(\w+)",\s*\.(\w+)\(/) where kinds[String(fact.1)] == nil {
                kinds[String(fact.1)] = String(fact.2)
            }
        }
        return kinds
    }()

    /// Texts by the fact's name, narrower with the code before it.
    private static let texts = [
        "name": "green-harbours", "known": "green-harbours and inno-industry", "file": "harbours/rules.json",
        "pack": "interreg-europe-2021-2027", "entry": "12", "row": "4", "column": "2", "currency": "SEK", "rate": "80",
        "source": "Programme manual 4.2", "ground": "asked for by the person", "reason": "typed twice", "number": "3",
        "criteria": "innovation", "heading": "Start", "other": "Begin", "text": "12,34,56", "what": "header",
        "field": "start", "address": "http://127.0.0.1:8080", "holder": "Luka Žerjal", "position": "1", "format": "3",
        "disk": "nfs", "last": "16 May 2025, 12:00:00 UTC", "now": "15 May 2025, 12:00:00 UTC", "id": "7",
        "expected": "16 May 2025, 12:01:00 UTC", "approved": "1,000.00 EUR", "instalments": "1,250.00 EUR",
        "difference": "250.00 EUR", "typed": "85", "hours": "1800", "most": "1720", "identifier": "SI-1234",
        "proof": "minutes", "record": "event/3", "from": "event/1", "shown": "2", "written": "3, 4",
        "contractEnded.reason": "Both sides agreed", "damaged.reason": "an unknown field",
        "exampleIncomplete.name": "rules.json",
        "exchangeRateNotAboveNothing.text": "0", "inputMissing.name": "amount", "inputNotAValue.expected": "an amount",
        "inputNotAValue.name": "amount", "markBeyondBest.text": "5.20", "monthsBackwards.last": "3",
        "monthsOutside.name": "length of a period", "nameReserved.text": "installation", "negativeWeight.text": "−1",
        "noCharacters.text": "Šifra", "noExamples.name": "examples.json", "noHeading.text": "by train",
        "noRecordNamed.text": "Krems", "noRule.name": "funding.rate", "noSuchDocument.text": "4f53cda18c2baa0c",
        "notAddress.text": "harbours", "notCount.text": "a few", "notDay.text": "31 February 2025",
        "notInList.text": "in parson", "notInTable.name": "travel.distance", "notJSON.name": "rules.json",
        "notJSON.reason": "a comma is missing", "notMail.text": "maja(at)example.org", "notMark.text": "good",
        "notName.text": "Green Harbours!", "notOneOf.text": "hold", "notWhen.text": "next spring",
        "partsOfACent.text": "12.345", "rateOutside.name": "flat rate", "rateOutside.text": "120",
        "ratesAbove100.text": "105", "rowOfThree.name": "partner 2", "severalRecords.text": "Vidmar",
        "shortenedNumber.text": "1.2E+15", "unknownArea.name": "sharing",
        "unknownCharacters.known": "utf-8 and windows-1250",
        "unknownCharacters.name": "utf-7", "unknownDay.text": "31 February 2025",
        "unknownField.known": "title and start",
        "unknownField.name": "colour", "unknownFile.name": "rules.json", "unknownFolder.name": "/srv/grozd",
        "unknownHead.name": "abc", "unknownInput.known": "amount and rate", "unknownInput.name": "colour",
        "unknownKind.known": "event and person", "unknownKind.name": "ship", "unknownLanguage.known": "en and sl",
        "unknownLanguage.name": "xx", "unknownPack.known": "interreg-europe-2014-2020 and interreg-europe-2021-2027",
        "unknownPack.name": "interreg-north", "unknownPartner.known": "Küstenforum Grüne Häfen e. V.",
        "unknownPartner.name": "Kustenforum", "unknownPerson.known": "Maja Kocjančič", "unknownPerson.name": "Maya",
        "unknownPhase.known": "core and followUp", "unknownPhase.name": "middle", "unknownPort.name": "99999",
        "unknownProject.name": "blue-harbours", "unknownPutAway.known": "green-harbours", "portTaken.name": "8080",
        "unknownPutAway.name": "blue-harbours", "unknownVerb.name": "sail",
        "dayMissing.name": "final payment", "emptyButFound.detail": "F", "endsBeforeItBegins.detail": "1 January 2021",
        "excludesItself.detail": "staff", "flatRateBeforeItsBase.detail": "office", "flatRateOnItself.detail": "staff",
        "gapInDays.detail": "1 January 2024", "headIncomplete.name": "pack, title, from",
        "leastAboveMost.detail": "20 > 15",
        "newerForm.detail": "2", "noCertainty.detail": "F, P, N", "noHead.name": "pack.json",
        "noOrigin.detail": "regulation, programme, agreement, practice",
        "notAList.name": "parameters",
        "notAValue.detail": "a percentage", "notForThis.detail": "lump sum", "otherUnit.detail": "percent",
        "twoValuesOnADay.detail": "1 January 2024", "unknownName.name": "funding.colour",
        "unknownSubject.detail": "a class of partner", "verifiedButNotFound.detail": "N",
        "backupInside.name": "/srv/grozd/backups", "backupRunning.name": "/srv/backups",
        "brokenBackup.name": "/srv/backups",
        "cannotWrite.name": "/srv/export.grozd", "documentErased.name": "minutes.pdf", "folderInUse.name": "/srv/grozd",
        "folderNotEmpty.name": "/srv/grozd", "halfRestored.name": "/srv/grozd", "noHeadings.known": "title, start",
        "notItsAddress.known": "https://example.org", "otherPlace.known": "/srv/backups",
        "otherPlace.name": "/mnt/backups",
        "packStandsOnItself.name": "harbours", "reservedName.name": "installation", "restoreServed.name": "/srv/grozd",
        "serverRuns.name": "/srv/grozd", "sharedDisk.name": "/srv/grozd", "unknownBackup.name": "/srv/backups",
        "unknownBase.detail": "eu-2028", "unknownFigure.known": "study-visits", "unknownFigure.name": "ships",
        "unknownRule.name": "funding.colour", "notJSON.detail": "a comma is missing",
    ]
    private static let wholes = [
        "length": 1_200, "most": 100, "least": 1, "n": 2, "entry": 12, "number": 3, "row": 4, "days": 30, "years": 5,
        "months": 30, "limit": 24, "places": 40, "participants": 9, "offset": 17, "count": 3, "missing": 2,
        "planned": 8,
        "present": 21, "yes": 14, "answers": 12, "described": 3, "fixed": 5, "named": 4, "regions": 6, "part": 40,
        "whole": 38, "expected": 5, "target": 8, "silent": 2, "waiting": 3, "ordinal": 9, "typed": 7, "position": 40,
        "entries": 140, "first": 4, "tooLong.most": 1_000, "tooManyBytes.most": 1_000, "tooMany.most": 1_000,
        "monthsOutOfRange.most": 12, "tooLongProject.most": 15, "numberOutside.most": 1_000_000_000,
        "formFieldTooLong.most": 1_000, "monthsOutside.most": 12, "longerThanItsLife.most": 24,
        "markBeyondBest.most": 5,
        "phaseShort.months": 6, "numberOutOfRange.most": 10, "tooManyPeople.most": 200,
    ]
    private static let days = [
        "start": Day(2025, 5, 16)!, "end": Day(2025, 8, 31)!, "due": Day(2025, 5, 30)!, "inner": Day(2025, 6, 2)!,
        "today": Day(2025, 5, 16)!, "first": Day(1900, 1, 1)!, "last": Day(2199, 12, 31)!, "signed": Day(2025, 6, 3)!,
        "endBeforeStart.end": Day(2025, 5, 15)!, "dueAfterActivity.end": Day(2025, 4, 30)!, "old": Day(2025, 8, 31)!,
    ]
    /// What the code gives through a variable, or under a name that means something else in other places.
    private static let facts: [String: Fact] = [
        "dayOutside.first": .day(Day(1900, 1, 1)!), "dayOutside.last": .day(Day(2199, 12, 31)!),
        "amountOutside.most": .amount(Money(plain: "1000000000000.00 EUR")!),
        "notInState.needed": .words(Event.Status.choiceName, ["planned", "moved"]),
        "notInState.state": .word(Event.Status.choiceName, "held"), "differsFromPack.typed": .day(Day(2025, 5, 30)!),
        "requestNotInState.needed": .words(RequestForChange.Status.choiceName, ["agreed"]),
        "requestNotInState.state": .word(RequestForChange.Status.choiceName, "draft"),
        "rateDiffers.typed": .text("85"), "periodNotPlanned.last": .whole(6), "periodNotPlanned.number": .whole(7),
        "monthsBackwards.last": .whole(3), "moreHoursThanAYear.most": .text("1720"),
    ]

    /// An example of the fact of that name and type; `value` is what the code gives for it.
    static func fact(_ name: String, _ type: String, _ value: some StringProtocol, _ key: String, of usual: String)
        -> Fact
    {
        let code = key.split(separator: ".").last ?? ""
        let exact = "\(code).\(name)"
        if let fact = facts[exact] { return fact }
        let day = days[exact] ?? days[name] ?? Day(2025, 5, 20)!
        let variable = value.prefix { $0.isLetter }
        let record = Reference(kind: kind(of: variable) ?? kind(of: name) ?? usual, number: 3)
        switch type {
        case "whole": return .whole(wholes[exact] ?? wholes[name] ?? 12)
        case "day": return .day(day)
        case "when": return .when(.day(day))
        case "amount": return .amount(Money(plain: "1250.00 EUR")!)
        case "field": return .field("start")
        case "record": return .record(record)
        case "records": return .records([record, Reference(kind: record.kind, number: 4)])
        case "word", "words":
            let list = choice(value, name)
            let all = Book.of(.en).texts.keys.filter { $0.hasPrefix("choice.\(list).") }.sorted()
                .map { String($0.dropFirst("choice.\(list).".count)) }.filter { !$0.contains(".") }
            let word = list == "kind" ? "event" : list == "verb" ? "hold-event" : all.first ?? name
            return type == "word" ? .word(list, word) : .words(list, Array((all.isEmpty ? [word] : all).prefix(2)))
        default:
            return .text(
                texts[exact]
                    ?? (key.hasPrefix("finding.pack.") && name == "name" ? "funding.rate" : texts[name] ?? name))
        }
    }

    /// The list of words that the code names: `"kind"`, `Event.Status.choiceName`; of any, the states of an event.
    private static func choice(_ value: some StringProtocol, _ name: String) -> String {
        let value = String(value)
        if value.isEmpty, ["kind", "verb", "verified"].contains(name) { return name }
        if let literal = value.firstMatch(of: /^"([\w.]+)"/) { return String(literal.1) }
        let type = (value.firstMatch(of: /^([A-Za-z.]+)\.choiceName/)?.1 ?? "").split(separator: ".").map {
            $0.prefix(1).lowercased() + $0.dropFirst()
        }.joined(separator: ".")
        let lists = Set(
            Book.of(.en).texts.keys.filter { $0.hasPrefix("choice.") }.map {
                $0.split(separator: ".").dropFirst().dropLast().joined(separator: ".")
            })
        return lists.filter { $0 == type || $0.hasSuffix("." + type) }.min() ?? "event.status"
    }

    /// With its type, as it would stand in the trail.
    static func typed(_ fact: Fact) -> String {
        switch fact {
        case .text(let text): "text “\(text)”"
        case .whole(let number): "number \(number)"
        case .day(let day): "day \(day.plain)"
        case .when(let when): "when \(when.plain)"
        case .amount(let money): "amount \(money.plain)"
        case .word(let list, let word): "word \(list)/\(word)"
        case .words(let list, let words): "words \(words.map { "\(list)/\($0)" }.joined(separator: ", "))"
        case .field(let field): "field \(field)"
        case .record(let reference): "record \(reference)"
        case .records(let references, _): "records \(references.map(\.description).joined(separator: ", "))"
        }
    }
}
