import Cast
import Foundation
import Testing

@testable import Desk

/// What must hold whatever people do and whatever fails; `bin/simulate` asks for more of it.
@Suite struct SimulationTests {
    /// With these nothing is found, and all that is planted.
    static let few: ClosedRange<UInt64> = 25...48
    /// The seeds that are asked for, or a few.
    private static let seeds: [UInt64] = {
        let asked = ProcessInfo.processInfo.environment
        if let seed = asked["GROZD_SEED"].flatMap(UInt64.init) { return [seed] }
        guard let count = asked["GROZD_SIMULATE"].flatMap(Int.init) else { return Array(few) }
        let first = UInt64.random(in: 1...(1 << 40))
        return (0..<count).map { first + UInt64($0) }
    }()

    @Test(arguments: seeds)
    func
        `whatever people do and whatever fails, what was answered is there, what was refused is not, what was erased is gone, and nobody is told another partner's`(
            seed: UInt64
        ) throws
    {
        let simulation = Simulation(seed: seed)
        do { try simulation.run() } catch let error as Found { throw error } catch {
            throw Found(seed: seed, step: 0, what: "\(error)")
        }
    }
}

/// That a fault would be found: each is planted, and the runs find it.
@Suite struct PlantedFaultsTests {
    /// What the runs with these seeds find first; nil where they find nothing.
    private func found(_ make: (UInt64) -> Simulation) -> String? {
        for seed in SimulationTests.few {
            do { try make(seed).run() } catch { return "\(error)" }
        }
        return nil
    }

    @Test(arguments: Cast.Planted.allCases) func `a fault that is planted in a store is found`(fault: Cast.Planted) {
        #expect(found { Simulation(seed: $0, store: fault) } != nil)
    }

    @Test(arguments: ProjectDesk.Planted.allCases)
    func `a fault that is planted in a desk is found`(fault: ProjectDesk.Planted) {
        #expect(found { Simulation(seed: $0, desk: fault) } != nil)
    }

    @Test(arguments: Sight.Planted.allCases)
    func `a fault that is planted in what looks at projects is found`(fault: Sight.Planted) {
        #expect(found { Simulation(seed: $0, sight: fault) } != nil)
    }

    @Test func `equal seeds find the same, at the same step`() {
        func found(_ seed: UInt64) -> String? {
            do { try Simulation(seed: seed, store: .skipsHeadCheck).run() } catch { return "\(error)" }
            return nil
        }
        for seed in UInt64(1)...6 { #expect(found(seed)?.prefix(60) == found(seed)?.prefix(60)) }
    }

    @Test func `most of what people try is carried out, and every sort of erasure among it`() throws {
        var accepted: [String: Int] = [:]
        for seed in UInt64(1)...8 {
            let simulation = Simulation(seed: seed)
            try simulation.run()
            accepted.merge(simulation.accepted, uniquingKeysWith: +)
        }
        for verb in [
            "erase-body", "redact-body", "erase-document", "erase-particulars", "withdraw-event", "accept-clock",
        ] {
            #expect(accepted[verb, default: 0] > 0, "\(verb)")
        }
        #expect(accepted.values.reduce(0, +) > 200, "\(accepted)")
        #expect(accepted.count > 15, "\(accepted)")
    }
}
