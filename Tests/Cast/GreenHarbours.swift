import Domain
import Programmes

extension Day {
    /// A Friday in the third period of Green Harbours.
    public static let friday = Day(2025, 5, 16)!
    public static let saturday = Day(2025, 5, 17)!
}

extension Moment {
    public static let friday = Moment(milliseconds: 1_747_382_400_000, day: .friday)
    public static let saturday = Moment(milliseconds: 1_747_468_800_000, day: .saturday)
}

/// Green Harbours as it begins: six partners in five countries, three periods of six months.
public enum GreenHarbours {
    public static let begun: JSON = [
        "acronym": "Green Harbours", "title": "Greener small harbours through better regional policies",
        "programme": "Interreg Europe 2021-2027", "pack": "interreg-europe-2021-2027", "approvedOn": "2024-03-01",
        "start": "2024-03-01", "end": "2025-08-31", "durabilityYears": 5, "periodMonths": 6,
        "phases": [["title": "Learning", "start": "2024-03-01", "end": "2025-02-28"]],
        "partners": [
            ["name": "Razvojna agencija Solinska obala", "country": "SI", "city": "Izola"],
            ["name": "Küstenforum Grüne Häfen e. V.", "country": "DE"],
            ["name": "Norra Skärgårdens kommunförbund", "country": "SE"],
            ["name": "Rietumkurzemes mazo ostu pārvalde", "country": "LV"],
            ["name": "Associação Portos Verdes do Mondego", "country": "PT"],
            ["name": "Agencija za obalni promet in pristanišča", "country": "SI"],
        ],
        "coordinator": "Maja Kocjančič",
    ]

    /// Before its first entry, with the product's rule packs.
    public static let unbegun = unbegun(as: "green-harbours")
    public static func unbegun(as name: String) -> Project { Project(name: name, packs: Packs.shelf) }

    public static func project() throws(Refusal) -> Project {
        try unbegun.doing("begin-project", begun, on: Day(2024, 3, 4)!)
    }
}

extension JSON {
    /// How something was found that happened before the test begins, in a document of who decided it.
    public static let minutes: JSON = [
        "source": "Minutes", "address": "https://harbours.example/minutes", "body": "Steering committee",
        "document": "minutes.pdf",
    ]
}

extension Project {
    /// The project after a verb, carried out on a day at noon.
    public func doing(_ name: String, _ input: JSON, on day: Day = .friday) throws(Refusal) -> Project {
        applying(try changes(name, input, on: day))
    }

    public func changes(_ name: String, _ input: JSON, on day: Day = .friday) throws(Refusal) -> [Change] {
        guard let verb = AnyVerb.named(name) else { throw Refusal("unknownVerb", [.init("name", .text(name))]) }
        let moment = Moment(milliseconds: Int64(day.count) * 86_400_000 + 43_200_000, day: day)
        return try verb.decide(self, input, Setting(moment: moment, salt: "grain"))
    }

    /// Why the verb may not happen; nil when it may.
    public func refusal(_ name: String, _ input: JSON, on day: Day = .friday) -> Refusal? {
        do throws(Refusal) {
            _ = try changes(name, input, on: day)
            return nil
        } catch { return error }
    }

    /// The findings of a refusal as `field code`, in their order.
    public func findings(_ name: String, _ input: JSON, on day: Day = .friday) -> [String] {
        refusal(name, input, on: day)?.findings.map { "\($0.field) \($0.code)" } ?? []
    }
}

extension Project {
    /// Without the rules of evidence of media and websites, so that another can be added.
    public static let roomForRules: [(String, JSON)] = [10, 12].map {
        ("withdraw-evidence-rule", ["id": $0, "reason": "For another."])
    }

    /// What a rule of counting makes of the records, by state alone.
    public func evidence(for rule: CountingRule, asOf day: Day? = nil) -> Evidence {
        let figure: JSON = ["id": 1, "name": "any", "rule": .text(rule.rawValue)]
        guard let figure = try? Canonical.decode(Figure.self, from: figure) else { return Evidence() }
        return evidence(of: figure, by: nil, asOf: day)
    }
}

extension Kind {
    /// Those that people enter, change and withdraw as such: not the identification, nor what verbs of its own make (a lock).
    public static let entered = listed.filter { $0.name != Identification.kind && $0.verb(.add) != nil }

    /// Kinds of which somebody may be the owner, but for persons and the partnership's shape, which everybody sees: tests let all
    /// of them hide.
    public static let ownable = Set(
        all.map(\.name).filter { name in
            ![Person.kind, PersonName.kind, Duty.kind, Organisation.kind, Registration.kind, RegistrationForm.kind]
                .contains(name)
        })
}
