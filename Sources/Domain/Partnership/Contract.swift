/// A contract or declaration of the project: who is a party, who signed and when, from when to when it is in force, and what
/// it is added to. The paper itself is its proof.
public struct Contract: Record {
    public static let kind = "contract"
    public static let plural = "contracts"
    public static let room = Room.partnership
    public static let demanded: Set = ["parties"]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Contract.self) + AnyVerb.of(SignContract.self, EndContract.self)
    }

    public enum Sort: String, Choice {
        case subsidyContract, partnershipAgreement, addendum, letterOfSupport, partnerDeclaration
    }

    public var id: Key<Contract>
    public var title: String
    public var sort: Sort
    public var parties: [Party] = []
    public var from: When?
    public var to: When?
    /// Why it ended before its time.
    public var ended: String?
    public var addendumTo: Key<Contract>?
    /// The change of the project that made it necessary.
    public var request: Key<RequestForChange>?
    public var provenance: Provenance = Provenance()

    /// A partner, an outside organisation, or a body in words; and its signature, once it is there.
    public struct Party: Codable, Sendable, Equatable {
        public var partner: Key<Partner>?
        public var organisation: Key<Organisation>?
        public var name: String?
        /// Who signed for it.
        public var signatory: Who?
        public var signedOn: When?
    }

    public var caption: Caption { .text(title) }
    public var dated: Day? { (from ?? parties.compactMap(\.signedOn).min())?.last }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if parties.isEmpty { found.append(Finding("missing", .blocks, field: "parties")) }
        for (index, party) in parties.enumerated()
        where party.partner == nil && party.organisation == nil && party.name == nil {
            found.append(Finding("partyUnnamed", .blocks, field: "parties.\(index).partner"))
        }
        if let from, let to, to.last < from.first {
            found.append(
                Finding(
                    "endBeforeStart", .blocks, field: "to",
                    facts: [.init("start", .when(from)), .init("end", .when(to))]))
        }
        if sort == .addendum, addendumTo == nil { found.append(Finding("missing", .blocks, field: "addendumTo")) }
        if addendumTo == id { found.append(Finding("addendumToItself", .blocks, field: "addendumTo")) }
        if let from, let late = parties.compactMap(\.signedOn).filter({ $0.first > from.last }).max() {
            found.append(
                Finding(
                    "signedLate", .warns, field: "from",
                    facts: [.init("start", .when(from)), .init("signed", .when(late))]))
        }
        return found
    }
}

extension Contract {
    /// Those who sign. A letter of support is signed by others for the partner that it names.
    public var signers: [Party] {
        let others = parties.filter { $0.partner == nil }
        return sort == .letterOfSupport && !others.isEmpty ? others : parties
    }

    /// Whether all who sign have signed.
    public var isSigned: Bool { !parties.isEmpty && signers.allSatisfy { $0.signedOn != nil } }

    /// The day of the last signature that is there.
    public var lastSigned: When? { parties.compactMap(\.signedOn).max() }

    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.contracts.filter { $0.ended == nil }.flatMap { contract -> [Need] in
            let unsigned = contract.signers.filter { $0.signedOn == nil }
            // One line for a contract; it is a partner's where that partner alone has not signed.
            guard !unsigned.isEmpty else { return [] }
            let holders = unsigned.map(\.partner)
            let mine = partner.map { holders.contains($0) } ?? false
            let holder = mine ? partner : holders.count == 1 ? holders[0] : nil
            return [
                Need(
                    "signatureMissing", .open, about: contract.reference, holder: .partner(holder),
                    by: SignContract.name)
            ]
        }
    }
}

extension Project {
    public var contracts: Table<Contract> { self[Contract.self] }
}

/// A party's signature: by whom, when. Refused when it is no party, has signed already, or the contract has ended.
public struct SignContract: RecordVerb {
    public static let name = "sign-contract"

