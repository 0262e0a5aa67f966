/// That a material went out, hangs, or is online; who looked at it before.
public struct MaterialReleased: Codable, Sendable {
    public var material: Key<Material>
    public var on: Day
    public var checkedBy: Key<Person>?
    /// Why it goes out although something that a rule asks for is not on it.
    public var reason: String?
    public var provenance: Provenance = Provenance()
}

extension AnyVerb {
    public static let releaseMaterial = AnyVerb(
        "release-material", in: .communication, on: "material", MaterialReleased.self,
        when: { ($0 as? Material)?.status == .draft }
    ) { (project, input, setting) throws(Refusal) in try project.releasing(input, by: setting.person) }
}

extension Project {
    /// Refused while something that a rule asks for is neither ticked nor said not to be needed, unless a reason is given.
    public func releasing(_ input: MaterialReleased, by person: Key<Person>?) throws(Refusal) -> [Change] {
        var material = try materials.require(input.material)
        guard material.status == .draft else { throw .notInState(needed: Material.Status.draft, is: material.status) }
        let lacking = checklist(of: material).filter { $0.isMandatory && $0.state == .lacking }
        guard lacking.isEmpty || input.reason != nil else {
            throw Refusal(
                "elementsLacking",
                [.init("elements", .words(Material.Element.choiceName, lacking.map(\.element.rawValue)))])
        }
        material.status = .released
        material.on = input.on
        material.checkedBy = input.checkedBy ?? person
        material.reason = input.reason
        material.provenance.proofs += input.provenance.proofs
        material.provenance.sources += input.provenance.sources
        return [.put(material)]
    }
}
