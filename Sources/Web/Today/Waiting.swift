import Desk
import Domain
import Words

/// What waits in a project for who looks, worked out once for a page: the counts of home and the lists they lead to ask it the same.
struct Waiting: Sendable {
    /// What home counts; each is a list of its own at `/projects/NAME/waiting?part=…`.
    enum Part: String, CaseIterable, Sendable {
        /// Nobody did it by its day.
        case late
        /// What has a day and is with who looks.
        case yours
        case week, ahead
        /// What has no day.
        case tidy
        /// What was due before anybody kept a record, or before the project was closed.
        case unrecorded
    }

    let place: Place
    let side: HomeSide
    let today: Day
    /// All of it, in order: late, then by day, then what has none.
    let needs: [Need]
    private let sunday: Day
    private let horizon: Day
    private let duties: Set<Duty.Sort>
    private let own: Key<Partner>?

    init(_ place: Place, _ side: HomeSide) {
        self.place = place
        self.side = side
        let today = place.asOf ?? place.today
        self.today = today
        let project = place.project
        // That it has no rule pack stands above on home, with the way to one.
        needs = project.needs(on: today, of: side.partner).filter { !Self.above.contains($0.code) }
        sunday = today.adding(days: 7 - today.weekday)
        horizon = today.adding(days: 90)
        duties = Set(place.person.map { project.duties(of: $0, on: today).map(\.sort) } ?? [])
        own = side.partner ?? project.leadPartner?.id
    }

    private static let above: Set = ["noRulePack", "rulePackOffered"]

    func has(_ need: Need, in part: Part) -> Bool {
        switch part {
        case .late: need.urgency == .late
        case .yours: isDated(need) && isYours(need)
        case .week: isAhead(need, until: sunday)
        case .ahead: isAhead(need, until: horizon)
        case .tidy: need.urgency == .open || need.urgency == .next && need.day == nil
        case .unrecorded: need.urgency == .notOnRecord
        }
    }

    func needs(in part: Part) -> [Need] { needs.filter { has($0, in: part) } }

    /// Late, or with a day to come.
    func isDated(_ need: Need) -> Bool { need.urgency == .late || need.urgency == .next && need.day != nil }

    private func isAhead(_ need: Need, until last: Day) -> Bool {
        need.urgency == .next && need.day.map { $0 <= last } ?? false
    }

    /// Whether it is with who looks. A partner's people share what is that partner's; in the lead partner's office each has what is of
    /// a duty or person, and the coordinator everything that nobody else there holds.
    func isYours(_ need: Need) -> Bool {
        let holder = need.holder
        if side.partner != nil || own == nil && holder.partner == nil { return true }
        if let partner = holder.partner, partner != own { return false }
        if let person = holder.person { return person == place.person || duties.contains(.coordinator) }
        if let duty = holder.duty { return duties.contains(duty) || duties.contains(.coordinator) }
        return duties.contains(.coordinator)
    }

    /// The partner that must move; nil for what is with who looks.
    func mover(_ need: Need) -> Key<Partner>? { isYours(need) ? nil : need.holder.partner ?? own }

    /// What has a day, in the lots in which home shows it.
    struct Lots {
        var yours: [Need] = []
        /// The same duty of three partners or more.
        var equal: [[Need]] = []
        /// What else each partner owes, in the order in which they become due.
        var partners: [(partner: Key<Partner>, needs: [Need])] = []
        /// All that each partner owes, equal or not.
        var all: [Key<Partner>: [Need]] = [:]
    }

    var lots: Lots {
        var lots = Lots()
        var alike: [String: [Need]] = [:]
        var order: [Key<Partner>] = []
        for need in needs where isDated(need) {
            guard let partner = mover(need) else {
                lots.yours.append(need)
                continue
            }
            if lots.all[partner] == nil { order.append(partner) }
            lots.all[partner, default: []].append(need)
            alike[likeness(need), default: []].append(need)
        }
        var folded: Set<String> = []
        for partner in order {
            var own: [Need] = []
            for need in lots.all[partner] ?? [] {
                let key = likeness(need)
                guard let several = alike[key], Set(several.map(\.holder.partner)).count > 2 else {
                    own.append(need)
                    continue
                }
                if folded.insert(key).inserted { lots.equal.append(several) }
            }
            lots.partners.append((partner, own))
        }
        lots.equal.sort { ($0.first?.day?.count ?? 0) < ($1.first?.day?.count ?? 0) }
        return lots
    }

    /// The same for needs that differ in their partner alone.
    private func likeness(_ need: Need) -> String {
        "\(need.code) \(need.about?.description ?? "") \(need.day?.count ?? 0)"
    }

    /// What there is of one kind each, the most first.
    static func byKind(_ needs: [Need]) -> [(kind: String, needs: [Need])] {
        var places: [String: Int] = [:]
        var found: [(kind: String, needs: [Need])] = []
        for need in needs {
            let kind = need.about?.kind ?? Identification.kind
            if let place = places[kind] {
                found[place].needs.append(need)
            } else {
                places[kind] = found.count
                found.append((kind, [need]))
            }
        }
        return found.enumerated().sorted {
            ($1.element.needs.count, $0.offset) < ($0.element.needs.count, $1.offset)
        }.map(\.element)
    }
}

/// From which side somebody looks at a project: its lead partner's, a partner's, or that of one who only looks.
enum HomeSide: Sendable, Equatable {
    case lead
    case partner(Key<Partner>)
    case looking

    init(_ place: Place) {
        let duties = place.person.map { place.project.duties(of: $0, on: place.today) } ?? []
        if duties.contains(where: \.sort.isOfLeadPartner) {
            self = .lead
        } else if let partner = duties.first(where: \.sort.isOfPartner)?.partner {
            self = .partner(partner)
        } else {
            self = .looking
        }
    }