    public var contract: Key<Contract>
    public var partner: Key<Partner>?
    public var organisation: Key<Organisation>?
    /// The party's name, where it is neither.
    public var party: String?
    public var signatory: Who?
    public var on: When
    public var provenance: Provenance = Provenance()

    public var subject: Key<Contract> { contract }

    public static func hindrance(_ record: Contract, in project: Project) -> Refusal? {
        record.over ?? (record.isSigned ? record.signed(on: record.lastSigned) : nil)
    }

    public func decided(_ record: Contract, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let mine = record.parties.indices.filter { index in
            let other = record.parties[index]
            if let partner { return other.partner == partner }
            if let organisation { return other.organisation == organisation }
            return party != nil && other.name == party
        }
        guard !mine.isEmpty else { throw Refusal("notAParty", [.init("record", .record(record.reference))]) }
        guard let index = mine.first(where: { record.parties[$0].signedOn == nil }) else {
            throw record.signed(on: record.parties[mine[0]].signedOn)
        }
        var contract = record
        contract.parties[index].signedOn = on
        contract.parties[index].signatory = signatory ?? contract.parties[index].signatory
        contract.provenance.take(provenance)
        return [.put(contract)]
    }
}

/// The contract ended before its time, and why.
public struct EndContract: RecordVerb {
    public static let name = "end-contract"

    public var contract: Key<Contract>
    public var on: When
    public var reason: String
    public var provenance: Provenance = Provenance()

    public var subject: Key<Contract> { contract }

    public static func hindrance(_ record: Contract, in project: Project) -> Refusal? { record.over }

    public func decided(_ record: Contract, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var contract = record
        contract.to = on
        contract.ended = reason
        contract.provenance.take(provenance)
        let blocking = contract.findings(in: project).filter(\.blocks)
        guard blocking.isEmpty else { throw .blocked(by: blocking) }
        return [.put(contract)]
    }
}

extension Contract {
    fileprivate var over: Refusal? {
        ended.map { Refusal("contractEnded", [.init("record", .record(reference)), .init("reason", .text($0))]) }
    }

    fileprivate func signed(on: When?) -> Refusal {
        Refusal(
            "alreadySigned", [.init("record", .record(reference)), .init("day", on.map { .when($0) } ?? .text(""))])
    }
}

extension Project {
    /// Whether a partner has a document of a sort, and what is still missing about it.
    public enum Signature: Sendable, Equatable {
        case signed(Key<Contract>, on: When)
        case unsigned(Key<Contract>)
        /// Asked of this partner, and not there.
        case missing
        case notAsked
    }

    /// The state of a document at a partner. The subsidy contract is asked of the lead partner, a letter of support of whoever
    /// has a policy instrument, agreement and declaration of every partner; an addendum of those whom it names.
    public func signature(_ sort: Contract.Sort, of partner: Partner) -> Signature {
        var open: Key<Contract>?
        for contract in contracts where contract.sort == sort {
            for party in contract.parties where party.partner == partner.id {
                if let on = party.signedOn { return .signed(contract.id, on: on) }
                if sort == .letterOfSupport, contract.isSigned, let on = contract.lastSigned {
                    return .signed(contract.id, on: on)
                }
                open = open ?? contract.id
            }
        }
        if let open { return .unsigned(open) }
        let isAsked =
            switch sort {
            case .subsidyContract: partner.isLead
            case .partnershipAgreement, .partnerDeclaration: true
            case .letterOfSupport: policyInstruments.contains { $0.partner == partner.id }
            case .addendum: false
            }
        return isAsked ? .missing : .notAsked
    }

    /// An addendum at a partner: signed, waiting, or not asked of it.
    public func signature(_ contract: Contract, of partner: Partner) -> Signature {
        guard let party = contract.parties.first(where: { $0.partner == partner.id }) else { return .notAsked }
        return party.signedOn.map { .signed(contract.id, on: $0) } ?? .unsigned(contract.id)
    }
}
