/// A material went out, hangs, or is online; who looked at it before.
///
/// Refused while something that a rule asks for is neither ticked nor said not to be needed, unless a reason is given.
public struct ReleaseMaterial: StateVerb {
    public static let name = "release-material"
    public static let starts: [Material.Status] = [.draft]

    public var material: Key<Material>
    public var on: Day
    public var checkedBy: Key<Person>?
    /// Why it goes out although something that a rule asks for is not on it.
    public var reason: String?
    public var provenance: Provenance = Provenance()

    public var subject: Key<Material> { material }

    public func decided(_ record: Material, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var material = record
        let lacking = project.checklist(of: material).filter { $0.isMandatory && $0.state == .lacking }
        guard lacking.isEmpty || reason != nil else {
            throw Refusal(
                "elementsLacking",
                [.init("elements", .words(Material.Element.choiceName, lacking.map(\.element.rawValue)))])
        }
        material.status = .released
        material.on = on
        material.checkedBy = checkedBy ?? setting.person
        material.reason = reason
        material.provenance.proofs += provenance.proofs
        material.provenance.sources += provenance.sources
        return [.put(material)]
    }
}
