import Dispatch
import Domain
import Synchronization

/// Writes what the desks of all projects have decided: everything that waits goes to the disk in one transaction.
public final class Committer: Sendable {
    private struct Waiting: Sendable {
        let append: Append
        let settle: @Sendable (Result<Void, TrailFault>) -> Void
        let answer: @Sendable (Result<Void, TrailFault>) -> Void
        var project: String { append.entry.header.project }
    }

    private struct State {
        var waiting: [Waiting] = []
        var isWorking = false
    }

    private let store: any TrailStore
    private let queue = DispatchQueue(label: "committer")
    private let state = Mutex(State())
    /// Entries that go together at most.
    private static let most = 4_096

    package init(_ store: any TrailStore) { self.store = store }

    /// Hands an entry over. When it is on the disk or is not, `answer` is called, in the order of handing over; before any
    /// answer of the transaction, `settle` of the last entry of each project, and of those that erase.
    public func commit(
        _ append: Append, settle: @escaping @Sendable (Result<Void, TrailFault>) -> Void = { _ in },
        answer: @escaping @Sendable (Result<Void, TrailFault>) -> Void
    ) {
        let starts = state.withLock { state in
            state.waiting.append(Waiting(append: append, settle: settle, answer: answer))
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
            finish(batch, .success(()))
        } catch {
            let fault = error as? TrailFault ?? .broken("\(error)")
            var projects: [String] = []
            for waiting in batch where !projects.contains(waiting.project) { projects.append(waiting.project) }
            if case .headMoved = fault, projects.count > 1 {
                for project in projects { write(batch.filter { $0.project == project }) }
                return
            }
            finish(batch, .failure(fault))
        }
    }

    private func finish(_ batch: [Waiting], _ result: Result<Void, TrailFault>) {
        var last: [String: Int] = [:]
        for (place, waiting) in batch.enumerated() { last[waiting.project] = place }
        for (place, waiting) in batch.enumerated()
        where last[waiting.project] == place || !waiting.append.entry.erasures.isEmpty {
            waiting.settle(result)
        }
        for waiting in batch { waiting.answer(result) }
    }
}
