import Cast
import Foundation
import Testing
import Trail
import Words

@testable import Desk
@testable import Domain
@testable import Web

/// Kinds that hide: what is told to whom, at every address, by every verb. That every kind that can be somebody's may hide is asked
/// of all of them at once; which kinds do is for their nouns to say.
@Suite struct EyesTests {
    static let green = "/projects/green-harbours"
    static let hiding = Kind.ownable
    static let secret = "Verborgen"
    static let document = Array("Verborgen im Beleg".utf8)

    let browser: Browser
    /// What is hidden from everybody but partner 2 and who looks after it or the project.
    var hidden: [Reference] = []
    var seats: [String: String] = [:]

    init() async throws {
        let folder = Temporary()
        let installation = try Installation(
            folder.url, clock: Clock(at: .friday), mounts: "", hiding: Self.hiding, syncFailed: { _ in })
        _ = try await installation.begin("green-harbours", GreenHarbours.begun, at: .friday)
        browser = Browser(installation, folder).at("green-harbours/1")
        let desk = try installation.desk("green-harbours")
        _ = try installation.store.keep(Self.document)

        func add(_ kind: String, _ input: JSON) async throws -> Reference? {
            guard let verb = Kind.named(kind)?.verb(.add) else { return nil }
            do {
                return try await desk.carryOut(.init(verb, input, by: .steward)).records.first { $0.kind == kind }
            } catch is Refusal { return nil }
        }
        for (name, sort, partner) in [
            ("own", Duty.Sort.partnerManager, 2), ("other", .partnerManager, 3), ("officer", .partnerFinanceOfficer, 3),
            ("controller", .controller, 2), ("otherController", .controller, 4), ("auditor", .auditor, nil),
            ("secretariat", .secretariat, nil), ("reader", .reader, nil),
        ] as [(String, Duty.Sort, Int?)] {
            let person = try #require(try await add(Person.kind, ["name": .text("Person \(name)")]))
            let partner: JSON = partner.map { .whole(Int64($0)) } ?? .null
            _ = try await add(
                Duty.kind, ["person": .whole(Int64(person.number)), "sort": .text(sort.rawValue), "partner": partner])
            seats[name] = "green-harbours/\(person.number)"
        }
        seats["coordinator"] = "green-harbours/1"
        seats["visitor"] = ""
        seats["elsewhere"] = "blue-harbours/1"
        for kind in Kind.all where Self.hiding.contains(kind.name) {
            guard let verb = kind.verb(.add) else { continue }
            let project = desk.published.project
            let input = Self.filled(verb.form, project)
            // What would be nobody's tells nothing of anybody, and is not made.
            let setting = Setting(moment: .friday, salt: "grain")
            guard case .put(let record)? = try? verb.decide(project, input, setting).first,
                record.owners(in: project) == [2], let made = try await add(kind.name, input)
            else { continue }
            hidden.append(made)
        }
    }

    /// A record with the secret in every text, of partner 2 where it names one, with a document.
    static func filled(_ shape: Shape, _ project: Project) -> JSON {
        switch shape {
        case .line, .prose, .who: return .text(secret)
        case .number, .percent: return .text("12.5")
        case .whole: return 1
        case .flag: return false
        case .day: return "2025-05-14"
        case .when: return "2025-05"
        case .moment: return .null
        case .amount: return "1.00 EUR"
        case .count: return "7"
        case .address: return "https://example.org/verborgen"
        case .mail: return "verborgen@example.org"
        case .digest: return .text(Digest(of: document).text)
        case .choice(_, let words): return .text(words[0])
        case .key(Partner.kind): return 2
        case .key(let kind): return .whole(Int64(Kind.named(kind)?.each(project).first?.reference.number ?? 1))
        case .list(let item): return .list([filled(item, project)])
        case .group(let members):
            return .object(
                of: members.compactMap { member in
                    if member.name == "provenance" {
                        return (
                            member.name,
                            ["proofs": [["document": .text(Digest(of: document).text), "name": "verborgen.pdf"]]]
                        )
                    }
                    let isPartners = member.shape == .key(kind: Partner.kind)
                    guard member.required || isPartners else { return nil }
                    return (member.name, filled(member.shape, project))
                })
        }
    }

    private var strangers: [String] { ["other", "officer", "otherController", "reader", "visitor", "elsewhere"] }
    private var friends: [String] { ["own", "controller", "auditor", "secretariat", "coordinator"] }

