import Cast
import Foundation
import Testing

@testable import Desk
@testable import Domain
@testable import Trail

@Suite struct NothingBeforeTests {
    let folder = Temporary()
    let installation: Installation

    init() throws { installation = try Installation(folder.url, clock: Clock(at: .friday), syncFailed: { _ in }) }

    private func refusal(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? Refusal)?.code ?? "\(error)" }
    }

    @Test func `a beginning that is refused leaves nothing, and its name is free`() async throws {
        let ends = GreenHarbours.begun.overlaid(by: ["end": "2020-01-01"])
        #expect(await refusal { _ = try await installation.begin("green-harbours", ends) } == "blocked")
        #expect(try installation.projects().isEmpty)
        #expect(try installation.store.names().isEmpty)
        #expect(await refusal { _ = try installation.desk("green-harbours") } == "unknownProject")
        #expect(try await installation.begin("green-harbours", GreenHarbours.begun).entry == 1)
        #expect(try installation.desk("green-harbours").published.entry == 1)
    }

    @Test func `before the first entry every verb but the beginning is refused`() async throws {
        let desk = try installation.unbegun("green-harbours")
        for verb in AnyVerb.all where !["begin-project", "add-identification"].contains(verb.name) {
            let code = await refusal { _ = try await desk.carryOut(.init(verb, .object([]), by: .steward)) }
            #expect(code == "unknownProject", "\(verb.name)")
        }
        let person = Step(AnyVerb.named("add-person")!, ["name": "Luka Furlan"])
        let begin = Step(BeginProject.any, GreenHarbours.begun)
        #expect(
            await refusal { _ = try await desk.carryOut(.init([person, begin], by: .steward)) } == "unknownProject")
        #expect(try installation.store.names().isEmpty)
        #expect(try await desk.carryOut(.init([begin, person], by: .steward)).entry == 1)
    }

    @Test func `of many who begin under one name at once, one wins and the others are told`() async throws {
        let installation = installation
        let answers = await withTaskGroup(of: String.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    do { return "\(try await installation.begin("green-harbours", GreenHarbours.begun).entry)" } catch {
                        return (error as? Refusal)?.code ?? "\(error)"
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.sorted() == ["1"] + Array(repeating: "projectExists", count: 15))
        #expect(try installation.store.verify("green-harbours").entries == 1)
        let desk = try installation.desk("green-harbours")
        #expect(
            try await desk.carryOut(.init(AnyVerb.named("add-person")!, ["name": "Luka Furlan"], by: .steward)).entry
                == 2)
    }

    @Test(arguments: ["Green-Harbours", "GREEN", "green-Harbours", "installation", "new"])
    func `a name that differs in capitals, or is ours, is none`(name: String) async throws {
        #expect(await refusal { _ = try await installation.begin(name, GreenHarbours.begun) } == "blocked")
        #expect(try installation.store.names().isEmpty)
    }
}
