/// An organisation that carries out the project, by its approved number.
public struct Partner: Record {
    public static let kind = "partner"
    public static let plural = "partners"
    public static let room = Room.partnership
    public static let governed: Set = ["leaving", "formerNames", "found"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Partner.self)
            + AnyVerb.of(ApprovePartner.self, RenamePartner.self, LeavePartnership.self, ReplacePartner.self)
    }

    /// The classes of partner that a programme pays at rates of their own.
    public enum LegalClass: String, Choice {
        case `public`, privateNonProfit, `private`, norwegian, swiss, candidate, uk
    }

    public var id: Key<Partner>
    /// The number in the application form, where it is known; the lead partner is 1.
    public var number: Int?
    public var name: String
    public var englishName: String?
    public var otherNames: [OtherName] = []
    public var country: Country
    public var region: String?
    public var city: String?
    public var isLead: Bool = false
    /// What it takes on beside its own part.
    public var role: String?
    public var legalStatus: String?
    /// Its legal status as one of the programme's classes, as approved.
    public var legalClass: LegalClass?
    /// The share of its eligible cost that the programme pays, in percent, as approved. It stays when the status changes.
    public var rate: String?
    public var rateApprovedOn: When?
    /// Why the rate is not that of its class.
    public var rateReason: String?
    /// What the fund pays to it, as approved; `fundIsRounded` when only a rounded amount is known.
    public var fund: Money?
    public var fundIsRounded: Bool = false
    /// The currency in which it keeps its books: `EUR`, `SEK`.
    public var currency: String?
    public var from: When?
    public var to: When?
    /// Names that it had, each with its last day.
    public var formerNames: [FormerName] = []
    /// The partner whose place it took.
    public var replaces: Key<Partner>?
    /// Why it left, and who took over what.
    public var leaving: Leaving?
    /// Organisations that advise it in the project.
    public var expertGroup: [String] = []
    public var offices: [String] = []
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// A name that was valid until a day.
    public struct FormerName: Codable, Sendable, Equatable {
        public var name: String
        public var englishName: String?
        /// The last day of the name.
        public var until: Day
        public var reason: String?
    }

    /// How a partner left.
    public struct Leaving: Codable, Sendable, Equatable {
        public var reason: String?
        public var request: Key<RequestForChange>?
        public var handedOver: [HandedOver] = []
    }

    /// What passed to whom: a record, or a task in words.
    public struct HandedOver: Codable, Sendable, Equatable {
        public var activity: Key<Activity>?
        public var deliverable: Key<Deliverable>?
        public var workPackage: Key<WorkPackage>?
        public var event: Key<Event>?
        public var obligation: Key<Obligation>?
        public var what: String?
        public var taker: Key<Partner>
    }

    public var caption: Caption { .text(name) }
    public func caption(in project: Project) -> Caption { .text(project.called.map { name(on: $0) } ?? name) }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        for other in project.partners where other.id != id {
            if let number, other.number == number {
                found.append(
                    Finding(
                        "numberTaken", .blocks, about: other.reference, field: "number",
                        facts: [.init("record", .record(other.reference))]))
            }
            if isLead, other.isLead, Project.overlap(from, to, other.from, other.to) {
                found.append(
                    Finding(
                        "secondLeadPartner", .blocks, about: other.reference, field: "isLead",
                        facts: [.init("record", .record(other.reference))]))
            }
        }
        if let from, let to, to.last < from.first {
            found.append(
                Finding(
                    "endBeforeStart", .blocks, field: "to",
                    facts: [.init("start", .when(from)), .init("end", .when(to))]))
        }
        if let currency, Money(cents: 0, currency: currency) == nil {
            found.append(Finding("notCurrency", .blocks, field: "currency", facts: [.init("text", .text(currency))]))
        }
        found += rateFindings(in: project)
        if let last = to?.last, let leaving {
            for (index, handed) in leaving.handedOver.enumerated() {
                guard let taker = project.partners[handed.taker] else { continue }
                if taker.id == id || !taker.isActive(on: last.adding(days: 1)) {
                    found.append(
                        Finding(
                            "cannotTakeOver", .blocks, field: "leaving.handedOver.\(index).taker",
                            facts: [.init("record", .record(taker.reference))]))
                }
            }
        }
        if let last = to?.last {
            // Whose last day is only typed leaves nobody what it had to do: there is a verb for that.
            let mustLeave = leaving == nil && project.identification.map { last < $0.end } ?? false
            let theirs = mustLeave ? project.belongings(of: id, after: last).map(\.record.reference) : []
            found += project.stillWith(self).map { record in
                Finding(
                    "stillWithLeaver", theirs.contains(record) ? .blocks : .warns, about: record, field: "to",
                    facts: [.init("record", .record(record))])
            }
        }
        return found
    }

    private func rateFindings(in project: Project) -> [Finding] {
        guard let rate else { return [] }
        guard let typed = percent, typed.isBetweenNothingAndAll else {
            return [Finding("rateOutside", .blocks, field: "rate", facts: [.init("text", .text(rate))])]
        }
        let ruled = project.rate(of: self)
        guard let percent = ruled.ruled, percent != typed, rateReason == nil else { return [] }
        return [
            Finding(
                "rateDiffers", .blocks, field: "rateReason",
                facts: [
                    .init("rate", .text(percent.plain)), .init("typed", .text(rate)),
                    .init("class", .word(LegalClass.choiceName, legalClass?.rawValue ?? "")),
                ], source: ruled.derivation.sources.first)
        ]
    }
}

