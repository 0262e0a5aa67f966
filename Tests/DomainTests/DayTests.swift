import Cast
import Domain
import Testing

@Suite struct DayTests {
    @Test func `every day from 1600 to 2400 has parts that make it again, and the next weekday`() throws {
        var count = try #require(Day(1600, 1, 1)).count
        let last = try #require(Day(2400, 12, 31)).count
        var before = Day(count: count - 1)
        var wrong: [Int] = []
        while count <= last {
            let day = Day(count: count)
            let (year, month, part) = day.parts
            if Day(year, month, part) != day || day.weekday != before.weekday % 7 + 1 || part > Day.length(year, month)
            {
                wrong.append(count)
            }
            let old = before.parts
            let follows = part == old.day + 1 || (part == 1 && old.day == Day.length(old.year, old.month))
            if !follows { wrong.append(count) }
            before = day
            count += 1
        }
        #expect(wrong == [])
    }

    @Test func `days are counted from 1 January 1970, a Thursday`() {
        #expect(Day(1970, 1, 1)?.count == 0)
        #expect(Day(count: 0).weekday == 4)
        #expect(Day(2000, 3, 1)?.count == 11_017)
        #expect(Day.friday.weekday == 5)
    }

    @Test func `29 February is there every fourth year, but not in 1900`() {
        #expect(Day(2024, 2, 29) != nil)
        #expect(Day(2000, 2, 29) != nil)
        #expect(Day(2023, 2, 29) == nil)
        #expect(Day(1900, 2, 29) == nil)
    }

    @Test func `months added keep the day, or end with the month`() {
        #expect(Day(2023, 1, 31)?.adding(months: 1) == Day(2023, 2, 28))
        #expect(Day(2024, 1, 31)?.adding(months: 1) == Day(2024, 2, 29))
        #expect(Day(2024, 2, 29)?.adding(months: 12) == Day(2025, 2, 28))
        #expect(Day(2024, 12, 15)?.adding(months: 1) == Day(2025, 1, 15))
        #expect(Day(2024, 1, 15)?.adding(months: -1) == Day(2023, 12, 15))
    }

    @Test func `months added to any day move year and month by so many`() {
        var chance = Chance(1)
        for _ in 0..<2_000 {
            let (day, months) = (chance.day(), chance.below(400) - 200)
            let (old, new) = (day.parts, day.adding(months: months).parts)
            #expect(new.year * 12 + new.month == old.year * 12 + old.month + months)
            #expect(new.day == min(old.day, Day.length(new.year, new.month)))
        }
    }

    @Test(arguments: [
        "2023-02-30", "2023-13-01", "2023-00-10", "0000-01-01", "10000-01-01", "2023-1-1", "23-01-01", "2023-01-01 ",
        "2023/01/01", "", "٢٠٢٣-٠١-٠١", "-023-01-01",
    ])
    func `what is no day is refused`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test func `a day is written as it is read`() {
        for text in ["2023-01-31", "0001-01-01", "9999-12-31", "1969-12-31"] { #expect(Day(text)?.description == text) }
    }
}
