import Domain
import Testing
import Words

@Suite struct DaysTests {
    @Test(arguments: [
        (Language.en, "31 January 2023", "31 January 2023", "January 2023"),
        (.sl, "31. 1. 2023", "31. januar 2023", "januar 2023"),
        (.de, "31.1.2023", "31. Januar 2023", "Januar 2023"),
        (.lv, "31.01.2023.", "2023. gada 31. janvāris", "2023. gada janvāris"),
        (.es, "31/1/2023", "31 de enero de 2023", "enero de 2023"),
        (.pt, "31/01/2023", "31 de janeiro de 2023", "janeiro de 2023"),
        (.sv, "2023-01-31", "31 januari 2023", "januari 2023"), (.sk, "31. 1. 2023", "31. januára 2023", "január 2023"),
        (.hu, "2023. 01. 31.", "2023. január 31.", "2023. január"),
        (.ro, "31.01.2023", "31 ianuarie 2023", "ianuarie 2023"),
    ])
    func `days are written as the language writes them`(language: Language, day: String, long: String, month: String) {
        let words = Words.of(language)
        #expect(words.day(Day(2023, 1, 31)!) == day)
        #expect(words.longDay(Day(2023, 1, 31)!) == long)
        #expect(words.when(.month(2023, 1)) == month)
        #expect(words.when(.year(2023)) == "2023")
    }

