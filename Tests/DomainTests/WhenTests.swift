import Cast
import Domain
import Testing

@Suite struct WhenTests {
    @Test func `a month or year counts once its last possible day has passed`() {
        #expect(When("2019-12-11")?.last == Day(2019, 12, 11))
        #expect(When("2020-02")?.first == Day(2020, 2, 1))
        #expect(When("2020-02")?.last == Day(2020, 2, 29))
        #expect(When("2019")?.first == Day(2019, 1, 1))
        #expect(When("2019")?.last == Day(2019, 12, 31))
    }

    @Test func `only a day is exact`() {
        #expect(When("2019-12-11")?.isExact == true)
        #expect(When("2019-12")?.isExact == false)
        #expect(When("2019")?.exactly == nil)
    }

    @Test func `in a row by day the less exact stands first among those that begin together`() {
        let row = ["2020", "2019-12-31", "2020-01-01", "2019", "2020-01", "2020-02"].compactMap { When($0) }
        #expect(row.sorted().map(\.plain) == ["2019", "2019-12-31", "2020", "2020-01", "2020-01-01", "2020-02"])
    }

    @Test func `the order is strict: of two, at most one comes first`() {
        var chance = Chance(2)
        let all = (0..<80).compactMap { _ in When(String(chance.day().plain.prefix(chance.one(of: [4, 7, 10])))) }
        for a in all {
            for b in all {
                #expect(!(a < b && b < a))
                #expect((a == b) == !(a < b || b < a))
            }
        }
    }

    @Test(arguments: ["2019-13", "2019-00", "19", "2019-1", "2019-02-30", "20190101", "abcd", "", "2019-"])
    func `what is no time is refused`(text: String) {
        #expect(When(text) == nil)
    }
}
