/// The links of the chain in their order: a region shows its weakness, sees a practice at a visit, is inspired, acts, and
/// a policy changes.
public enum ChainStage: String, Choice { case swot, practice, event, inspiration, action, change }

extension ChainStage {
    /// The kind of record that stands there.
    public var kind: String {
        switch self {
        case .swot: RegionalSwot.kind
        case .practice: GoodPractice.kind
        case .event: Event.kind
        case .inspiration: Inspiration.kind
        case .action: Action.kind
        case .change: PolicyChange.kind
        }
    }

    public init?(kind: String) {
        guard let stage = ChainStage.allCases.first(where: { $0.kind == kind }) else { return nil }
        self = stage
    }
}

/// What leads to a record and what comes of it, as far as the records say. Nothing is guessed: what nobody recorded is a gap.
public struct Chain: Sendable, Equatable {
    /// A record on the way.
    public struct Node: Sendable, Equatable {
        public let reference: Reference
        public let stage: ChainStage
        /// False: it is of the same region, but nobody says that it was behind it.
        public var isSaid = true
    }

    public struct Edge: Sendable, Equatable {
        public let from: Reference
        public let to: Reference
        public var isSaid = true
        /// From an inspiration straight to a policy change: no action stands between, and none is missing.
        public var isDirect: Bool { from.kind == Inspiration.kind && to.kind == PolicyChange.kind }
    }

    /// Why no record stands at a link.
    public enum Absence: Sendable, Equatable {
        /// The inspiration led straight to the change.
        case notNeeded
        /// So many are on record, and none of them is said to be on this way.
        case elsewhere(Int)
        case nothing
    }

    /// Something that is missing on the way, and where it would be entered.
    public struct Gap: Sendable, Equatable {
        public enum What: String, Choice {
            case noAction, noInspiration, inspirationInWords, inspirationUnrecorded, noPractice, noEvent, noSwot
            case swotUnsaid, unconfirmed, noInspired, noOutcome, noChange
        }
        public let what: What
        public let stage: ChainStage
        /// The record that lacks it.
        public let about: Reference
        /// What was said in words only.
        public var words: String?
        /// Records of the same partner that may be what is missing. Nobody says so.
        public var perhaps: [Reference] = []
    }

    public let start: Reference
    public var nodes: [Node] = []
    public var edges: [Edge] = []
    public var gaps: [Gap] = []
    /// Why nothing stands at a link of which it has no record.
    public var absences: [ChainStage: Absence] = [:]

    public func nodes(at stage: ChainStage) -> [Node] { nodes.filter { $0.stage == stage } }
    /// It leads to a policy change, and nothing is missing on the way.
    public var isWhole: Bool { gaps.isEmpty }
}

extension Project {
    /// The chain through a record: everything before it and everything after it; nil for a record of another kind.
    public func chain(through start: Reference) -> Chain? {
        guard let stage = ChainStage(kind: start.kind), record(start) != nil else { return nil }
        var chain = Chain(start: start)
        chain.add(start, stage)
        var back = [start]
        while let next = back.popLast() {
            for before in before(next, of: start) where chain.add(before) { back.append(before) }
        }
        var forth = [start] + chain.nodes.filter { stage == .event && $0.stage == .practice }.map(\.reference)
        while let next = forth.popLast() {
            for after in after(next, of: start) where chain.add(after) { forth.append(after) }
        }
        for node in chain.nodes(at: .inspiration) {
            if let swot = inspirations[Key(node.reference.number)]?.swot { chain.add(swot.reference) }
        }
        for action in chain.nodes(at: .action) + chain.nodes(at: .change) {
            for swot in regionalSwots where swot.partner != nil && swot.partner == partner(of: action.reference) {
                if chain.add(swot.reference, isSaid: false) || !chain.isSaid(swot.reference) {
                    chain.edges.append(.init(from: swot.reference, to: action.reference, isSaid: false))
                }
            }
        }
        chain.nodes.sort { ($0.stage.place, $0.reference) < ($1.stage.place, $1.reference) }
        for node in chain.nodes where node.isSaid {
            for next in steps(from: node.reference) where chain.isSaid(next) {
                chain.edges.append(.init(from: node.reference, to: next, isSaid: !isInferred(node.reference, next)))
            }
        }
        // An action joins a partner's analysis to its change; the analysis needs no second line.
        let drawn = chain.edges
        chain.edges = drawn.filter { edge in
            edge.isSaid || edge.to.kind != PolicyChange.kind
                || !drawn.contains { $0.from == edge.from && $0.to.kind == Action.kind }
        }
        chain.gaps = gaps(in: chain)
        for stage in ChainStage.allCases where chain.nodes(at: stage).isEmpty {
            let known = onRecord(at: stage).count
            let isPassed = stage == .action && chain.edges.contains(where: \.isDirect)
            chain.absences[stage] = isPassed ? .notNeeded : known > 0 ? .elsewhere(known) : .nothing
        }
        return chain
    }