    var partner: Key<Partner>? { if case .partner(let partner) = self { partner } else { nil } }
}

extension Waiting {
    /// What it is: the record, and which of its days.
    func title(_ need: Need, _ words: Words) -> String {
        guard let about = need.about else { return words.sentence(need, on: today) { "\($0)" } }
        let project = place.project
        let name = words.name(about, in: project)
        if about.kind == Identification.kind {
            let field = need.code == "durability" ? "durabilityYears" : "end"
            return need.code == "projectEnds" || need.code == "durability"
                ? "\(name): \(words.label(field: field, of: Identification.kind))" : name
        }
        let which = need.occurrence.map { words.which($0, in: project) } ?? ""
        return which.isEmpty ? name : "\(name), \(which)"
    }

    /// Who moves, where it is not who looks: a person, else who has the duty; `partner` too where it is not clear from where it stands.
    func whom(_ need: Need, partner: Bool, _ words: Words) -> String {
        let (project, holder) = (place.project, need.holder)
        var parts: [String] = []
        if partner, let partner = holder.partner { parts.append(words.name(partner.reference, in: project)) }
        if let person = holder.person {
            if person != place.person { parts.append(words.name(person.reference, in: project)) }
        } else if let duty = holder.duty, !(duties.contains(duty) && holder.partner == nil) {
            let people = project.holders(of: duty, at: duty.isOfPartner ? holder.partner : nil, on: today)
            parts.append(
                people.isEmpty
                    ? words.choice(Duty.Sort.choiceName, duty.rawValue)
                    : people.map { words.name($0.reference, in: project) }.joined(separator: ", "))
        }
        return parts.joined(separator: " · ")
    }

    /// How late it is, or its day; nothing where it has none.
    func due(_ need: Need, _ words: Words) -> (text: String, look: HTML) {
        guard let day = need.day, need.urgency != .open else { return ("", "ahead") }
        switch need.urgency {
        case .late: return (words.count(today.count - day.count, "home.days"), "late")
        case .next:
            let text = day == today ? words("distance.today") : words.nearDay(day, from: today)
            return (text, day <= sunday ? "soon" : "ahead")
        case .open, .notOnRecord: return (words.nearDay(day, from: today), "ahead")
        }
    }

    /// The form that settles it, for whoever may, with what is known of it filled in.
    func way(to need: Need) -> (path: Path, verb: String)? {
        if need.code == "leftBehind" {
            return place.refusal(SettleDates.any) == nil ? (place.to("dates"), SettleDates.name) : nil
        }
        guard place.isLatest, let name = need.verb, let verb = AnyVerb.named(name), let about = need.about,
            let record = place.project.record(about), need.urgency != .notOnRecord || need.occurrence != nil
        else { return nil }
        guard verb.kind == about.kind else {
            // A record that is to be added: the new one is about this one.
            guard verb.sort == .add, let kind = verb.kind.flatMap({ Kind.named($0) }), place.refusal(verb) == nil,
                let field = verb.form.members.first(where: { $0.shape == .key(kind: about.kind) })?.name
            else { return nil }
            return (place.to(kind.plural, "new", query: [(field, String(about.number))]), name)
        }
        guard verb.hindrance(record, place.project) == nil, place.refusal(verb, on: record) == nil,
            let plural = Kind.named(about.kind)?.plural
        else { return nil }
        if let occurrence = need.occurrence { return (DueDaysTable.path(occurrence, name, place), name) }
        let number = String(about.number)
        return (
            RoomPart.form(of: verb).map { place.to($0, number) }
                ?? place.to(plural, number, verb.sort == .change ? "change" : name), name
        )
    }

    /// A line of it: how late or which day, what, of which kind and with whom, and the act.
    ///
    /// - Parameter count: stands where the day would, in a list by kinds.
    func row(_ need: Need, partner: Bool = false, count: Int? = nil, _ words: Words) -> HTML {
        let (text, look) = count.map { (words.number($0), "ahead") } ?? due(need, words)
        let kind = need.about.map { words.form(1, "kind.\($0.kind)") } ?? ""
        let soft = [kind, whom(need, partner: partner, words)].filter { !$0.isEmpty }.joined(separator: " · ")
        let day = need.day.map { words.day($0) } ?? ""
        // What has no day says what is the matter with it.
        let isOfDay = isDated(need) || need.urgency == .notOnRecord
        let name = isOfDay ? title(need, words) : words.sentence(need, on: today) { words.name($0, in: place.project) }
        let title: HTML = need.about.map { "<a\(href: place.to($0))>\(name)</a>" } ?? "\(name)"
        let act: HTML = way(to: need).map { "<a class=\"act\"\(href: $0.path)>\(words.verb($0.verb))</a>" } ?? ""
        return """

            <tr><td class="due \(look)"\(if: !day.isEmpty, " title=\"\(day)\"")>\(Self.late(look, words))\(text)</td>
            <th scope="row">\(title) <span class="kind">\(soft)</span></th>
            <td class="do">\(act)</td></tr>
            """
    }

    /// The word for those who hear it: a shape says it to those who see.
    static func late(_ look: HTML, _ words: Words) -> HTML {
        guard look == "late" else { return "" }
        return "<span class=\"unseen\">\(words.choice(Need.Urgency.choiceName, Need.Urgency.late.rawValue)): </span>"
    }

    static func table(_ label: String, _ rows: [HTML]) -> HTML {
        rows.isEmpty ? "" : "<table class=\"todo\" aria-label=\"\(label)\"><tbody>\(rows)</tbody></table>"
    }
}