extension Partner {
    /// Whether it was a partner on the day, as far as is known.
    public func isActive(on day: Day) -> Bool {
        (from.map { $0.first <= day } ?? true) && (to.map { $0.last >= day } ?? true)
    }

    /// Its rate as a number; nil while it has none.
    public var percent: Percent? { rate.flatMap { Percent(plain: $0) } }

    /// What it was called on the day.
    public func name(on day: Day) -> String {
        formerNames.filter { $0.until >= day }.min { $0.until < $1.until }?.name ?? name
    }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.partners.filter { $0.to.map { $0.last < today } ?? false }.flatMap { left in
            project.stillWith(left).map {
                Need(
                    "stillWithLeaver", .open, about: $0, facts: [.init("partner", .record(left.reference))],
                    holder: .coordinator)
            }
        }
    }
}

/// A partner's rate as the pack gives it for its class on the day of approval, with how it came about.
public struct RuledRate: Sendable, Equatable {
    public let ruled: Percent?
    public let derivation: Derivation
    public let silence: Refusal?
}

extension Project {
    public var partners: Table<Partner> { self[Partner.self] }

    /// What a partner was called on the day; without one, on that of the project's names.
    public func name(of partner: Key<Partner>, on day: Day? = nil) -> String? {
        partners[partner].map { partner in (day ?? called).map { partner.name(on: $0) } ?? partner.name }
    }

    public var leadPartner: Partner? { partners.first { $0.isLead } }

    /// Who was a partner on the day.
    public func partners(on day: Day) -> [Partner] { partners.filter { $0.isActive(on: day) } }

    /// The rate of the partner's class by the pack, on the day on which the partner was approved.
    public func rate(of partner: Partner) -> RuledRate {
        guard let legalClass = partner.legalClass else {
            return RuledRate(ruled: nil, derivation: .none, silence: nil)
        }
        var derivation = Derivation()
        do throws(Refusal) {
            let day = partner.rateApprovedOn?.last ?? identification?.approvedOn?.last ?? identification?.start
            guard let day, let rules = rules(on: day) else { throw Refusal("noPack") }
            let percent = try rules.percent(.fundingRate, about: legalClass.rawValue, &derivation)
            return RuledRate(ruled: percent, derivation: derivation, silence: nil)
        } catch { return RuledRate(ruled: nil, derivation: derivation, silence: error) }
    }

    /// What still points to a partner that leaves or has left: what it had still to do, duties without an end, policy instruments.
    public func stillWith(_ partner: Partner) -> [Reference] {
        guard let last = partner.to?.last else { return [] }
        let lasting = duties.filter { duty in
            duty.partner == partner.id && duty.sort.isOfPartner && duty.to.map { $0.last > last } ?? true
        }
        return belongings(of: partner.id, after: last).map(\.record.reference) + lasting.map(\.reference)
            + policyInstruments.filter { $0.partner == partner.id }.map(\.reference)
    }

    /// Whether two stretches of time share a day; an end that is not known is open.
    static func overlap(_ from: When?, _ to: When?, _ otherFrom: When?, _ otherTo: When?) -> Bool {
        if let to, let otherFrom, to.last < otherFrom.first { return false }
        if let otherTo, let from, otherTo.last < from.first { return false }
        return true
    }
}
