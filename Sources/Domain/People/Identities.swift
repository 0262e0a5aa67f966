/// Who is who among those whom a project names: its persons, who registered, and guests in lists of attendance.
///
/// One human being is: what somebody said is one (`Likeness`); who has one mail address; else who has one name and one organisation,
/// as long as that leaves no choice. Whoever was said to be two is never one, whatever stands between. What is alike and left open is
/// `probable`, to be asked. Nothing is compared beyond the project.
public struct Identities: Sendable {
    /// Those who are one, in order, by the first of them.
    private var groups: [Reference: [Reference]] = [:]
    private var first: [Reference: Reference] = [:]
    private var parted: [Reference: Set<Reference>] = [:]
    /// Who is probably one with whom: one name, and no organisation or address that says otherwise without a doubt.
    public private(set) var probable: [Pair] = []

    public struct Pair: Sendable, Hashable {
        public let one: Reference
        public let other: Reference

        public init(one: Reference, other: Reference) {
            self.one = one
            self.other = other
        }
    }

    /// As many questions are asked at most: a project that has more has another trouble.
    private static let mostAsked = 1_000

    /// - Parameter only: looks at nobody else, where that is enough.
    public init(_ project: Project, only: Set<Reference>? = nil) {
        let all = Named.all(in: project, only)
        for named in all {
            first[named.reference] = named.reference
            groups[named.reference] = [named.reference]
        }
        for said in project.likenesses where said.answer == .two {
            guard let (one, other) = said.pair else { continue }
            parted[one, default: []].insert(other)
            parted[other, default: []].insert(one)
        }
        for said in project.likenesses where said.answer == .same {
            if let (one, other) = said.pair { join(one, other) }
        }
        var byMail: [String: [Reference]] = [:]
        for named in all { for mail in named.mails { byMail[mail, default: []].append(named.reference) } }
        for named in all {
            // Whoever was parted from the first may still be one with the second.
            for other in named.mails.flatMap({ byMail[$0] ?? [] }).prefix(Self.mostAsked) where other < named.reference
            {
                join(other, named.reference)
            }
        }
        joinByName(all)
    }

    private mutating func joinByName(_ all: [Named]) {
        var byName: [String: [Named]] = [:]
        for named in all where !named.name.isEmpty { byName[named.name, default: []].append(named) }
        for named in all where byName[named.name]?.first?.reference == named.reference {
            let alike = byName[named.name] ?? []
            guard alike.count > 1 else { continue }
            var byOrganisation: [String: [Named]] = [:]
            for one in alike { byOrganisation[one.organisation, default: []].append(one) }
            for one in alike where byOrganisation[one.organisation]?.first?.reference == one.reference {
                joinOfOne(byOrganisation[one.organisation] ?? [])
            }
            ask(alike)
        }
    }

    /// Those of one name and organisation are one, unless there are several persons or addresses among them to choose from.
    private mutating func joinOfOne(_ alike: [Named]) {
        let mailed = Set(alike.filter { !$0.mails.isEmpty }.compactMap { first[$0.reference] })
        let persons = Set(alike.filter { $0.reference.kind == Person.kind }.compactMap { first[$0.reference] })
        let isClear = mailed.count <= 1 && persons.count <= 1 && alike[0].organisation != ""
        let those = isClear ? alike : alike.filter { $0.mails.isEmpty && $0.reference.kind != Person.kind }
        for one in those.dropFirst() { join(those[0].reference, one.reference) }
    }

    private mutating func ask(_ alike: [Named]) {
        var asked: Set<Pair> = []
        for (place, one) in alike.enumerated() {
            for other in alike.prefix(place) where probable.count < Self.mostAsked {
                guard one.organisation == other.organisation || one.organisation == "" || other.organisation == "",
                    let a = first[other.reference], let b = first[one.reference], a != b, !arePartedGroups(a, b),
                    asked.insert(Pair(one: min(a, b), other: max(a, b))).inserted
                else { continue }
                probable.append(Pair(one: other.reference, other: one.reference))
            }
        }
    }

    private mutating func join(_ one: Reference, _ other: Reference) {
        guard let a = first[one], let b = first[other], a != b, !arePartedGroups(a, b) else { return }
        let (kept, gone) = a < b ? (a, b) : (b, a)
        let all = ((groups[kept] ?? []) + (groups.removeValue(forKey: gone) ?? [])).sorted()
        for reference in all { first[reference] = kept }
        groups[kept] = all
    }

    private func arePartedGroups(_ a: Reference, _ b: Reference) -> Bool {
        guard !parted.isEmpty else { return false }
        let others = Set(groups[b] ?? [])
        return (groups[a] ?? []).contains { parted[$0].map { !$0.isDisjoint(with: others) } ?? false }
    }

    /// The first of those who are this one; nil where the project names nobody so.
    public func of(_ reference: Reference) -> Reference? { first[reference] }
    public func areSame(_ one: Reference, _ other: Reference) -> Bool {
        first[one] != nil && first[one] == first[other]
    }
    /// All who are this one, in order.
    public func all(of reference: Reference) -> [Reference] { first[reference].flatMap { groups[$0] } ?? [] }
    /// Those who are named more than once, in order.
    public var several: [[Reference]] {
        groups.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }

