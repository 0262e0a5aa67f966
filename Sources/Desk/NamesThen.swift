import Domain
import Logging
import Synchronization
import Trail
import Words

/// What records were called at an entry of the trail: as long as it lives, each history is read once.
public final class NamesThen: Sendable {
    private let installation: Installation
    private let histories = Mutex<[Reference: [PlacedBody]]>([:])

    public init(_ installation: Installation) { self.installation = installation }

    /// The name of then, in the project as these eyes see it; of now, where that is erased, withheld or a particular.
    public func name(_ reference: Reference, at entry: Int, in project: Project, _ words: Words) -> String {
        let kept = reference.kept
        if let last = project.entry(of: kept), last <= entry { return words.name(reference, in: project) }
        guard project.keeper(ofHidden: reference) == nil,
            let then = caption(of: reference, at: entry, in: project)
                ?? (project.entry(of: reference) == nil ? caption(of: reference, at: project.entry, in: project) : nil)
        else { return words.name(reference, in: project) }
        return words.caption(then, kind: reference.kind)
    }

    private func caption(of reference: Reference, at entry: Int, in project: Project) -> Caption? {
        guard reference.kind == Person.kind || Kind.named(reference.kind)?.isPersonal == false else { return nil }
        for part in reference.kept == reference ? [reference] : [reference.kept, reference] {
            do {
                if try installation.trails.hides(part, from: project.eyes, in: project) { return nil }
                // What cannot be read is named where the project is: an earlier name serves here.
                for version in try history(of: part, in: project.name).reversed() where version.entry <= entry {
                    if let record = (try? version.body.change)?.record { return record.caption }
                }
            } catch { ProjectDesk.log.error("\(project.name): what \(reference) was called: \(error)") }
        }
        return nil
    }

    private func history(of reference: Reference, in project: String) throws -> [PlacedBody] {
        if let known = histories.withLock({ $0[reference] }) { return known }
        let history = try installation.store.history(of: reference, in: project)
        histories.withLock { $0[reference] = history }
        return history
    }
}

extension Reference {
    /// The record that keeps its name.
    fileprivate var kept: Reference { kind == Person.kind ? Reference(kind: PersonName.kind, number: number) : self }
}
