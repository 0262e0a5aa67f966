import Domain
import Synchronization

/// Which records point to which: worked out when first asked after a change, from what has changed since.
public final class Pointers: Sendable {
    private struct State {
        var entry = -1
        var erasures = 0
        /// What each record points to, as of the entry that last changed it.
        var from: [Reference: (entry: Int, targets: [Reference])] = [:]
        var to: [Reference: [Reference]] = [:]
    }

    private let states = Mutex<[String: State]>([:])

    public init() {}

    /// Every record that points to this one, in order of kind, as `Project.references(to:)` gives them.
    /// Those that the project's eyes see.
    public func references(to reference: Reference, in project: Project) -> [Reference] {
        let all = states.withLock { states in
            if states[project.name]?.entry != project.entry {
                Pointers.renew(&states[project.name, default: State()], project.everything)
            }
            return states[project.name]?.to[reference] ?? []
        }
        return project.isPart ? all.filter { project.entry(of: $0) != nil } : all
    }

    private static func renew(_ state: inout State, _ project: Project) {
        if state.erasures != project.erasures.count { state.from = [:] }
        state.erasures = project.erasures.count
        state.entry = project.entry
        state.to = [:]
        for kind in Kind.all where kind.shape.pointsAnywhere {
            for record in kind.each(project) {
                let reference = record.reference
                let entry = kind.entry(project, reference.number) ?? 0
                let known = state.from[reference].flatMap { $0.entry == entry ? $0.targets : nil }
                let targets = known ?? kind.shape.references(in: Canonical.json(record))
                if known == nil { state.from[reference] = (entry, targets) }
                for target in targets where target != reference { state.to[target, default: []].append(reference) }
            }
        }
    }
}
