import Cast
import Domain
import Foundation
import Testing

/// What is said of a verb's fields is what becomes of whoever believes it.
@Suite struct DescriptionsTests {
    /// The fields that the verb misses in what was entered.
    private static func missed(_ verb: AnyVerb, _ input: JSON, in project: Project, _ setting: Setting) -> Set<String> {
        do throws(Refusal) {
            _ = try verb.decide(project, input, setting)
            return []
        } catch { return Set(error.findings.filter { $0.code == "missing" }.map(\.field)) }
    }

    private static let friday = Setting(moment: .friday)

    @Test func `without any field that it needs every verb is refused, and says which`() throws {
        let project = try Played("green-harbours").project
        for verb in AnyVerb.all {
            let needed = Set(verb.form.members.filter { verb.demands($0) }.map(\.name))
            let missed = Self.missed(verb, .object([]), in: project, Self.friday)
            #expect(needed.subtracting(missed).sorted() == [], "\(verb.name)")
        }
    }

    /// What a form cannot say: it may be left out where the record knows it, or where another field says the same.
    private static let byTheRecord = [
        "approve-joint-report by", "approve-request by", "leave-obligation-unknown partner", "question-joint-report by",
        "reject-request by", "swap-host host",
    ]

    /// As the samples enter it, and with nothing but what is needed.
    @Test func `what is said to be optional may be left out of every verb`() throws {
        var missedAlways: [String: Bool] = [:]
        var tried: Set<String> = []
        func note(_ verb: AnyVerb, _ input: JSON, in project: Project, _ setting: Setting) {
            tried.insert(verb.name)
            for member in verb.form.members where !verb.demands(member) {
                let without = input.overlaid(by: .object(of: [(member.name, .null)])).members.filter {
                    $0.value != .null
                }
                let missed = Self.missed(verb, .object(of: without.map { ($0.name, $0.value) }), in: project, setting)
                let key = "\(verb.name) \(member.name)"
                missedAlways[key] = (missedAlways[key] ?? true) && missed.contains(member.name)
            }
        }
        let played = try ["inno-industry", "green-harbours"].map { try Played($0) }
        for taken in played.flatMap(\.taken) { note(taken.verb, taken.input, in: taken.project, taken.setting) }
        let project = played[1].project
        // A change that names its record, a withdrawal; and what no sample does.
        for verb in AnyVerb.all {
            guard let kind = verb.kind.flatMap({ Kind.named($0) }), let record = kind.each(project).first else {
                continue
            }
            if verb.name == "change-\(kind.name)" {
                note(verb, ["id": .whole(Int64(record.reference.number))], in: project, Self.friday)
            }
        }
        // The reason of a rule may be left out of the one that is suggested.
        let media = try #require(project.figure(named: "media-appearances"))
        let rules = project.evidenceRules.filter { $0.figure == media.id }
        let bare = project.applying(rules.map { .remove($0.reference, reason: "For another.") })
        let usual = project.suggestedRule(of: media).demands
        note(
            AddRecord<EvidenceRule>.any,
            [
                "figure": .whole(Int64(media.id.number)), "shows": .list(usual.shows.map { .text($0.rawValue) }),
                "countsShared": .flag(usual.countsShared),
            ], in: bare, Self.friday)
        // The number of a claim may be left out where an amount is given.
        let berths = try #require(project.figure(named: "berths-with-power"))
        note(
            AddRecord<PublishedValue>.any, ["figure": .whole(Int64(berths.id.number)), "amount": "5000.00 EUR"],
            in: project, Self.friday)
        tried.remove(AddRecord<EvidenceRule>.any.name)
        var chance = Chance(7)
        for verb in AnyVerb.all where !tried.contains(verb.name) {
            for _ in 0..<50 { note(verb, chance.json(verb.form, in: project, sloppy: false), in: project, Self.friday) }
        }
        // Whether a rule needs a reason is a matter of what it demands, and so of chance here.
        let missed = missedAlways.filter { $0.value && $0.key != "add-evidence-rule because" }.map(\.key).sorted()
        #expect(missed == Self.byTheRecord)
        #expect(
            missedAlways.count > 500 && AnyVerb.all.allSatisfy { tried.contains($0.name) || $0.form.members.isEmpty })
    }
}
