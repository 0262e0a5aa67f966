import Desk
import Domain
import Words

/// How the records of a kind are listed: the columns behind the name.
struct RecordList: Sendable {
    struct Row: Sendable {
        let reference: Reference
        let caption: Caption
        /// One for each column, also those that are only shown when somebody chooses them.
        let cells: [Cell]
        let isDoubtful: Bool
        let doubts: Int
        /// Whether nothing says where it comes from.
        let isBare: Bool
    }

    let kind: Kind
    /// All that there are, and that a file has: what is taken in again comes out.
    let columns: [String]
    /// How many of them one may filter by: the others are for the file, and for whoever chooses them.
    let mainColumns: Int
    /// Those that a page shows at first, in this order; chosen by what they hold where the noun does not say it.
    let first: [String]
    /// Columns of whole numbers that may be added up. Amounts and numbers of people always are.
    let sums: Set<String>
    /// What some records lack, by the name of the gap and the numbers of those that do, as far as only the noun knows it.
    let lacks: [(name: String, of: @Sendable (Project) -> Set<Int>)]
    /// The column by which it is sorted at first; the order of identifiers when nil.
    let order: String?
    /// The records that had happened by the day, all when it is nil.
    let rows: @Sendable (Project, Day?) -> [Row]
    /// Whether any of them has a day of its own, so that the list of a day may be another.
    let isDated: @Sendable (Project) -> Bool
    /// How many are listed, of whatever day.
    let count: @Sendable (Project) -> Int
    /// Whether it is one of those that are listed and counted.
    let lists: @Sendable (any Record) -> Bool

    /// What a record's page shows besides its fields.
    let also: @Sendable (any Record, Place, Words) -> HTML

    /// - Parameters:
    ///   - isOther: what is no row of the list, though it is a record of the kind.
    ///   - elsewhere: the numbers of those that stand in the row of another.
    ///   - whole: a record with what is kept beside it; made once for a list.
    ///   - file: columns that a page shows only when they are chosen.
    init<R: Record>(
        _ type: R.Type, by order: String? = nil, but isOther: (@Sendable (R) -> Bool)? = nil,
        without elsewhere: (@Sendable (Project) -> Set<Int>)? = nil,
        as whole: (@Sendable (Project) -> (R) -> R)? = nil, _ columns: [Column<R>], file: [Column<R>] = [],
        first: [String] = [], sums: Set<String> = [],
        lacks: [(name: String, of: @Sendable (Project) -> Set<Int>)] = [],
        also: @escaping @Sendable (R, Place, Words) -> HTML = { _, _, _ in "" }
    ) {
        self.also = { record, place, words in (record as? R).map { also($0, place, words) } ?? "" }
        kind = Kind.named(R.kind)!
        self.order = order
        self.columns = (columns + file).map(\.name)
        mainColumns = columns.count
        (self.first, self.sums, self.lacks) = (first, sums, lacks)
        let cells = (columns + file).map(\.cell)
        lists = { record in !((record as? R).flatMap { isOther?($0) } ?? false) }
        isDated = { project in project[R.self].contains { $0.dated != nil } }
        count = { project in
            (isOther.map { other in project[R.self].count { !other($0) } } ?? project[R.self].count)
                - (elsewhere?(project).count ?? 0)
        }
        rows = { project, day in
            let whole = whole?(project)
            let elsewhere = elsewhere?(project) ?? []
            return project[R.self].filter { record in
                record.had(by: day) && !(isOther?(record) ?? false) && !elsewhere.contains(record.id.number)
            }.map { record in
                let entered = whole?(record) ?? record
                return Row(
                    reference: record.reference, caption: record.caption(in: project),
                    cells: cells.map { $0(entered).on(record.dated) },
                    isDoubtful: record.provenance.doubtsBelonging, doubts: record.provenance.doubts.count,
                    isBare: record.provenance.sources.isEmpty && record.found.isEmpty
                        && record.provenance.proofs.allSatisfy(\.isOrigin))
            }
        }
    }

    /// Every list, by the name of the kind.
    static let all = Dictionary(uniqueKeysWithValues: RoomPart.all.flatMap(\.lists).map { ($0.kind.name, $0) })
}
