/// Through whose eyes a project is told. Verbs, findings and figures are of the whole project; what pages, files, calendars and
/// refusals tell goes through `Project.seen(by:)`.
///
/// A kind hides nothing unless its noun says so (`Record.hides`) and whose its records are. What is nobody's is everybody's.
public struct Eyes: Hashable, Sendable {
    /// Those whose records of hiding kinds are told: everybody's when nil.
    public let partners: Set<Key<Partner>>?
    /// The names of the kinds that hide.
    public let hiding: Set<String>

    /// Of the lead partner, the secretariat, an auditor, and whoever runs the installation.
    public static let all = Eyes(partners: nil)

    public init(partners: Set<Key<Partner>>?, hiding: Set<String> = Kind.hiding) {
        self.partners = hiding.isEmpty ? nil : partners
        self.hiding = hiding
    }

    /// Whether a record is kept from these eyes.
    ///
    /// - Parameter project: the whole one.
    public func hides(_ record: some Record, in project: Project) -> Bool {
        guard let partners, hiding.contains(type(of: record).kind) else { return false }
        let owners = record.owners(in: project)
        return !owners.isEmpty && !owners.contains(where: partners.contains)
    }
}

extension Kind {
    /// The kinds whose records are told to their partner alone, and to those who answer for the project or look after it.
    public static let hiding = Set(all.filter(\.hides).map(\.name))
}

/// The whole of a project that is told in part.
final class Sight: Sendable {
    let project: Project
    let eyes: Eyes

    init(_ project: Project, _ eyes: Eyes) {
        self.project = project
        self.eyes = eyes
    }
}

extension Project {
    /// The project as these eyes see it: without the records that are kept from them. To eyes that see all
    /// it is the same value.
    public func seen(by eyes: Eyes) -> Project {
        guard eyes.partners != nil else { return self }
        let whole = everything
        var seen = whole
        for kind in Kind.all where eyes.hiding.contains(kind.name) && kind.count(whole) > 0 {
            kind.hide(&seen, whole, eyes)
        }
        seen.whole = Sight(whole, eyes)
        return seen
    }

    /// With what these eyes do not see: for the desk, which decides on all of it, never for what is told.
    public var everything: Project { whole?.project ?? self }

    /// Whether there may be more of it than is told here.
    public var isPart: Bool { whole != nil }
    /// Through whose eyes it is seen.
    public var eyes: Eyes { whole?.eyes ?? .all }

    /// Whose a record is that is kept from these eyes; nil when they see it, or when it is not there.
    public func keeper(ofHidden reference: Reference) -> Key<Partner>? {
        guard let whole, entry(of: reference) == nil else { return nil }
        return whole.project.record(reference)?.owners(in: whole.project).first
    }
}

extension Refusal {
    /// The same for whom a project is told: of several records those that they see, and of the others whose and how many.
    public func told(in seen: Project) -> Refusal {
        guard seen.isPart else { return self }
        return Refusal(
            code, facts.map { $0.told(in: seen) },
            findings: findings.map {
                Finding(
                    $0.code, $0.severity, about: $0.about, field: $0.field, facts: $0.facts.map { $0.told(in: seen) },
                    source: $0.source)
            })
    }
}

extension Fact.Named {
    fileprivate func told(in seen: Project) -> Fact.Named {
        guard case .records(let all, _) = fact else { return self }
        let keepers = all.map { seen.keeper(ofHidden: $0) }
        let partners = keepers.compactMap(\.self).uniqued.sorted { $0.number < $1.number }
        let told = zip(all, keepers).filter { $0.1 == nil }.map(\.0)
        return .init(
            name,
            .records(told, hidden: partners.map { one in Fact.Hidden(one, keepers.count { $0 == one }) }))
    }
}
