import Testing
import Words

@Suite struct FoldingTests {
    @Test(arguments: [
        ("Stroški", "stroski"), ("ČŠŽĆĐ", "cszcd"), ("Straße", "strasse"), ("Łódź", "lodz"), ("Ærø", "aero"),
        ("Þórður", "thordur"),
        ("ĢĶĻŅ", "gkln"), ("Ştefan și Ţara", "stefan si tara"), ("őű", "ou"), ("İzmir", "izmir"), ("ΆΡΤΑ", "αρτα"),
        ("c\u{30C}", "c"),
        ("2019–2023", "2019-2023"), ("“a”", "\"a\""), ("plain text 12", "plain text 12"), ("", ""), ("日本", "日本"),
    ])
    func `folding takes capitals and marks away`(text: String, folded: String) {
        #expect(Words.folded(text) == folded)
        #expect(Words.folded(folded) == folded)
    }

    @Test func `a search for stroski finds Stroški`() {
        #expect(Words.folded("Stroški osebja").contains(Words.folded("stroski")))
    }

    @Test func `the Slovene alphabet orders names, and numbers inside them by value`() {
        let right = [
            "a9", "a10", "cesta", "čebela", "Črna", "ćevap", "dom", "đak", "sonce", "šola", "Zagreb", "zima", "žaba",
            "Žiri",
        ]
        #expect(Words.of(.sl).sorted(right.reversed()) { $0 } == right)
        var chance = Chance(5)
        for _ in 0..<20 { #expect(Words.of(.sl).sorted(right.shuffled(using: &chance)) { $0 } == right) }
    }

    @Test(arguments: [
        (Language.sv, ["Alingsås", "Zorn", "Åre", "Älmhult", "Örebro"]), (.de, ["Apfel", "Äpfel", "Arbeit", "Zoll"]),
        (.sk, ["cesta", "čas", "hora", "chata", "ihla"]), (.hu, ["cukor", "csak", "dal", "ország", "öt"]),
        (.es, ["nota", "ñandú", "oso"]), (.lv, ["gads", "ģimene", "īss", "jā"]),
        (.ro, ["an", "ăla", "sat", "șarpe", "tată", "țară"]),
        (.en, ["event 2", "event 10", "Event 11", "events"]),
    ])
    func `every language has its own alphabet`(language: Language, right: [String]) {
        #expect(Words.of(language).sorted(right.reversed()) { $0 } == right)
    }

    @Test func `equal letters are ordered by marks and then by capitals, always the same way`() {
        let words = Words.of(.sl)
        #expect(words.compare("ana", "Ana"))
        #expect(!words.compare("Ana", "ana"))
        #expect(words.compare("resume", "résumé"))
        #expect(!words.compare("a", "a"))
        #expect(words.sortKey("č") == words.sortKey("c\u{30C}"))
    }
}
