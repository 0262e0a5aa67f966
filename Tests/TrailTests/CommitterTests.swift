import Cast
import Foundation
import Synchronization
import Testing

@testable import Domain
@testable import Trail

@Suite struct CommitterTests {
    /// The first entries of some projects, one after the other.
    private func entries(_ name: String, _ count: Int) throws -> [Append] {
        var project = GreenHarbours.unbegun(as: name)
        var head = Header.noPrevious
        return try (0..<count).map { index in
            let changes =
                try index == 0
                ? project.changes("begin-project", GreenHarbours.begun)
                : project.changes("add-person", ["name": .text("Person \(index)")])
            let entry = Entry(
                try Draft.of(changes), in: name, number: index + 1, after: head,
                moment: .friday, person: nil, verb: "x")
            project = project.applying(changes)
            head = entry.hash
            return Append(entry)
        }
    }

    private func commit(_ appends: [Append], with committer: Committer) async -> [Result<Void, TrailFault>] {
        await withCheckedContinuation { continuation in
            let results = Mutex<[Result<Void, TrailFault>]>([])
            for append in appends {
                committer.commit(append, settle: { _ in }) { result in
                    let all = results.withLock { results in
                        results.append(result)
                        return results.count == appends.count ? results : nil
                    }
                    if let all { continuation.resume(returning: all) }
                }
            }
        }
    }

    private func good(_ results: [Result<Void, TrailFault>]) -> Int {
        results.filter { if case .success = $0 { true } else { false } }.count
    }

    @Test func `entries of several projects are written, and each is answered once`() async throws {
        let folder = Temporary()
        let store = try Store(folder.url)
        let names = ["green-harbours", "blue-harbours", "red-harbours"]
        let all = try names.map { try entries($0, 50) }
        let mixed = (0..<50).flatMap { index in all.map { $0[index] } }
        #expect(good(await commit(mixed, with: Committer(store))) == 150)
        for name in names { #expect(try store.verify(name).entries == 50) }
    }

    @Test func `what fails for one project does not fail for the others`() async throws {
        let folder = Temporary()
        let store = try Store(folder.url)
        var mixed = try entries("green-harbours", 20)
        mixed.insert(contentsOf: try entries("blue-harbours", 20).dropFirst(), at: 10)
        let results = await commit(mixed, with: Committer(store))
        #expect(good(results) == 20)
        #expect(try store.verify("green-harbours").entries == 20)
        #expect(try store.names() == ["green-harbours"])
    }

    @Test func `when the disk fails, everybody who waits in the batch is told`() async throws {
        let folder = Temporary()
        let store = try Store(folder.url)
        store.failure.withLock { $0 = .diskFull }
        let committer = Committer(store)
        let first = await commit(Array(try entries("green-harbours", 1)), with: committer)
        #expect(good(first) == 0)
        #expect(good(await commit(try entries("green-harbours", 3), with: committer)) == 3)
    }
}
