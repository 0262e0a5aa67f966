import Domain
import Testing

@testable import Words

@Suite struct CountingTests {
    @Test(arguments: [
        (0, "0 študijskih obiskov"), (1, "1 študijski obisk"), (2, "2 študijska obiska"), (3, "3 študijski obiski"),
        (4, "4 študijski obiski"), (5, "5 študijskih obiskov"), (11, "11 študijskih obiskov"),
        (12, "12 študijskih obiskov"),
        (21, "21 študijskih obiskov"), (100, "100 študijskih obiskov"), (101, "101 študijski obisk"),
        (102, "102 študijska obiska"), (103, "103 študijski obiski"), (104, "104 študijski obiski"),
        (111, "111 študijskih obiskov"), (112, "112 študijskih obiskov"), (116, "116 študijskih obiskov"),
    ])
    func `Slovene counts with four forms`(number: Int, expected: String) {
        #expect(Words.of(.sl).count(number, "figure.study-visits").plainSpaces == expected)
    }

    /// Numbers with the form that each takes.
    static let forms: [Language: [Int: Int]] = [
        .en: [0: 1, 1: 0, 2: 1, 21: 1], .de: [0: 1, 1: 0, 2: 1], .hu: [1: 0, 2: 1],
        .lv: [0: 2, 1: 0, 2: 1, 9: 1, 10: 2, 11: 2, 19: 2, 20: 2, 21: 0, 22: 1, 101: 0, 111: 2],
        .sk: [0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 21: 2, 102: 2],
        .ro: [0: 1, 1: 0, 2: 1, 19: 1, 20: 2, 100: 2, 101: 1, 119: 1, 120: 2],
        .sl: [201: 0, 202: 1, 1004: 2, 1000: 3, -1: 0, -2: 1],
    ]

    @Test(arguments: forms) func `every language chooses its form by the number`(language: Language, forms: [Int: Int])
    {
        for (number, form) in forms { #expect(language.form(of: number) == form, "\(language) \(number)") }
        #expect((0...200).allSatisfy { (0..<language.formCount).contains(language.form(of: $0)) })
    }

    @Test func `the verb agrees with the number in Slovene`() {
        let words = Words.of(.sl)
        #expect(
            [1, 2, 3, 5].map { words.count($0, "result.missing") } == [
                "manjka 1", "manjkata 2", "manjkajo 3", "manjka 5",
            ])
    }

    /// Hungarian as it was when only one word of it was there.
    private static let begun = Words(
        language: .hu, book: Book(.hu, only: ["page.today": Text(Array("Ma".utf8)[...])]), english: .of(.en))

    @Test func `a key without words is shown as such and falls back to English where English has it`() {
        #expect(Words.of(.sl)("no.such") == "⟦no.such⟧")
        #expect(Self.begun.text("page.show").text == "Show")
        #expect(Self.begun.text("page.show").language == .en)
        #expect(Self.begun.text("page.today").language == .hu)
        #expect(Self.begun.optional("no.such") == nil)
    }

    @Test func `a noun that only English has is counted with English forms`() {
        #expect(Self.begun.count(3, "page.records") == "3 records")
        #expect(Self.begun.count(1, "page.records") == "1 record")
    }

    @Test func `counts say how exact they are and are read again`() {
        let words = Words.of(.sl)
        #expect(words.count(Count(15, .about)) == "okrog 15")
        #expect(Words.of(.en).count(Count(10, .atLeast)) == "at least 10")
        #expect(words.readCount("približno 15") == Count(15, .about))
        #expect(words.readCount("10+") == Count(10, .atLeast))
        #expect(words.readCount("okrog") == nil)
        #expect(words.readCount("10–12") == nil)
        #expect(words.readCount("-3") == nil)
    }

    @Test(arguments: Language.allCases) func `every count is read as it was written`(language: Language) {
        let words = Words.of(language)
        var chance = Chance(7)
        for _ in 0..<300 {
            let number = Int.random(in: 0...[9, 99, 9_999, 1_000_000].randomElement(using: &chance)!, using: &chance)
            for precision in [Count.Precision.exact, .about, .atLeast] {
                let count = Count(number, precision)
                #expect(words.readCount(words.count(count)) == count)
                #expect(words.readCount(count.plain) == count)
            }
        }
    }
}

extension String {
    /// With plain spaces in the places of those that do not break.
    var plainSpaces: String { String(map { $0 == "\u{A0}" ? " " : $0 }) }
}