    /// What comes next by the records, in the order of the chain.
    private func steps(from reference: Reference) -> [Reference] {
        switch ChainStage(kind: reference.kind) {
        case .swot:
            let mine = inspirations.filter { $0.swot?.reference == reference }
            let listed = shortlists.filter { $0.swot?.reference == reference }.flatMap(\.practices).map(\.reference)
            return
                (listed + mine.flatMap(\.practices).map(\.reference)
                + mine.filter { $0.practices.isEmpty }.map(\.reference)).uniqued
        case .practice:
            let mine = inspirations.filter { $0.practices.contains { $0.reference == reference } }
            let covered = mine.compactMap(\.action)
            let direct = actions.filter { action in
                !covered.contains(action.id) && action.inspiredBy.contains { $0.practice?.reference == reference }
            }
            return showings(of: reference) + mine.map(\.reference) + direct.map(\.reference)
        case .event: return inspirations.filter { $0.event?.reference == reference }.map(\.reference)
        case .inspiration:
            return [inspirations[Key(reference.number)]?.action?.reference].compactMap { $0 }
                + policyChanges.filter { $0.inspirations.contains { $0.reference == reference } }.map(\.reference)
        case .action: return policyChanges.filter { $0.actions.contains { $0.reference == reference } }.map(\.reference)
        case .change, nil: return []
        }
    }

    /// Whether the record itself doubts that the one led to the other.
    private func isInferred(_ from: Reference, _ to: Reference) -> Bool {
        if to.kind == PolicyChange.kind, from.kind == Inspiration.kind {
            return record(to)?.provenance.doubts.contains { $0.about == "inspirations" } ?? false
        }
        let fields =
            switch ChainStage(kind: from.kind) {
            case .practice: ["practices", "inspiredBy"]
            case .event: ["event"]
            case .swot: ["swot"]
            case .inspiration, .action: ["action", "moreActions"]
            case .change, nil: [String]()
            }
        let doubting = ChainStage(kind: from.kind) == .inspiration ? from : to
        return record(doubting)?.provenance.doubts.contains { fields.contains($0.about) } ?? false
    }

    /// The events at which a practice was shown.
    private func showings(of practice: Reference) -> [Reference] {
        let first = goodPractices[Key(practice.number)]?.presentedAt
        return ([first].compactMap { $0 } + showings.filter { $0.practice.reference == practice }.compactMap(\.event))
            .map(\.reference).uniqued
    }

    private func after(_ reference: Reference, of start: Reference) -> [Reference] {
        let next = steps(from: reference)
        // Other events at which the same practice was shown are not on the way of this one.
        return start.kind == Event.kind ? next.filter { $0.kind != Event.kind } : next
    }

    private func before(_ reference: Reference, of start: Reference) -> [Reference] {
        switch ChainStage(kind: reference.kind) {
        case .change:
            guard let change = policyChanges[Key(reference.number)] else { return [] }
            return change.actions.map(\.reference) + change.inspirations.map(\.reference)
        case .action:
            let named = actions[Key(reference.number)]?.inspiredBy.compactMap { $0.practice?.reference } ?? []
            return inspirations.filter { $0.action?.reference == reference }.map(\.reference) + named
        case .inspiration:
            guard let mine = inspirations[Key(reference.number)] else { return [] }
            return [mine.event?.reference, mine.swot?.reference].compactMap { $0 } + mine.practices.map(\.reference)
        case .event where reference == start:
            return goodPractices.filter { showings(of: $0.reference).contains(reference) }.map(\.reference)
        case .practice:
            let swots =
                shortlists.filter { $0.practices.contains { $0.reference == reference } }.compactMap(\.swot)
                + inspirations.filter { $0.practices.contains { $0.reference == reference } }.compactMap(\.swot)
            let events = start.kind == Event.kind ? [] : showings(of: reference)
            // Further back from an action only its own region's analysis counts.
            return (reference == start ? swots.map(\.reference) : []) + events
        case .event, .swot, nil: return []
        }
    }

    private func partner(of reference: Reference) -> Key<Partner>? {
        switch ChainStage(kind: reference.kind) {
        case .action: actions[Key(reference.number)].flatMap { actionPlans[$0.plan]?.partner }
        case .change: policyChanges[Key(reference.number)]?.partner
        default: nil
        }
    }

