/// A thing that shows the project in public: poster, release, roll-up, page. What it must show is ticked on it.
public struct Material: Stated {
    public static let kind = "material"
    public static let plural = "materials"
    public static let room = Room.communication
    public static let governed: Set = ["status", "checkedBy", "takenDownOn", "found"]
    public static let decidedByOthers: [(field: String, words: [String])] = [("checkedBy", [])]
    public static var verbs: [AnyVerb] {
        AnyVerb.ordinary(Material.self) + AnyVerb.of(ReleaseMaterial.self, TakeDownMaterial.self)
    }

    public enum Sort: String, Choice {
        case poster, plaque, rollUp, publication, pressRelease, newsletter, website, socialMedia, presentation, video
        case certificate, giveaway, other
    }
    public enum Status: String, Choice { case draft, released, takenDown }
    /// What may have to be on it.
    public enum Element: String, Choice {
        case emblem, fundingStatement, projectVisual, noOwnLogo, size, description, durable
        case disclaimer, webAddress, date
    }

    public var id: Key<Material>
    public var title: String
    public var sort: Sort
    public var status: Status
    /// Who made it, or at whose place it hangs.
    public var partner: Key<Partner>?
    public var language: LanguageCode?
    /// The elements that somebody has seen on it.
    public var shown: [Element] = []
    /// The elements that it does not need, because of what it is.
    public var notNeeded: [Element] = []
    public var checkedBy: Key<Person>?
    public var on: Day?
    public var place: String?
    public var address: WebAddress?
    public var reason: String?
    /// Since when it hangs, stands or is online no more.
    public var takenDownOn: Day?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { .text(title) }
    public var dated: Day? { on }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        let lacking = project.checklist(of: self).filter { $0.isMandatory && $0.state == .lacking }
        if !lacking.isEmpty {
            found.append(
                Finding(
                    "elementsLacking", .warns, field: "shown",
                    facts: [.init("elements", .words(Element.choiceName, lacking.map(\.element.rawValue)))],
                    source: lacking.compactMap(\.source).first))
        }
        if let both = shown.first(where: notNeeded.contains) {
            found.append(
                Finding(
                    "shownAndNotNeeded", .warns, field: "notNeeded",
                    facts: [.init("element", .word(Element.choiceName, both.rawValue))]))
        }
        if status == .released, project.showable(provenance.proofs).isEmpty, address == nil {
            found.append(Finding("materialUnproved", .warns, field: "provenance"))
        }
        return found
    }
}

extension Project {
    public var materials: Table<Material> { self[Material.self] }

    /// What must and should be on a material: by the rules of the project's pack, and by good habit where no rule says so.
    public func checklist(of material: Material) -> [Material.Check] {
        let pack = rulePack
        let day = material.on ?? identification?.start ?? Day(count: 0)
        return Material.Element.allCases.compactMap { element in
            let rule = element.rules(for: material.sort).lazy.compactMap { name -> (String, DatedValue)? in
                pack?.value(ParameterName(name), on: day).flatMap { $0.value == nil ? nil : (name, $0) }
            }.first
            guard rule != nil || element.isHabit(for: material.sort) else { return nil }
            let state: Material.Check.State =
                material.shown.contains(element)
                ? .shown : material.notNeeded.contains(element) ? .notNeeded : .lacking
            return Material.Check(
                element: element, state: state, isMandatory: rule != nil, source: rule?.1.source.text,
                says: rule?.1.value.flatMap { if case .text(let text) = $0 { text } else { nil } },
                isVerified: rule?.1.isVerified ?? true)
        }
    }
}

extension Material {
    /// One line of a material's checklist.
    public struct Check: Sendable {
        public enum State: String, Choice { case shown, lacking, notNeeded }
        public let element: Element
        public let state: State
        /// A rule of the pack asks for it; otherwise it is recommended.
        public let isMandatory: Bool
        public let source: String?
        /// The rule in its own words.
        public let says: String?
        public let isVerified: Bool
    }
}

extension Material.Element {
    /// The rules that ask for it on such a material; the first that the pack has counts.
    func rules(for sort: Material.Sort) -> [String] {
        switch self {
        case .emblem, .fundingStatement: ["communication.emblem"]
        case .noOwnLogo: ["communication.ownLogo"]
        case .size: sort == .poster ? ["communication.posterSize"] : []
        case .description: sort == .website || sort == .socialMedia ? ["communication.website"] : []
        case .durable: sort == .plaque ? ["communication.plaque", "communication.plaqueAbove"] : []
        case .projectVisual, .disclaimer, .webAddress, .date: []
        }
    }

    /// What nobody prescribes and everybody is glad of later.
    func isHabit(for sort: Material.Sort) -> Bool {
        switch self {
        case .projectVisual: true
        case .disclaimer: [.publication, .pressRelease, .newsletter, .website, .video].contains(sort)
        case .webAddress: sort != .website
        case .date: [.publication, .pressRelease, .newsletter, .presentation].contains(sort)
        default: false
        }
    }
}
