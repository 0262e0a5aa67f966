import Domain
import Synchronization
import Trail

/// The projects as eyes see them: each is made when somebody first asks with such eyes, and kept until the trail has a new head.
final class Sights: Sendable {
    fileprivate let kept = Mutex<[String: (head: Digest, projects: [Eyes: Project])]>([:])

    func project(_ published: ProjectDesk.Published, by eyes: Eyes) -> Project {
        guard eyes.partners != nil else { return published.project }
        let name = published.project.name
        let known = kept.withLock { $0[name]?.head == published.head ? $0[name]?.projects[eyes] : nil }
        if let known { return known }
        let seen = published.project.seen(by: eyes)
        kept.withLock { kept in
            if kept[name]?.head != published.head { kept[name] = (published.head, [:]) }
            kept[name]?.projects[eyes] = seen
        }
        return seen
    }
}

extension Sights {
    /// Lets go of what was made of a project, or of all.
    func forget(_ name: String? = nil) {
        kept.withLock { kept in if let name { kept[name] = nil } else { kept = [:] } }
    }
}

extension Installation {
    /// Through whose eyes somebody looks at a project today.
    public func eyes(of seat: Seat, in project: Project, on today: Day) -> Eyes {
        Permission.eyes(of: seat, in: project, on: today, hiding: hiding)
    }

    /// The latest state of a project, as these eyes see it.
    public func seen(_ published: ProjectDesk.Published, by eyes: Eyes) -> Project {
        sights.project(published, by: eyes)
    }
}

extension TrailSource {
    /// Whether a body of the trail is of a record that these eyes do not see. What says nothing itself (withdrawn, erased, withheld)
    /// is as hidden as the last version that says whose it was; where none does, it is hidden.
    package func hides(_ body: Entry.Body, from eyes: Eyes, in project: Project) throws -> Bool {
        guard eyes.partners != nil, eyes.hiding.contains(body.reference.kind) else { return false }
        if let record = (try? body.change)?.record { return eyes.hides(record, in: project.everything) }
        return try hides(body.reference, from: eyes, in: project)
    }

    /// The same of a record that is not there any more.
    package func hides(_ reference: Reference, from eyes: Eyes, in project: Project) throws -> Bool {
        guard eyes.partners != nil, eyes.hiding.contains(reference.kind) else { return false }
        let last = try history(of: reference, in: project.name).reversed().lazy.compactMap { version in
            (try? version.body.change)?.record
        }.first
        return last.map { eyes.hides($0, in: project.everything) } ?? true
    }
}