    @Test(arguments: Language.allCases) func `a span is read as it is written`(language: Language) {
        let words = Words.of(language)
        let days = ["2019-09-03", "2019-09-04", "2019-10-01", "2020-02-29", "2020-03-01", "2021-12-31"].compactMap {
            Day($0)
        }
        for (at, first) in days.enumerated() {
            for last in days.dropFirst(at + 1) {
                let read = words.readSpan(words.span(first, last))
                #expect(read?.from == .day(first) && read?.to == .day(last), "\(words.span(first, last))")
            }
        }
        for (from, to) in [("2020-03", "2020-05"), ("2019-12", "2020-01"), ("2020", "2022")] {
            let (from, to) = (When(from), When(to))
            let read = words.readSpan(words.span(from, to))
            #expect(read?.from == from && read?.to == to, "\(words.span(from, to))")
        }
        #expect(
            words.readSpan("4–3 September 2019") == nil && words.readSpan("–") == nil && words.readSpan("2019") == nil)
    }

    @Test func `spans are shortened as the language does`() {
        let (en, sl, de) = (Words.of(.en), Words.of(.sl), Words.of(.de))
        let project = (When("2019-08-01"), When("2023-01-31"))
        #expect(en.span(project.0, project.1) == "1 August 2019 – 31 January 2023")
        #expect(sl.span(project.0, project.1) == "1. 8. 2019–31. 1. 2023")
        #expect(de.span(project.0, project.1) == "1.8.2019–31.1.2023")
        #expect(en.span(When("2020-03-03"), When("2020-03-05")) == "3–5 March 2020")
        #expect(sl.span(When("2020-03-03"), When("2020-03-05")) == "3.–5. 3. 2020")
        #expect(sl.span(When("2020-02-28"), When("2020-03-01")) == "28. 2.–1. 3. 2020")
        #expect(en.span(When("2020-03"), When("2020-05")) == "March–May 2020")
        #expect(en.span(When("2020"), When("2022")) == "2020–2022")
        #expect(sl.span(When("2022-01"), nil) == "od januarja 2022")
        #expect(sl.span(nil, When("2022-01-31")) == "do 31. 1. 2022")
        #expect(en.span(When("2020-03-03"), When("2020-03-03")) == "3 March 2020")
        #expect(en.span(nil, nil as When?) == "")
        #expect(Words.of(.hu).span(When("2020-03-03"), When("2020-03-05")) == "2020. 03. 03–05.")
    }

    @Test func `distances are told in days, then months, then years`() {
        let today = Day(2026, 11, 21)!
        let (en, sl) = (Words.of(.en), Words.of(.sl))
        #expect(en.distance(from: today, to: today.adding(days: 12)) == "in 12 days")
        #expect(en.distance(from: today, to: today.adding(days: -12)) == "12 days ago")
        #expect(en.distance(from: today, to: today) == "today")
        #expect(sl.distance(from: today, to: today.adding(days: 12)) == "čez 12 dni")
        #expect(sl.distance(from: today, to: today.adding(days: 1)) == "jutri")
        #expect(sl.distance(from: today, to: today.adding(days: 2)) == "čez 2 dneva")
        #expect(sl.distance(from: today, to: today.adding(days: -2)) == "pred 2 dnevoma")
        #expect(en.distance(from: today, to: today.adding(days: 100)) == "in 3 months")
        #expect(en.distance(from: today, to: Day(2028, 1, 31)!) == "in 14 months")
        #expect(sl.distance(from: today, to: Day(2028, 11, 21)!) == "čez 2 leti")
        #expect(en.distance(from: today, to: Day(2028, 11, 20)!) == "in 23 months")
        #expect(en.distance(from: today, to: Day(2024, 11, 22)!) == "23 months ago")
    }

    @Test func `in tables days are as short as the language writes them`() {
        let (from, to) = (When.day(Day(2024, 4, 16)!), When.day(Day(2024, 4, 17)!))
        func short(_ language: Language, _ to: When?) -> String { Words.of(language).shortSpan(from, to) }
        #expect(short(.en, nil) == "16 Apr 2024" && short(.en, to) == "16–17 Apr 2024")
        #expect(short(.sl, nil) == "16. 4. 2024" && short(.sl, to) == "16.–17. 4. 2024")
        #expect(short(.en, .day(Day(2024, 5, 2)!)) == "16 Apr – 2 May 2024")
        #expect(short(.hu, .day(Day(2025, 1, 2)!)) == "2024. 04. 16. – 2025. 01. 02.")
        #expect(Words.of(.sl).shortWhen(.month(2024, 9)) == "sep. 2024")
        // A span that ends before it begins is shown as it stands.
        #expect(Words.of(.en).shortSpan(to, from) == "17 Apr 2024 – 16 Apr 2024")
    }

    @Test func `a moment is day and time of UTC`() {
        let moment = Moment(milliseconds: 1_675_207_805_999, day: Day(2023, 2, 1)!)
        #expect(Words.of(.en).moment(moment) == "31 January 2023, 23:30:05 UTC")
        #expect(Words.of(.sl).moment(Moment(milliseconds: -1, day: Day(1970, 1, 1)!)) == "31. 12. 1969, 23:59:59 UTC")
    }

    @Test(arguments: Language.allCases) func `every day is read as it was written`(language: Language) {
        let words = Words.of(language)
        var chance = Chance(3)
        for _ in 0..<500 {
            let day = Day(count: .random(in: -20_000...40_000, using: &chance))
            let (year, month, _) = day.parts
            for when in [When.day(day), .month(year, month), .year(year)] {
                #expect(words.readWhen(words.when(when)) == when, "\(words.when(when))")
                #expect(words.readWhen(when.plain) == when)
                #expect(words.readWhen(words.shortWhen(when)) == when, "\(words.shortWhen(when))")
            }
            #expect(words.readDay(words.longDay(day)) == day, "\(words.longDay(day))")
            #expect(words.readWhen("\(month)/\(year)") == .month(year, month))
        }
    }

    @Test func `people's other ways of writing a day are read`() {
        let (en, sl, de) = (Words.of(.en), Words.of(.sl), Words.of(.de))
        let day = Day(2019, 12, 11)!
        for typed in [
            "11. 12. 2019", "11.12.2019", "11. december 2019", "11. decembra 2019", " 11.  DEC. 2019 ", "2019-12-11",
        ] {
            #expect(sl.readDay(typed) == day, "\(typed)")
        }
        for typed in ["11 December 2019", "December 11, 2019", "11th of December 2019", "11 Dec 2019"] {
            #expect(en.readDay(typed) == day, "\(typed)")
        }
        #expect(de.readDay("11. Jänner 2019") == Day(2019, 1, 11))
        #expect(de.readDay("11. Marz 2019") == Day(2019, 3, 11))
        #expect(sl.readWhen("januarja leta 2020") == .month(2020, 1))
        #expect(sl.readWhen("12. 2019") == .month(2019, 12))
        #expect(Words.of(.hu).readWhen("2019.12.") == .month(2019, 12))
        #expect(Words.of(.es).readDay("1º de mayo de 2020") == Day(2020, 5, 1))
        #expect(en.readDay("31/12/2019") == Day(2019, 12, 31))
    }

    @Test(arguments: Language.allCases) func `what could be another day, or none, is refused`(language: Language) {
        let words = Words.of(language)
        for typed in [
            "", " ", "30. 2. 2020", "2020-02-30", "31.12.19", "12", "12.5", "3-5 March 2020", "3–5. 3. 2020",
            "3. 5. marec 2020",
            "2020 2021 May", "00/2020", "13/2020", "1. 1. 0000", "1.1.1.2020", "maybe 2020", "1. 13. 2020",
            "about 2020",
            "2019-12-11 2020", "11.\n12. 2019", "20191211", "١١/١٢/٢٠١٩",
        ] {
            #expect(words.readWhen(typed) == nil, "\(typed)")
        }
        #expect(words.readDay("2019-12") == nil)
    }

    @Test func `English does not guess which number is the month`() {
        #expect(Words.of(.en).readWhen("3/4/2020") == nil)
        #expect(Words.of(.en).readWhen("12/31/2019") == nil)
        #expect(Words.of(.en).readWhen("4/4/2020") == .day(Day(2020, 4, 4)!))
    }
}
