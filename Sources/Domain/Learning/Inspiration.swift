/// Somebody took something over: what, from which practice or event, into which action, and who says so.
public struct Inspiration: Record {
    public static let kind = "inspiration"
    public static let plural = "inspirations"
    public static let room = Room.learning

    public var id: Key<Inspiration>
    /// What of it was taken over.
    public var what: String
    public var on: When?
    public var practices: [Key<GoodPractice>] = []
    public var event: Key<Event>?
    /// The partner who was inspired.
    public var partner: Key<Partner>?
    public var action: Key<Action>?
    /// A practice that came of it.
    public var madePractice: Key<GoodPractice>?
    /// The analysis whose weakness it answers, where that is said, and the area in it.
    public var swot: Key<RegionalSwot>?
    public var area: String?
    public var saidBy: Who?
    public var evidence: Prose?
    public var provenance: Provenance = Provenance()

    public func owner(in _: Project) -> Key<Partner>? { partner }
    public var caption: Caption { .text(what) }
    public var dated: Day? { on?.last }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if let madePractice, practices.contains(madePractice) {
            found.append(
                Finding(
                    "inspiredByItself", .blocks, field: "madePractice",
                    facts: [.init("record", .record(madePractice.reference))]))
        } else if let circle = project.inspirationCircle(with: self) {
            found.append(
                Finding(
                    "inspirationCircle", .warns, field: "madePractice",
                    facts: [.init("records", .records(circle.map(\.reference)))]))
        }
        if practices.isEmpty, event == nil { found.append(Finding("inspiredByNothing", .warns, field: "practices")) }
        let changed = project.policyChanges.contains { $0.inspirations.contains(id) }
        if action == nil, madePractice == nil, !changed {
            found.append(Finding("inspiredNothing", .warns, field: "action"))
        }
        if let partner {
            for key in practices where project.goodPractices[key]?.partner == partner {
                found.append(
                    Finding("ownPractice", .warns, field: "practices", facts: [.init("record", .record(key.reference))])
                )
            }
        }
        if let on, let begun = action.flatMap({ project.actions[$0]?.begun }), begun.last < on.first {
            found.append(
                Finding(
                    "inspiredAfterwards", .warns, field: "on",
                    facts: [.init("day", .when(on)), .init("begun", .when(begun))]))
        }
        return found
    }
}

extension Project {
    public var inspirations: Table<Inspiration> { self[Inspiration.self] }

    /// The practices through which an inspiration leads back to where it came from; nil when it does not.
    func inspirationCircle(with mine: Inspiration) -> [Key<GoodPractice>]? {
        guard let made = mine.madePractice else { return nil }
        var way: [Key<GoodPractice>: Key<GoodPractice>] = [:]
        var open = [made]
        while let practice = open.popLast() {
            for other in inspirations where other.id != mine.id && other.practices.contains(practice) {
                guard let next = other.madePractice, way[next] == nil, next != made else { continue }
                way[next] = practice
                open.append(next)
            }
            if mine.practices.contains(practice), practice != made {
                var circle = [practice]
                while let before = way[circle[0]], circle.count <= way.count { circle.insert(before, at: 0) }
                return circle
            }
        }
        return nil
    }
}
