import Cast
import Testing

@testable import Domain

@Suite struct TableTests {
    private func website(_ number: Int, _ name: String) -> Website { Website(id: Key(number), name: name) }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `a table does what a dictionary would, in order`(seed: UInt64) {
        var chance = Chance(seed)
        var table = Table<Website>()
        var model: [Int: (name: String, entry: Int)] = [:]
        var highest = 0
        let span = chance.one(of: [50, 700, 3_000])
        for entry in 1...4_000 {
            let number = chance.once(in: 2) ? table.next.number : chance.below(span) + 1
            switch chance.below(8) {
            case 0, 1:
                table.remove(Key(number))
                model[number] = nil
            case 2 where chance.once(in: 20):
                table.reserve(Key(number))
                highest = max(highest, number)
            default:
                table.put(website(number, "\(entry)"), entry: entry)
                model[number] = ("\(entry)", entry)
                highest = max(highest, number)
            }
            if entry % 500 == 0 {
                #expect(table.map(\.id.number) == model.keys.sorted())
                for (number, row) in model {
                    #expect(table[Key(number)]?.name == row.name)
                    #expect(table.entry(of: Key(number)) == row.entry)
                }
            }
            #expect(table.count == model.count)
            #expect(table.next.number == highest + 1)
        }
        #expect(table[Key(highest + 1)] == nil)
        #expect(table[0] == nil)
    }

    @Test func `records put in falling order stand in rising order`() {
        var table = Table<Website>()
        for number in stride(from: 40_000, to: 0, by: -1) { table.put(website(number, ""), entry: 1) }
        #expect(table.count == 40_000)
        #expect(zip(table, 1...40_000).allSatisfy { $0.id.number == $1 })
    }

    @Test func `a reader's table does not change when another is put`() {
        var table = Table<Website>()
        for number in 1...1_000 { table.put(website(number, "old"), entry: 1) }
        let read = table
        table.put(website(500, "new"), entry: 2)
        table.remove(600)
        #expect(read[500]?.name == "old")
        #expect(read[600] != nil)
        #expect(read.entry(of: 500) == 1)
        #expect(table[500]?.name == "new")
        #expect(table[600] == nil)
    }

    @Test func `an identifier is never given twice, even when the last record is gone`() {
        var table = Table<Website>()
        table.put(website(1, ""), entry: 1)
        table.put(website(2, ""), entry: 1)
        table.remove(2)
        #expect(table.next == 3)
        table.reserve(9)
        #expect(table.next == 10)
        table.reserve(4)
        #expect(table.next == 10)
        table.remove(1)
        #expect(table.isEmpty)
        #expect(table.next == 10)
    }

    @Test func `what is not there is refused by name`() {
        #expect(throws: Refusal.unknownRecord(Reference(kind: "website", number: 7))) {
            try Table<Website>().require(7)
        }
    }
}
