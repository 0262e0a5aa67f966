import Cast
import Testing

@testable import Domain
@testable import Trail

/// What is sent under a key is known beside the trail, of both makers of stores.
@Suite struct SentOnceTests {
    private func once(_ key: String) -> SentOnce { SentOnce(key: key, content: Digest(of: Array("of \(key)".utf8))) }

    @Test(arguments: Keeper.allCases) func `a key is written with its entry, and kept for a week`(keeper: Keeper) throws
    {
        var written = try Written(keeper)
        func meet() throws { try written.write("add-event", ["title": "Visit", "sorts": ["other"]], once: once("a")) }
        try meet()
        written.day = written.day.adding(days: 6)
        try written.write("add-event", ["title": "Meeting", "sorts": ["other"]], once: once("b"))
        let store = written.store
        #expect(try store.sent("a", of: "green-harbours")?.entry == 2)
        #expect(try store.sent("a", of: "green-harbours")?.content == once("a").content)
        #expect(try store.sent("a", of: "blue-harbours") == nil && store.sent("c", of: "green-harbours") == nil)
        // Nobody writes a key again while it is kept.
        #expect(throws: (any Error).self) { try meet() }
        written.day = written.day.adding(days: 2)
        try written.write("add-event", ["title": "Another", "sorts": ["other"]], once: once("c"))
        let again = try written.openedAgain()
        #expect(try again.sent("a", of: "green-harbours") == nil)
        #expect(try again.sent("b", of: "green-harbours")?.entry == 3)
        #expect(try again.verify("green-harbours").entries == 4)
    }

    @Test(arguments: Keeper.allCases) func `what is not appended leaves no key`(keeper: Keeper) throws {
        var written = try Written(keeper)
        let (late, _) = try written.entry("add-person", ["name": "Luka Furlan"])
        try written.write("add-event", ["title": "Visit", "sorts": ["other"]], once: once("a"))
        var append = Append(late)
        append.once = once("late")
        #expect(throws: (any Error).self) { try written.store.append([append]) }
        #expect(try written.store.sent("late", of: "green-harbours") == nil)
    }
}
