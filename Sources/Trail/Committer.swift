import Dispatch
import Domain
import Synchronization

/// Writes what the desks of all projects have decided: everything that waits goes to the disk in one transaction.
public final class Committer: Sendable {
    private struct Waiting: Sendable {
        let append: Store.Append
        let done: @Sendable (Result<Void, TrailFault>) -> Void
    }

    private struct State {
        var waiting: [Waiting] = []
        var isWorking = false
    }

    private let store: Store
    private let queue = DispatchQueue(label: "committer")
    private let state = Mutex(State())
    /// Entries that go together at most.
    private static let most = 4_096

    public init(_ store: Store) { self.store = store }

    /// Hands an entry over. `done` is called once, in the order of handing over, when the entry is on the disk or is not.
    public func commit(_ append: Store.Append, done: @escaping @Sendable (Result<Void, TrailFault>) -> Void) {
        let starts = state.withLock { state in
            state.waiting.append(Waiting(append: append, done: done))
            defer { state.isWorking = true }
            return !state.isWorking
        }
        if starts { queue.async { self.work() } }
    }

    private func work() {
        while true {
            let batch = state.withLock { state -> [Waiting] in
                let batch = Array(state.waiting.prefix(Self.most))
                state.waiting.removeFirst(batch.count)
                if batch.isEmpty { state.isWorking = false }
                return batch
            }
            guard !batch.isEmpty else { return }
            write(batch)
        }
    }

    /// What fails for one project does not fail for the others.
    private func write(_ batch: [Waiting]) {
        do {
            try store.append(batch.map(\.append))
            for waiting in batch { waiting.done(.success(())) }
        } catch {
            let fault = error as? TrailFault ?? .broken("\(error)")
            var projects: [String] = []
            for waiting in batch where !projects.contains(waiting.append.entry.header.project) {
                projects.append(waiting.append.entry.header.project)
            }
            if case .headMoved = fault, projects.count > 1 {
                for project in projects { write(batch.filter { $0.append.entry.header.project == project }) }
                return
            }
            for waiting in batch { waiting.done(.failure(fault)) }
        }
    }
}
