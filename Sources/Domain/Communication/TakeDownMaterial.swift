/// A material hangs or stands no more, and why. What proved it stays: that it hung is owed, not that it hangs for ever.
public struct TakeDownMaterial: StateVerb {
    public static let name = "take-down-material"
    public static let starts: [Material.Status] = [.released]

    public var material: Key<Material>
    public var on: Day
    public var reason: String
    public var provenance: Provenance?

    public var subject: Key<Material> { material }

    public func decided(_ record: Material, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(.day(on), record.reference, on: setting.today)
        if let since = record.on, on < since {
            throw .blocked(by: [Finding("beforeLastStep", .blocks, field: "on", facts: [.init("day", .day(since))])])
        }
        var material = record
        material.status = .takenDown
        material.takenDownOn = on
        material.reason = reason
        material.provenance.take(provenance)
        return [.put(material)]
    }
}