    private func paths() throws -> [String] {
        let entries = try browser.site.installation.desk("green-harbours").published.entry
        var paths: [String] = []
        for route in Site.routes where route.method == .get && !route.pattern.hasSuffix(":token") {
            guard route.pattern.hasPrefix("/projects/:project") || route.pattern == "/projects" else { continue }
            var path = route.pattern.replacingOccurrences(of: ":project", with: "green-harbours")
            path = path.replacingOccurrences(of: ":figure", with: "study-visits").replacingOccurrences(
                of: ":room", with: "events")
            if path.contains(":entry") {
                paths += (1...entries).map { path.replacingOccurrences(of: ":entry", with: "\($0)") }
            } else if path.contains(":hash") {
                paths.append(path.replacingOccurrences(of: ":hash", with: Digest(of: Self.document).text))
            } else if path.contains(":plural") {
                for reference in hidden {
                    let kind = Kind.named(reference.kind)!
                    let at = path.replacingOccurrences(of: ":plural", with: kind.plural)
                        .replacingOccurrences(of: ":id", with: "\(reference.number)")
                    paths +=
                        at.contains(":act")
                        ? ["change", "withdraw"].map { at.replacingOccurrences(of: ":act", with: $0) } : [at]
                }
            } else {
                paths.append(path.replacingOccurrences(of: ":id", with: "1"))
            }
        }
        paths += ["\(Self.green)/search?q=verborgen", "\(Self.green)/trail/diff?from=1&to=\(entries)"]
        paths += hidden.map { "\(Self.green)/\(Kind.named($0.kind)!.plural)/\($0.number)?as-known=\(entries)" }
        return paths
    }

    @Test func `there is something to hide, of most kinds that can be somebody's`() {
        #expect(hidden.count > 12, "\(hidden)")
    }

    @Test func `a partner's eyes, a visitor's and those of another's controller see none of it, at any address`()
        async throws
    {
        for path in try paths() {
            let mark = path.contains("?") ? "&" : "?"
            for wanted in ["", mark + "as=json", mark + "as=csv"] {
                for name in strangers {
                    let answer = try await browser.at(seats[name] ?? "").get(path + wanted)
                    let isTold = answer.text.replacingOccurrences(of: "q=verborgen", with: "")
                        .replacingOccurrences(of: "\"verborgen\"", with: "").lowercased().contains("verborgen")
                    #expect(!isTold, "\(name) \(path + wanted)")
                }
            }
        }
    }

    @Test func `whose it is, who looks after it and who answers for the project see it`() async throws {
        for reference in hidden {
            let path = "\(Self.green)/\(Kind.named(reference.kind)!.plural)/\(reference.number)"
            for name in friends {
                let answer = try await browser.at(seats[name] ?? "").get(path)
                #expect(answer.status == 200 || Kind.named(reference.kind)!.isParticular, "\(name) \(path)")
            }
        }
        for name in friends {
            let found = try await browser.at(seats[name] ?? "").get("\(Self.green)/search?q=verborgen&as=json")
            let isFound = found.text.contains(Self.secret)
            #expect(isFound, "\(name)")
        }
    }

