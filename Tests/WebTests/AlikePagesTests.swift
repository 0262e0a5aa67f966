import Desk
import Domain
import Testing

@testable import Web

/// Records that look the same, on pages.
struct AlikePagesTests {
    @Test(arguments: ["green-harbours", "inno-industry"])
    func `no record of a sample looks like another`(_ name: String) async throws {
        let project = try await Browser.samples.value.site.installation.desk(name).published.project
        for kind in Kind.all {
            for record in kind.each(project) {
                let others = project.alike(record)
                #expect(others.isEmpty, "\(record.reference) \(project.caption(of: record.reference)!)")
            }
        }
    }

    @Test func `the form asks, keeps what was typed, and adds it once somebody says that it is another one`()
        async throws
    {
        let browser = try await Browser.begun()
        let list = "/projects/green-harbours/events"
        func send(_ fields: (String, String)...) async throws -> Browser.Answer {
            try await browser.send(list, [("sorts", "partnerMeeting"), ("place", "Koper")] + fields)
        }
        #expect(try await send(("title", "Kick-off"), ("start", "14 May 2025")).status == 303)
        let asked = try await send(("title", "KICKOFF"), ("start", "14 May 2025"))
        #expect(asked.status == 409)
        #expect(asked.text.contains("There is one that looks the same already: Kick-off."))
        #expect(asked.text.contains("<a href=\"/projects/green-harbours/events/1\">Kick-off</a>"))
        #expect(asked.text.contains("form=\"verb\" name=\"another\"") && asked.text.contains("value=\"KICKOFF\""))
        // What is wrong besides is said as ever, and the answer stays given.
        let wrong = try await send(("another", "yes"), ("title", "KICKOFF"), ("start", "soon"))
        #expect(wrong.status == 422 && wrong.text.contains("type=\"hidden\" name=\"another\""))
        #expect(try await send(("another", "yes"), ("title", "KICKOFF"), ("start", "14 May 2025")).status == 303)
        #expect(try await browser.get(list + "/2").status == 200)
        #expect(try await browser.get(list + "/3").status == 404)
        // A program is told, and not asked.
        let told = try await browser.sendJSON(
            list, ["title": "Kick-off", "sorts": ["partnerMeeting"], "start": "2025-05-14"])
        #expect(told.text.contains("\"alike\""))
    }
}
