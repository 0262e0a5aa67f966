/// A verb that may not happen now: why, in typed facts that `Words` puts into a language, and who could.
public struct Refusal: Error, Sendable, Equatable {
    /// The name under which `Words` keeps the sentence: `refusal.` and this.
    public let code: String
    public let facts: [Fact.Named]
    /// All that is wrong with what was entered, at once.
    public let findings: [Finding]
    /// In which of several steps it was met.
    public private(set) var step: Step?

    /// A step of several: its number from 1, its verb, and the record that it is about, as far as that can be said.
    public struct Step: Sendable, Equatable {
        public let number: Int
        public let verb: String
        public let record: Fact?

        public init(number: Int, verb: String, record: Fact?) {
            self.number = number
            self.verb = verb
            self.record = record
        }
    }

    /// The same, met in a step.
    public func met(in step: Step) -> Refusal {
        var refusal = self
        refusal.step = step
        return refusal
    }

    public init(_ code: String, _ facts: [Fact.Named] = [], findings: [Finding] = []) {
        self.code = code
        self.facts = facts
        self.findings = findings
    }

    public static func unknownRecord(_ reference: Reference) -> Refusal {
        Refusal(
            "unknownRecord",
            [.init("kind", .word("kind", reference.kind)), .init("number", .text(String(reference.number)))])
    }

    /// The entries hold what must be mended first.
    public static func blocked(by findings: [Finding]) -> Refusal { Refusal("blocked", findings: findings) }

    /// The record is in a state in which the verb has no meaning.
    public static func notInState<S: Choice>(needed: [S], is state: S) -> Refusal {
        Refusal(
            "notInState",
            [
                .init("needed", .words(S.choiceName, needed.map(\.rawValue))),
                .init("state", .word(S.choiceName, state.rawValue)),
            ])
    }

    /// Other records point to it.
    public static func stillNeeded(_ reference: Reference, by others: [Reference]) -> Refusal {
        Refusal(
            "stillNeeded",
            [
                .init("record", .record(reference)), .init("others", .records(others)),
            ])
    }
}

/// A value in a message, still without a language.
public enum Fact: Sendable, Equatable {
    case text(String)
    case whole(Int)
    case day(Day)
    case when(When)
    case amount(Money)
    /// A word of a closed list: the list's name and the word.
    case word(String, String)
    /// Several words of one list.
    case words(String, [String])
    /// The name of a field of a kind.
    case field(String)
    case record(Reference)
    /// Several records, and how many more that these eyes do not see, partner by partner.
    case records([Reference], hidden: [Hidden] = [])

    /// Records of a partner that are counted and not named.
    public struct Hidden: Sendable, Equatable {
        public let partner: Key<Partner>
        public let count: Int
        public init(_ partner: Key<Partner>, _ count: Int) {
            self.partner = partner
            self.count = count
        }
    }

    /// Whether it names less than there is.
    public var isPart: Bool { if case .records(_, let hidden) = self { !hidden.isEmpty } else { false } }

    public struct Named: Sendable, Equatable {
        public let name: String
        public let fact: Fact
        public init(_ name: String, _ fact: Fact) {
            self.name = name
            self.fact = fact
        }
    }
}

/// Something about what was entered. All findings are shown at once, each beside its field or row.
public struct Finding: Sendable, Equatable {
    public enum Severity: String, Choice { case blocks, warns }

    /// The name of the check; `Words` keeps its sentence under `finding.` and this.
    public let code: String
    public let severity: Severity
    public let about: Reference?
    /// The field: `title`, or `addresses.1.from` for one inside a list.
    public let field: String
    public let facts: [Fact.Named]
    /// Where the rule stands, when it comes from a programme.
    public let source: String?

    public init(
        _ code: String, _ severity: Severity, about: Reference? = nil, field: String = "", facts: [Fact.Named] = [],
        source: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.about = about
        self.field = field
        self.facts = facts
        self.source = source
    }

    public var blocks: Bool { severity == .blocks }
}