    @Test func `the address of a hidden record answers as one that never was`() async throws {
        for reference in hidden where Kind.named(reference.kind)?.isParticular == false {
            let plural = Kind.named(reference.kind)!.plural
            let number = reference.number
            for act in ["", "/change", "/withdraw"] {
                let there = try await browser.at(seats["other"]!).get("\(Self.green)/\(plural)/\(number)\(act)?as=json")
                let never = try await browser.at(seats["other"]!).get("\(Self.green)/\(plural)/9999\(act)?as=json")
                #expect(there.status == never.status, "\(reference)\(act)")
                #expect(
                    there.text == never.text.replacingOccurrences(of: "9999", with: "\(number)"), "\(reference)\(act)")
            }
        }
    }

    @Test func `no verb of another partner's manager does anything to it, by page or by command`() async throws {
        let desk = try browser.site.installation.desk("green-harbours")
        let entry = desk.published.entry
        for reference in hidden {
            for verb in AnyVerb.all where verb.kind == reference.kind && !verb.sort.isOfNew && verb.may != .everybody {
                guard let subject = verb.subject else { continue }
                let own = Self.filled(verb.form, desk.published.project)
                let input = own.overlaid(by: .object(of: [(subject, .whole(Int64(reference.number)))]))
                let refusal = await #expect(throws: Refusal.self, "\(verb.name) \(reference)") {
                    try await desk.carryOut(.init(verb, input, by: .person("green-harbours", Key(3))))
                }
                // Who may do it at all is told that there is no such record.
                #expect(refusal == .unknownRecord(reference) || refusal?.code == "mayNot", "\(verb.name) \(reference)")
                let last = verb.sort == .change ? "change" : verb.sort == .withdraw ? "withdraw" : verb.name
                let path = "\(Self.green)/\(Kind.named(reference.kind)!.plural)/\(reference.number)"
                let answer = try await browser.at(seats["other"]!).sendJSON(
                    verb.sort == .change ? path : "\(path)/\(last)", input)
                #expect((400..<500).contains(answer.status), "\(verb.name) \(reference) \(answer.status)")
                let isTold = answer.text.contains(Self.secret) && !input.written.contains(Self.secret)
                #expect(!isTold, "\(verb.name)")
            }
        }
        #expect(desk.published.entry == entry)
    }

    @Test func `a key to a hidden record is refused in the words of one that does not exist`() async throws {
        let desk = try browser.site.installation.desk("green-harbours")
        var asked = 0
        for verb in AnyVerb.all where verb.sort == .add && verb.may.includes(.partnerManager) {
            for member in verb.form.members {
                guard case .key(let kind) = member.shape, let there = hidden.first(where: { $0.kind == kind }) else {
                    continue
                }
                func refusal(_ number: Int) async -> Refusal? {
                    let given: JSON = [member.name: .whole(Int64(number))]
                    let filled = Self.filled(
                        verb.form, desk.published.project.seen(by: Eyes(partners: [3], hiding: Self.hiding)))
                    do {
                        _ = try await desk.carryOut(
                            .init(verb, filled.overlaid(by: given), by: .person("green-harbours", Key(3))))
                        return nil
                    } catch { return error as? Refusal }
                }
                let (hidden, never) = (await refusal(there.number), await refusal(9_999))
                let code = { (refusal: Refusal?) in
                    refusal?.findings.filter { $0.field == member.name }.map(\.code) ?? []
                }
                #expect(code(hidden) == ["noSuchRecord"], "\(verb.name) \(member.name) \(String(describing: hidden))")
                #expect(code(hidden) == code(never), "\(verb.name) \(member.name)")
                asked += 1
            }
        }
        #expect(asked > 3)
    }

    @Test
    func
        `a withdrawal that hidden records hinder names those that are seen, and says whose the others are and how many`()
        async throws
    {
        let desk = try browser.site.installation.desk("green-harbours")
        func add(_ kind: String, _ input: JSON) async throws -> Reference {
            let verb = try #require(Kind.named(kind)?.verb(.add))
            let answer = try await desk.carryOut(.init(verb, input, by: .steward))
            return try #require(answer.records.first { $0.kind == kind })
        }
        let practice = try await add(GoodPractice.kind, ["title": "Shore power", "status": "candidate", "partner": 3])
        for (what, partner) in [("Verborgen", 2), ("Open", 3), ("Verborgen", 4), ("Verborgen", 2), ("Verborgen", 2)] {
            _ = try await add(
                Inspiration.kind,
                [
                    "what": .text(what), "partner": .whole(Int64(partner)),
                    "practices": [.whole(Int64(practice.number))],
                ])
        }
        let entry = desk.published.entry
        let input: JSON = ["id": .whole(Int64(practice.number)), "reason": "Twice"]
        let verb = WithdrawRecord<GoodPractice>.any
        func refused(_ seat: Seat) async throws -> Refusal {
            try #require(
                await #expect(throws: Refusal.self) { try await desk.carryOut(.init(verb, input, by: seat)) })
        }
        let whole = try await refused(.steward)
        let told = try await refused(.person("green-harbours", Key(3)))
        #expect(throws: Refusal.self) { try desk.foreseeing(.init(verb, input, by: .person("green-harbours", Key(3)))) }
        let own = try #require(desk.published.project.inspirations.first { $0.what == "Open" })
        #expect(told.code == "stillNeeded")
        #expect(
            told.facts.last?.fact
                == .records([own.reference], hidden: [.init(Key<Partner>(2), 3), .init(Key<Partner>(4), 1)]))
        guard case .records(let all, [])? = whole.facts.last?.fact else {
            Issue.record("\(whole)")
            return
        }
        #expect(all.count == 5)
        #expect(
            Words.of(.en).sentence(told) { $0.description }
                == "\(practice) cannot be withdrawn: \(own.reference), 3 records of partner/2 and 1 record of partner/4 "
                + "point to it. Change or withdraw those first. Ask the lead partner about the records that you do not see."
        )
        let saysWhomToAsk = Words.of(.en).sentence(whole) { $0.description }.contains("Ask the lead partner")
        #expect(!saysWhomToAsk)
        let project = desk.published.project
        let names = [2, 4].map { Words.of(.sl).name(Key<Partner>($0).reference, in: project) }
        let path = "\(Self.green)/good-practices/\(practice.number)/withdraw"
        var slovene = browser.at(seats["other"]!)
        slovene.language = "sl"
        let page = try await slovene.send(path, [("reason", "Dvakrat")])
        #expect(page.text.contains("3 zapisi partnerja \(names[0]) in 1 zapis partnerja \(names[1])"))
        let json = try await browser.at(seats["other"]!).sendJSON(path, input)
        #expect(json.json?["sentence"]?.text?.contains("Open, 3 records of ") == true, "\(json.text)")
        for text in [page.text, json.text, "\(told)"] {
            let isTold = text.contains("Verborgen")
            #expect(!isTold)
        }
        #expect(desk.published.entry == entry)
    }

    @Test func `what is nobody's, and what no kind hides, is seen by everybody, and nothing is copied`() throws {
        let desk = try browser.site.installation.desk("green-harbours")
        let project = desk.published.project
        let seen = project.seen(by: Eyes(partners: [], hiding: Self.hiding))
        for kind in Kind.all {
            for record in kind.each(project) {
                let isHidden = Self.hiding.contains(kind.name) && !record.owners(in: project).isEmpty
                #expect((seen.record(record.reference) == nil) == isHidden, "\(record.reference)")
                #expect((seen.keeper(ofHidden: record.reference) != nil) == isHidden)
            }
            #expect(kind.next(seen) == kind.next(project))
        }
        #expect(project.seen(by: Eyes(partners: [], hiding: [])).isPart == false)
        #expect(seen.everything == project)
    }
}
