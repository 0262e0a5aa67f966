/// Records of one kind in order of identifier, each with the entry that last changed it.
///
/// Kept in pages of 64 rows on shelves of 64, so that a put copies one page and one shelf, however many records there are:
/// readers hold on to old projects at no cost. A row is an object, so that copying a page touches no record. An identifier once given is never given again.
public struct Table<R: Record>: Sendable {
    public final class Row: Sendable {
        public let record: R
        /// The number of the entry that last changed it.
        public let entry: Int

        init(record: R, entry: Int) {
            self.record = record
            self.entry = entry
        }
    }

    private static var pageSize: Int { 64 }
    private static var shelfSize: Int { 64 }

    @usableFromInline var shelves: [[[Row]]] = []
    /// How many records there are.
    public private(set) var count = 0
    /// How many more records there are whose bodies were withheld where the trail came from. What is counted over the
    /// records is then not known.
    public private(set) var withheld = 0
    /// The identifier that the next new record gets.
    public private(set) var next: Key<R> = 1

    public init() {}

    @inlinable public subscript(key: Key<R>) -> R? { row(key)?.record }

    @inlinable public func row(_ key: Key<R>) -> Row? {
        guard let (shelf, page, place, found) = find(key), found else { return nil }
        return shelves[shelf][page][place]
    }

    /// The entry that last changed the record; nil when there is none such.
    public func entry(of key: Key<R>) -> Int? { row(key)?.entry }

    /// The record, or a refusal that names it.
    public func require(_ key: Key<R>) throws(Refusal) -> R {
        guard let record = self[key] else { throw .unknownRecord(key.reference) }
        return record
    }

    public mutating func put(_ record: R, entry: Int) {
        let key = record.id
        if key >= next { next = Key(key.number + 1) }
        let row = Row(record: record, entry: entry)
        guard let (shelf, page, place, found) = find(key) else {
            shelves = [[[row]]]
            count = 1
            return
        }
        if found {
            shelves[shelf][page][place] = row
            return
        }
        count += 1
        if place == shelves[shelf][page].count, shelves[shelf][page].count >= Self.pageSize {
            var fresh: [Row] = []
            fresh.reserveCapacity(Self.pageSize)
            fresh.append(row)
            if page == shelves[shelf].count - 1, shelves[shelf].count >= Self.shelfSize {
                shelves.insert([fresh], at: shelf + 1)
            } else {
                shelves[shelf].insert(fresh, at: page + 1)
            }
        } else {
            shelves[shelf][page].insert(row, at: place)
            if shelves[shelf][page].count > Self.pageSize { split(shelf, page) }
        }
    }

    public mutating func remove(_ key: Key<R>) {
        guard let (shelf, page, place, found) = find(key), found else { return }
        count -= 1
        shelves[shelf][page].remove(at: place)
        if shelves[shelf][page].isEmpty { shelves[shelf].remove(at: page) }
        if shelves[shelf].isEmpty { shelves.remove(at: shelf) }
    }

    /// The rows that stay; pages of which all stay are shared.
    func filtered(_ stays: (R) -> Bool) -> Table {
        var table = self
        table.count = 0
        table.shelves = shelves.compactMap { shelf in
            let pages = shelf.compactMap { page -> [Row]? in
                let rows = page.filter { stays($0.record) }
                table.count += rows.count
                return rows.isEmpty ? nil : rows.count == page.count ? page : rows
            }
            return pages.isEmpty ? nil : pages
        }
        return table
    }

    /// The records of which this holds; the others are only looked at.
    func having(_ holds: (Row) -> Bool) -> [R] {
        shelves.flatMap { $0.flatMap { $0.compactMap { holds($0) ? $0.record : nil } } }
    }

    /// An identifier that was given, though no record has it any more.
    public mutating func reserve(_ key: Key<R>) { if key >= next { next = Key(key.number + 1) } }

    /// A record that is there, though its body was withheld where the trail came from.
    mutating func withhold(_ key: Key<R>) {
        reserve(key)
        withheld += 1
    }

    private mutating func split(_ shelf: Int, _ page: Int) {
        let rows = shelves[shelf][page]
        shelves[shelf][page] = Array(rows[..<(rows.count / 2)])
        shelves[shelf].insert(Array(rows[(rows.count / 2)...]), at: page + 1)
        if shelves[shelf].count > Self.shelfSize * 2 {
            let pages = shelves[shelf]
            shelves[shelf] = Array(pages[..<Self.shelfSize])
            shelves.insert(Array(pages[Self.shelfSize...]), at: shelf + 1)
        }
    }

    /// Where the key is, or where it would be put; nil in an empty table.
    @inlinable func find(_ key: Key<R>) -> (shelf: Int, page: Int, place: Int, found: Bool)? {
        guard !shelves.isEmpty else { return nil }
        let shelf = Swift.max(0, Self.partition(shelves.count) { shelves[$0][0][0].record.id <= key } - 1)
        let page = Swift.max(0, Self.partition(shelves[shelf].count) { shelves[shelf][$0][0].record.id <= key } - 1)
        let rows = shelves[shelf][page]
        let place = Self.partition(rows.count) { rows[$0].record.id < key }
        return (shelf, page, place, place < rows.count && rows[place].record.id == key)
    }

    /// How many of the first `count` fulfil the condition, all before those that do not.
    @inlinable static func partition(_ count: Int, _ fulfils: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if fulfils(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Table: Sequence {
    public struct Iterator: IteratorProtocol {
        @usableFromInline let shelves: [[[Row]]]
        @usableFromInline var shelf = 0
        @usableFromInline var page = 0
        @usableFromInline var place = 0

        @inlinable init(_ shelves: [[[Row]]]) { self.shelves = shelves }

        @inlinable public mutating func next() -> R? {
            while shelf < shelves.count {
                if page < shelves[shelf].count {
                    if place < shelves[shelf][page].count {
                        defer { place += 1 }
                        return shelves[shelf][page][place].record
                    }
                    page += 1
                    place = 0
                } else {
                    shelf += 1
                    page = 0
                }
            }
            return nil
        }
    }

    @inlinable public func makeIterator() -> Iterator { Iterator(shelves) }
    @inlinable public var underestimatedCount: Int { count }
    @inlinable public var isEmpty: Bool { count == 0 }
}

extension Table: Equatable {
    /// Equal records in equal order; by which entry they came is no part of it.
    public static func == (a: Table, b: Table) -> Bool { a.count == b.count && a.elementsEqual(b) }
}
