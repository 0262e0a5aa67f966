/// Everything that a programme demands, as dated values with their sources. A pack stands on a base and says what differs.
public struct RulePack: Sendable, Equatable {
    /// How it is called on a command line: `interreg-europe-2014-2020`.
    public let id: String
    public let title: String
    /// The pack that it stands on.
    public let base: String?
    public let from: Day
    public let to: Day?
    /// In order of name and subject, those of the base among them.
    public let parameters: [RuleParameter]

    /// The newest form of pack files that this product reads.
    public static let form = 1

    public func parameter(_ name: ParameterName, about subject: String = "") -> RuleParameter? {
        let wanted = RuleParameter.Key(name: name.text, about: subject)
        var (low, high) = (0, parameters.count)
        while low < high {
            let middle = (low + high) / 2
            if parameters[middle].key < wanted { low = middle + 1 } else { high = middle }
        }
        return low < parameters.count && parameters[low].key == wanted ? parameters[low] : nil
    }

    /// All subjects of one name, in order: every class of partner that has a rate.
    public func parameters(named name: ParameterName) -> [RuleParameter] {
        parameters.filter { $0.name == name.text }
    }

    /// What holds on the day; nil when the pack says nothing of it on that day.
    public func value(_ name: ParameterName, about subject: String = "", on day: Day) -> DatedValue? {
        parameter(name, about: subject)?.value(on: day)
    }

    /// The pack with what a base says put beneath it: of a name and subject, its own words count and the base's do not.
    public func standing(on base: RulePack) -> RulePack {
        let own = parameters.filter { $0.pack == id }
        let taken = Set(own.map(\.key))
        return RulePack(
            id: id, title: title, base: base.id, from: from, to: to,
            parameters: base.parameters.filter { !taken.contains($0.key) } + own)
    }

    /// The pack with one parameter of its own put in or replaced.
    public func saying(_ parameter: RuleParameter) -> RulePack {
        RulePack(
            id: id, title: title, base: base, from: from, to: to,
            parameters: parameters.filter { $0.key != parameter.key } + [parameter])
    }

    public init(id: String, title: String, base: String?, from: Day, to: Day?, parameters: [RuleParameter]) {
        self.id = id
        self.title = title
        self.base = base
        self.from = from
        self.to = to
        self.parameters = parameters.sorted { $0.key < $1.key }
    }
}

/// One rule of a pack with its history: what it is about, and what held from when to when.
public struct RuleParameter: Sendable, Equatable {
    public struct Key: Hashable, Comparable, Sendable {
        public let name: String
        public let about: String

        public init(name: String, about: String = "") {
            self.name = name
            self.about = about
        }

        public static func < (a: Key, b: Key) -> Bool {
            if a.name != b.name { return a.name.utf8.lexicographicallyPrecedes(b.name.utf8) }
            return a.about.utf8.lexicographicallyPrecedes(b.about.utf8)
        }
        /// `funding.rate (public)`.
        public var text: String { about.isEmpty ? name : "\(name) (\(about))" }
    }

    public let key: Key
    public let unit: RuleUnit
    /// In order of their days, without gaps.
    public let values: [DatedValue]
    /// The pack that says it: the pack itself or one that it stands on.
    public let pack: String
    /// The file of that pack; empty where it was made otherwise.
    public let file: String

    public var name: String { key.name }
    public var about: String { key.about }

    public init(key: Key, unit: RuleUnit, values: [DatedValue], pack: String, file: String = "") {
        self.key = key
        self.unit = unit
        self.values = values
        self.pack = pack
        self.file = file
    }

    /// The rule with what holds on the day alone; nil when nothing does. Without a day it is the whole rule.
    public func on(_ day: Day?) -> RuleParameter? {
        guard let day else { return self }
        return value(on: day).map { RuleParameter(key: key, unit: unit, values: [$0], pack: pack, file: file) }
    }

    public func value(on day: Day) -> DatedValue? {
        values.last { ($0.from ?? day) <= day && day <= ($0.to ?? day) }
    }
}

/// The atom of a pack: a value, its days, where it stands, and whether somebody compared it with that source.
public struct DatedValue: Sendable, Equatable {
    /// Nil when no public source gives it: the place is kept, and whoever needs it is told.
    public let value: RuleValue?
    /// Nil: as long as the pack holds.
    public let from: Day?
    public let to: Day?
    public let source: RuleSource
    public let certainty: Certainty
    /// Who or what compared the value with its source; nil when nobody did.
    public let verifiedBy: String?
    public let note: String?

    public init(
        value: RuleValue?, from: Day? = nil, to: Day? = nil, source: RuleSource, certainty: Certainty,
        verifiedBy: String? = nil, note: String? = nil
    ) {
        self.value = value
        self.from = from
        self.to = to
        self.source = source
        self.certainty = certainty
        self.verifiedBy = verifiedBy
        self.note = note
    }

    public var isVerified: Bool { verifiedBy != nil }
}

/// Where a rule stands: the document, what sort of document that is, and the section, page or article in it.
public struct RuleSource: Sendable, Hashable {
    public enum Origin: String, Choice {
        /// Law of the Union: regulations, delegated and implementing ones among them.
        case regulation
        /// What the programme itself says: its manual, its website, its secretariat.
        case programme
        /// A contract: of the subsidy, of the partnership.
        case agreement
        /// No document that binds: what is usual in the field, how a system computes.
        case practice
    }

    public let origin: Origin
    public let document: String
    public let section: String
    public init(_ origin: Origin, document: String, section: String) {
        self.origin = origin
        self.document = document
        self.section = section
    }
    public var text: String { "\(document), \(section)" }
}

/// How sure the value is; the letters are those of the rule research.
public enum Certainty: String, Choice {
    /// Stands in the named source.
    case found = "F"
    /// The source says it in part, or in general terms only.
    case partly = "P"
    /// From general knowledge.
    case high = "M-h"
    case medium = "M-m"
    case low = "M-l"
    /// No public source gives it.
    case notFound = "N"
}
