import Domain
import Testing

@Suite struct ChainTests {
    @Test func `the chain behind each policy change of INNO INDUSTRY is walked as far as was published`() throws {
        let project = try Played("inno-industry").project
        let shown = project.policyChanges.compactMap { project.chain(through: $0.reference) }.map { chain in
            ChainStage.allCases.map { "\($0.rawValue) \(chain.nodes(at: $0).count)" }.joined(separator: ", ") + "; "
                + chain.gaps.map(\.what.rawValue).joined(separator: " ")
        }
        #expect(
            shown == [
                "swot 0, practice 2, event 1, inspiration 2, action 1, change 1; unconfirmed noEvent noSwot",
                "swot 1, practice 1, event 1, inspiration 1, action 1, change 1; unconfirmed swotUnsaid",
                "swot 1, practice 0, event 0, inspiration 0, action 0, change 1; noAction unconfirmed swotUnsaid",
            ])
    }

    @Test func `a policy change of Green Harbours has its whole way back, and every state of a practice was seen`()
        throws
    {
        let project = try Played("green-harbours").project
        let chains = project.policyChanges.compactMap { project.chain(through: $0.reference) }
        #expect(chains.contains { $0.isWhole })
        #expect(chains.contains { !$0.isWhole })
        for review in GoodPractice.Review.allCases {
            #expect(project.goodPractices.contains { $0.stage == review }, "\(review)")
        }
        for status in Action.Status.allCases where status != .unknown {
            #expect(project.actions.contains { $0.status == status }, "\(status)")
        }
        let seen = Set(project.actionPlans.flatMap { $0.steps.map(\.state) })
        for status in ActionPlan.Status.allCases where status != .scenario && status != .unknown {
            #expect(seen.contains(status), "\(status)")
        }
    }

    /// Through each record of both samples that stands at a link: empty boxes and "nothing is missing" never meet, and nothing is
    /// called unrecorded that is on record.
    @Test func `a chain that is whole has a record at every link, or goes straight from an inspiration`() throws {
        var walked = 0
        for name in ["inno-industry", "green-harbours"] {
            let project = try Played(name).project
            for stage in ChainStage.allCases {
                let kind = try #require(Kind.named(stage.kind))
                for record in kind.each(project) {
                    let chain = try #require(project.chain(through: record.reference))
                    walked += 1
                    let empty = ChainStage.allCases.filter { chain.nodes(at: $0).isEmpty }
                    #expect(Set(empty) == Set(chain.absences.keys))
                    #expect(!chain.isWhole || chain.absences.values.allSatisfy { $0 == .notNeeded })
                    for stage in empty where chain.absences[stage] == .nothing {
                        let kind = try #require(Kind.named(stage.kind))
                        #expect(stage == .event || kind.each(project).isEmpty, "\(stage) of \(record.reference)")
                    }
                }
            }
        }
        #expect(walked > 100, "\(walked)")
    }

    @Test func `the same practice was shortlisted by three regions of INNO INDUSTRY`() throws {
        let project = try Played("inno-industry").project
        let house = try #require(project.goodPractices.first { $0.title.contains("House of Digitalization") })
        let regions = Set(project.shortlists.filter { $0.practices.contains(house.id) }.map(\.region))
        #expect(regions == ["Region of Murcia", "North Middle Sweden", "Romania"])
    }
}
