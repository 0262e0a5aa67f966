import Cast
import Domain
import Foundation
import Testing

@testable import Web

/// Rules on pages: found, filtered, compared, and with those who stand on them.
@Suite struct RulesTests {
    private func json(_ path: String) async throws -> JSON {
        let browser = try await Browser.samples.value
        return try JSON(
            reading: Array(try await browser.get(path + (path.contains("?") ? "&" : "?") + "as=json").text.utf8))
    }

    @Test func `a search goes through all packs, and finds what a base says once`() async throws {
        let found = try await json("/rules?q=funding.rate+public")
        let packs = try #require(found["rules"]?.list).compactMap { $0["pack"]?.text }
        #expect(packs.contains("interreg-europe-2014-2020") && packs.contains("interreg-europe-2021-2027"))
        #expect(try await json("/rules?q=xyzzy")["rules"]?.list == [])
        let hours = try #require(try await json("/rules?q=staff.annualHours")["rules"]?.list)
        #expect(Set(hours.compactMap { $0["pack"]?.text }) == ["eu-2014-2020", "eu-2021-2027"])
    }

    @Test func `a pack shows what is not verified, and what held on a day`() async throws {
        let path = "/rules/interreg-europe-2021-2027"
        let all = try #require(try await json(path)["parameters"]?.list)
        let doubtful = try #require(try await json(path + "?show=unverified")["parameters"]?.list)
        let verified = try #require(try await json(path + "?show=verified")["parameters"]?.list)
        #expect(!doubtful.isEmpty && !verified.isEmpty && doubtful.count + verified.count == all.count)
        #expect(verified.allSatisfy { $0["values"]?.list?.allSatisfy { $0["verified"] != .null } == true })

        func classes(_ day: String) async throws -> [String] {
            try #require(try await json(path + "?q=funding.eligible&on=" + day)["parameters"]?.list)
                .compactMap { $0["about"]?.text }
        }
        #expect(try await !classes("2023-12-10").contains("candidate"))
        #expect(try await classes("2023-12-11").contains("candidate"))
    }

    @Test func `a rule names its base, its users, the other packs, and the projects that stand on it`() async throws {
        let rule = try await json("/rules/interreg-europe-2014-2020/funding.rate/public")
        #expect(rule["projects"] == ["inno-industry"])
        #expect(rule["elsewhere"]?.list?.contains { $0["pack"] == "interreg-europe-2021-2027" } == true)
        #expect(rule["rules"]?.list?.first?["usedIn"]?.list?.contains("funding.rate") == true)
        let browser = try await Browser.samples.value
        let inherited = try await browser.get("/rules/interreg-europe-2014-2020/staff.annualHours").text
        #expect(inherited.contains("href=\"/rules/eu-2014-2020/staff.annualHours\""))
    }

    @Test func `two packs are compared both ways`() async throws {
        let there = try await json("/rules/compare?a=eu-2021-2027&b=hit-2021-2027")
        let back = try await json("/rules/compare?a=hit-2021-2027&b=eu-2021-2027")
        func count(_ json: JSON, _ what: String) -> Int {
            json["differences"]?.list?.count { $0["what"]?.text == what } ?? -1
        }
        #expect(count(there, "added") > 50 && count(there, "added") == count(back, "dropped"))
        #expect(count(there, "dropped") == 0)
        let table = try await Browser.samples.value.get("/rules/compare?a=eu-2021-2027&b=hit-2021-2027&as=csv").text
        #expect(table.split(separator: "\r\n").count == (there["differences"]?.list?.count ?? 0) + 1)
    }

    @Test(arguments: [
        "/rules/nothing", "/rules/..%2Fpacks", "/rules/%2Fetc", "/rules/eu-2014-2020/nothing",
        "/rules/eu-2014-2020/funding.rate/nobody", "/rules/compare?a=eu-2014-2020&b=nothing",
        "/rules/eu-2014-2020?on=soon",
    ]) func `what is not there says so`(path: String) async throws {
        let answer = try await Browser.samples.value.get(path)
        #expect(answer.status == 404, "\(path)")
    }

    @Test func `a rule that nobody has verified carries the mark`() async throws {
        let browser = try await Browser.samples.value
        let doubtful = try await browser.get("/rules/interreg-europe-2014-2020/funding.rate/uk").text
        #expect(doubtful.contains("class=\"state doubt\"") && doubtful.contains("tr class=\"doubtful\""))
        let verified = try await browser.get("/rules/interreg-europe-2014-2020/funding.rate/public").text
        #expect(!verified.contains("class=\"state doubt\"") && verified.contains("class=\"state good\""))
    }
}