    /// Somebody as one record names this somebody.
    struct Named {
        let reference: Reference
        /// As it is compared: small letters, and the words in one order, since lists put the surname in front.
        let name: String
        /// The partner, or what the organisation is called; nothing where neither is said.
        let organisation: String
        let mails: Set<String>

        init(_ reference: Reference, _ name: String?, _ organisation: String, _ mails: Set<String>) {
            self.reference = reference
            self.name = Candidate.folded(name ?? "").split { " ,".contains($0) }.sorted().joined(separator: " ")
            self.organisation = organisation
            self.mails = mails
        }

        static func all(in project: Project, _ only: Set<Reference>?) -> [Named] {
            let partners = Dictionary(
                project.partners.flatMap { partner in
                    [partner.name, partner.englishName].compactMap { $0 }.map {
                        (Candidate.folded($0), partner.id.reference.description)
                    }
                }, uniquingKeysWith: { first, _ in first })
            func organisation(_ partner: Key<Partner>?, _ text: String?) -> String {
                if let partner { return partner.reference.description }
                let folded = Candidate.folded(text ?? "")
                return partners[folded] ?? folded
            }
            func isWanted(_ reference: Reference) -> Bool { only?.contains(reference) ?? true }
            var mails: [Key<Person>: Set<String>] = [:]
            for contact in project.contacts {
                if let mail = contact.mail { mails[contact.person, default: []].insert(mail.folded) }
            }
            var all: [Named] = []
            for person in project.persons where isWanted(person.reference) {
                all.append(
                    Named(
                        person.reference, project.name(of: person.id),
                        organisation(person.partner, person.organisation),
                        mails[person.id] ?? []))
            }
            for registration in project.registrations where isWanted(registration.reference) {
                all.append(
                    Named(
                        registration.reference, registration.name,
                        organisation(
                            registration.organisation == nil ? registration.partner : nil, registration.organisation),
                        Set(registration.mail.map { [$0.folded] } ?? [])))
            }
            for guest in project.attendances {
                guard let name = guest.name, guest.person == nil, guest.registration == nil, isWanted(guest.reference)
                else { continue }
                all.append(
                    Named(
                        guest.reference, name,
                        organisation(guest.organisation == nil ? guest.partner : nil, guest.organisation), []))
            }
            return all.sorted { $0.reference < $1.reference }
        }
    }
}

extension Attendance {
    /// By whom it is known who was there: the person, the registration, else the guest of this line; nil of an organisation alone.
    public var named: Reference? {
        person?.reference ?? registration?.reference ?? (name == nil ? nil : reference)
    }
}

extension Project {
    /// The numbers of the persons who were said to be one with a person before them: they stand in that one's row.
    public var joinedLater: Set<Int> {
        Set(saidToBeOne.flatMap { group in group.filter { $0.kind == Person.kind }.sorted().dropFirst().map(\.number) })
    }

    /// The persons who were said to be one human being with this one, and it itself, in order: they have one page, the first
    /// one's. Who only seems to be one, by a mail address that a team may share, has a page of its own.
    public func joined(with person: Key<Person>) -> [Key<Person>] {
        let group = saidToBeOne.first { $0.contains(person.reference) } ?? [person.reference]
        return group.filter { $0.kind == Person.kind }.sorted().map { Key($0.number) }
    }

    /// Those of whom somebody said that they are one, also through others, as far as the project names them still.
    private var saidToBeOne: [Set<Reference>] {
        var groups: [Set<Reference>] = []
        for said in likenesses where said.answer == .same {
            guard let (one, other) = said.pair, record(one) != nil, record(other) != nil else { continue }
            let met = groups.filter { $0.contains(one) || $0.contains(other) }
            groups.removeAll { $0.contains(one) || $0.contains(other) }
            groups.append(met.reduce([one, other]) { $0.union($1) })
        }
        return groups
    }

    /// The events at which the person was present, by whatever record the list names this human being.
    public func attended(by person: Key<Person>) -> [Event] {
        let identities = Identities(self)
        let own = Set(
            attendances.filter { attendance in
                attendance.state == .present
                    && attendance.named.map { identities.areSame($0, person.reference) } == true
            }.map(\.event))
        return events.filter { own.contains($0.id) }
    }

    /// What is open and the person's to do on a day: what a record gives to the person or to a duty that it holds, and what is
    /// for whoever has such a duty.
    ///
    /// - Parameter persons: the records of one human being.
    public func held(by persons: [Key<Person>], on day: Day) -> [DueEntry] {
        let duties = persons.flatMap { self.duties(of: $0, on: day) }
        let own = Set(duties.map(\.reference) + persons.map(\.reference))
        return calendar(on: day).filter { entry in
            guard entry.isOpen else { return false }
            let holder = entry.holder
            if let person = holder.person, persons.contains(person),
                holder.duty == nil || duties.contains(where: { $0.sort == holder.duty })
            {
                return true
            }
            if let sort = holder.duty {
                return duties.contains { $0.sort == sort && (holder.partner == nil || $0.partner == holder.partner) }
            }
            guard let kind = Kind.named(entry.about.kind), let record = record(entry.about) else { return false }
            return kind.shape.members.contains { member in
                ["holder", "person"].contains(member.name)
                    && !own.isDisjoint(with: record.json[member.name].map { member.shape.references(in: $0) } ?? [])
            }
        }
    }
}