    /// What is missing on the way back from each policy change and action, and, where the way does not reach a change yet, at
    /// its next link.
    private func gaps(in chain: Chain) -> [Chain.Gap] {
        var found: [Chain.Gap] = []
        for node in chain.nodes(at: .change) {
            guard let change = policyChanges[Key(node.reference.number)] else { continue }
            if change.actions.isEmpty, change.inspirations.isEmpty {
                let mine = inspirations.filter { $0.partner != nil && $0.partner == change.partner && $0.action == nil }
                found.append(
                    .init(
                        what: .noAction, stage: .action, about: node.reference, perhaps: mine.map(\.reference)))
            }
            if change.confirmation == nil {
                found.append(.init(what: .unconfirmed, stage: .change, about: node.reference))
            }
        }
        for node in chain.nodes(at: .action) { found += gaps(behind: node.reference) }
        for node in chain.nodes(at: .inspiration) {
            guard let inspiration = inspirations[Key(node.reference.number)] else { continue }
            if inspiration.practices.isEmpty {
                found.append(.init(what: .noPractice, stage: .practice, about: node.reference))
            }
        }
        if let next = ahead(of: chain) { found.append(next) }
        for node in chain.nodes(at: .practice)
        where showings(of: node.reference).isEmpty && leads(node.reference, in: chain) {
            found.append(.init(what: .noEvent, stage: .event, about: node.reference))
        }
        let last = chain.nodes(at: .change).map(\.reference) + chain.nodes(at: .action).map(\.reference)
        if let last = last.first, !chain.nodes(at: .swot).contains(where: \.isSaid) {
            found.append(
                .init(
                    what: chain.nodes(at: .swot).isEmpty ? .noSwot : .swotUnsaid, stage: .swot,
                    about: chain.nodes(at: .inspiration).first?.reference ?? last))
        }
        return found
    }

    /// What is not recorded yet after the last link that a chain reaches; nil where that is a policy change.
    private func ahead(of chain: Chain) -> Chain.Gap? {
        guard let last = chain.nodes.last(where: \.isSaid), last.stage != .change else { return nil }
        let about = chain.start.kind == last.reference.kind ? chain.start : last.reference
        switch last.stage {
        case .swot, .practice, .event: return .init(what: .noInspired, stage: .inspiration, about: about)
        case .inspiration: return .init(what: .noOutcome, stage: .action, about: about)
        case .action: return .init(what: .noChange, stage: .change, about: about)
        case .change: return nil
        }
    }

    /// The records that could stand at a link: those that are no placeholder, and of the events those that showed something.
    private func onRecord(at stage: ChainStage) -> [Reference] {
        switch stage {
        case .swot: return regionalSwots.map(\.reference)
        case .practice: return goodPractices.filter { $0.standsFor == nil }.map(\.reference)
        case .event:
            let shown = goodPractices.compactMap(\.presentedAt) + showings.compactMap(\.event)
            let visits = events.filter { $0.sorts.contains(.studyVisit) && $0.standsFor == nil }.map(\.id)
            return (shown + inspirations.compactMap(\.event) + visits).uniqued.map(\.reference)
        case .inspiration: return inspirations.map(\.reference)
        case .action: return actions.map(\.reference)
        case .change: return policyChanges.map(\.reference)
        }
    }

    /// Whether a practice led to an inspiration or an action of the chain.
    private func leads(_ practice: Reference, in chain: Chain) -> Bool {
        chain.edges.contains { $0.from == practice && $0.to.kind != Event.kind }
    }

    private func gaps(behind reference: Reference) -> [Chain.Gap] {
        guard let action = actions[Key(reference.number)] else { return [] }
        let mine = inspirations.filter { $0.action == action.id }
        let recorded = Set(mine.flatMap(\.practices))
        var found: [Chain.Gap] = []
        if mine.isEmpty, action.inspiredBy.isEmpty {
            found.append(.init(what: .noInspiration, stage: .inspiration, about: reference))
        }
        for named in action.inspiredBy {
            if let practice = named.practice {
                guard !recorded.contains(practice) else { continue }
                found.append(
                    .init(
                        what: .inspirationUnrecorded, stage: .inspiration, about: reference,
                        words: goodPractices[practice]?.title))
            } else if let words = named.words, !mine.contains(where: { $0.what == words }) {
                found.append(
                    .init(what: .inspirationInWords, stage: .inspiration, about: reference, words: words))
            }
        }
        return found
    }
}

extension Chain {
    /// Whether it was not there before.
    @discardableResult
    fileprivate mutating func add(_ reference: Reference, _ stage: ChainStage? = nil, isSaid: Bool = true) -> Bool {
        guard let stage = stage ?? ChainStage(kind: reference.kind),
            !nodes.contains(where: { $0.reference == reference })
        else { return false }
        nodes.append(Node(reference: reference, stage: stage, isSaid: isSaid))
        return true
    }

    fileprivate func isSaid(_ reference: Reference) -> Bool {
        nodes.contains { $0.reference == reference && $0.isSaid }
    }
}

extension ChainStage {
    /// Its place in the row, from 0.
    public var place: Int {
        switch self {
        case .swot: 0
        case .practice: 1
        case .event: 2
        case .inspiration: 3
        case .action: 4
        case .change: 5
        }
    }
}
