// Three versions of one record: as somebody opened it, as others left it since, and as that somebody wants it. What one of them
// changed stands; what both changed the same is asked.
extension Shape {
    /// A value of this shape as it is to be; where both changed the same, as the later one wants it.
    ///
    /// A group is one value, but for the provenance that every record has. A list goes item by item where its items can be told apart.
    public func merged(_ base: JSON?, _ theirs: JSON?, _ mine: JSON?) -> JSON? {
        if isSame(mine, base) { return theirs }
        if isSame(theirs, base) || isSame(mine, theirs) { return mine }
        switch self {
        case .list(let item):
            return item.mergedItems(base?.list ?? [], theirs?.list ?? [], mine?.list ?? []).map { .list($0) } ?? mine
        case _ where self == .provenance: return .object(of: mergedMembers(base, theirs, mine))
        default: return mine
        }
    }

    /// What was entered in a form, with what others changed since in the place of what was left as it stood. What the form does
    /// not hold, or asks anew, is left alone, and `null` says that a value is taken away.
    public func merged(
        entered mine: JSON, since base: JSON, to theirs: JSON, of record: Shape, asking anew: Set<String>
    ) -> JSON {
        .object(
            of: mine.members.map { name, value in
                guard !anew.contains(name), let shape = member(name)?.shape, record.member(name)?.shape == shape else {
                    return (name, value)
                }
                return (name, shape.merged(base[name], theirs[name], value) ?? .null)
            })
    }

    /// The fields in which a new version takes back what others changed since: both changed the same.
    public func both(_ base: JSON, _ theirs: JSON, _ new: JSON, in prefix: String = "") -> [String] {
        members.flatMap { member -> [String] in
            let (before, now, next) = (base[member.name], theirs[member.name], new[member.name])
            guard !["id", "salt"].contains(member.name), !member.shape.keeps(before, now, next) else { return [] }
            guard member.shape == .provenance else { return [prefix + member.name] }
            return member.shape.both(before ?? [:], now ?? [:], next ?? [:], in: "\(member.name).")
        }
    }

    /// Whether what others changed is still there.
    private func keeps(_ base: JSON?, _ theirs: JSON?, _ new: JSON?) -> Bool {
        if isSame(theirs, base) || isSame(new, theirs) { return true }
        switch self {
        case .list:
            let (old, now, next) = (base?.list ?? [], theirs?.list ?? [], new?.list ?? [])
            let (came, went) = (now.filter { !old.contains($0) }, old.filter { !now.contains($0) })
            return !(came + went).isEmpty && came.allSatisfy(next.contains) && !went.contains(where: next.contains)
        case _ where self == .provenance: return both(base ?? [:], theirs ?? [:], new ?? [:]).isEmpty
        default: return false
        }
    }

    private static let provenance = Shape.of(Provenance.self)

    private func mergedMembers(_ base: JSON?, _ theirs: JSON?, _ mine: JSON?) -> [(String, JSON)] {
        members.compactMap { member in
            member.shape.merged(base?[member.name], theirs?[member.name], mine?[member.name]).map { (member.name, $0) }
        }
    }

    /// In the order of what is on record, what is new behind it; nil where both changed one item, or where items cannot be told apart.
    private func mergedItems(_ base: [JSON], _ theirs: [JSON], _ mine: [JSON]) -> [JSON]? {
        guard let old = byIdentifier(base), let now = byIdentifier(theirs), let wanted = byIdentifier(mine) else {
            return nil
        }
        let (before, here, next) = (
            base.compactMap(identifier), theirs.compactMap(identifier), mine.compactMap(identifier)
        )
        // Another order of what was there is no change of an item.
        guard next.filter({ old[$0] != nil }) == before.filter({ wanted[$0] != nil }) else { return nil }
        var merged: [JSON] = []
        for key in here + next.filter({ now[$0] == nil }) {
            let (before, here, next) = (old[key], now[key], wanted[key])
            if isSame(next, before) {
                merged += here.map { [$0] } ?? []
            } else if isSame(here, before) || isSame(next, here) {
                merged += next.map { [$0] } ?? []
            } else {
                return nil
            }
        }
        return merged
    }

    private func byIdentifier(_ items: [JSON]) -> [JSON: JSON]? {
        var known: [JSON: JSON] = [:]
        for item in items {
            guard let key = identifier(item), known.updateValue(item, forKey: key) == nil else { return nil }
        }
        return known
    }

    /// What tells an item of a list from the others: the record, word or number that it is, or the first of its members that must
    /// be given and is one, or is its name.
    private func identifier(_ item: JSON) -> JSON? {
        switch self {
        case .key, .choice, .digest, .whole: return item
        case .group(let members):
            for member in members where member.required {
                switch member.shape {
                case .key, .digest, .whole, .line, .address, .mail: return item[member.name]
                default: continue
                }
            }
            return nil
        default: return nil
        }
    }

    private func isSame(_ a: JSON?, _ b: JSON?) -> Bool { said(a) == said(b) }

    /// The value written in one way; nil for what says nothing.
    private func said(_ json: JSON?) -> JSON? {
        json.map { normalised($0.withoutNothing) }.flatMap { $0.saysNothing ? Optional.none : $0 }
    }
}

extension JSON {
    fileprivate var saysNothing: Bool { [.null, .flag(false), .list([]), .object([])].contains(self) }

    /// The same without members that say nothing.
    fileprivate var withoutNothing: JSON {
        switch self {
        case .list(let items): .list(items.map(\.withoutNothing))
        case .object(let members):
            .object(members.map { ($0.name, $0.value.withoutNothing) }.filter { !$0.1.saysNothing })
        default: self
        }
    }
}
