/// A policy that is different because of what was learnt. Money behind it is influenced, never project money.
public struct PolicyChange: Record {
    public static let kind = "policy-change"
    public static let plural = "policy-changes"
    public static let room = Room.policy
    public static let governed: Set = ["status", "confirmation", "found"]
    public static let decidedByOthers: [(field: String, words: [String])] = [
        ("status", ["confirmed"]), ("confirmation", []),
    ]
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(PolicyChange.self) + AnyVerb.of(ConfirmPolicyChange.self) }

    public enum Status: String, Choice { case reported, confirmed }

    public var id: Key<PolicyChange>
    public var title: String
    public var country: Country?
    public var partner: Key<Partner>?
    public var instrument: Key<PolicyInstrument>?
    public var action: Key<Action>?
    public var status: Status
    public var from: When?
    public var to: When?
    public var implementer: String?
    public var moneyInfluenced: Money?
    /// Further actions behind it.
    public var moreActions: [Key<Action>] = []
    /// Inspirations that it came straight from, without an action of a plan between.
    public var inspirations: [Key<Inspiration>] = []
    /// What is different now.
    public var changed: Prose?
    public var implementedBy: Key<Organisation>?
    /// What the money influenced is, and who says so.
    public var moneyNote: String?
    public var confirmation: Confirmation?
    /// Other projects that count the same change among their results.
    public var claimedBy: [Key<RelatedProject>] = []
    /// Bounds that it sets, as they were published: “support at most: 50 %”.
    public var limits: [Measure] = []
    /// Amounts that somebody published about it. They are claims, and no figure counts them.
    public var amounts: [ClaimedAmount] = []
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// The owner of the instrument says that it changed because of the project: day, owner, person named, document.
    public struct Confirmation: Codable, Sendable, Equatable {
        public var on: Day
        public var owner: Key<Organisation>?
        public var body: String?
        public var by: Who
        public var document: String
    }

    /// An amount as somebody said it: what it is, how exact, on which day, where it stands.
    public struct ClaimedAmount: Codable, Sendable, Equatable {
        public var what: String
        public var amount: Money
        public var precision: Precision?
        public var on: When?
        public var saidBy: Who?
        public var address: WebAddress?
    }

    /// How exact an amount was said; exact where nothing is said.
    public enum Precision: String, Choice { case about, atLeast, atMost }

    public func owner(in project: Project) -> Key<Partner>? { partner ?? action.flatMap { project.owner(of: $0) } }
    public func owners(in project: Project) -> [Key<Partner>] {
        project.owners([partner, action.flatMap { project.owner(of: $0) }])
    }
    public var span: (from: When?, to: When?) { (from, to) }
    public var caption: Caption { .text(title) }
    public var dated: Day? { (from ?? to)?.last }

    /// Every action that it came from, each once.
    public var actions: [Key<Action>] { ([action].compactMap { $0 } + moreActions).uniqued }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if !claimedBy.isEmpty {
            found.append(
                Finding(
                    "claimedElsewhere", .warns, field: "claimedBy",
                    facts: [.init("projects", .records(claimedBy.map(\.reference)))]))
        }
        for other in project.policyChanges where other.id != id && isLike(other) {
            found.append(
                Finding("sameChange", .warns, field: "title", facts: [.init("record", .record(other.reference))]))
        }
        if status == .confirmed, confirmation == nil {
            found.append(Finding("confirmationMissing", .warns, field: "confirmation"))
        }
        return found
    }

    /// The same title, or the same instrument at the same time: perhaps one change, entered by two.
    func isLike(_ other: PolicyChange) -> Bool {
        if title.lowercased() == other.title.lowercased() { return true }
        guard let instrument, instrument == other.instrument, let from, let begun = other.from else { return false }
        return partner != other.partner && from.first <= begun.last && begun.first <= from.last
    }
}

extension PolicyChange {
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.policyChanges.filter { $0.status == .reported && !$0.provenance.doubtsBelonging }.map {
            Need(
                "changeUnconfirmed", .open, about: $0.reference, holder: .partner($0.partner),
                by: ConfirmPolicyChange.name)
        }
    }
}

extension Sequence where Element: Hashable {
    /// Each once, in the order of its first.
    public var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}

extension Project {
    public var policyChanges: Table<PolicyChange> { self[PolicyChange.self] }
}

extension PolicyChange: Countable {
    public func candidate(in project: Project) -> Candidate {
        var candidate = Candidate(self, state: status.rawValue, day: (from ?? to)?.last)
        candidate.isShared = !claimedBy.isEmpty
        candidate.isConfirmed =
            status == .confirmed && (confirmation != nil || found.contains { $0.body != nil && $0.document != nil })
        candidate.names = { [Candidate.folded(title)] }
        return candidate
    }
}
