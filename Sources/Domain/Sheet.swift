/// Rows and cells as somebody sent them, from whatever file or clipboard they came.
public struct Sheet: Sendable, Equatable {
    /// What stands between the cells of a row.
    public enum Separator: String, Choice { case comma, semicolon, tab }

    /// How bytes are letters. Windows has one table for each part of Europe.
    public enum Characters: String, Choice { case utf8, utf16, windows1250, windows1252, windows1257 }

    public struct Row: Sendable, Equatable {
        /// As a spreadsheet counts it, from 1.
        public let number: Int
        public let cells: [String]

        public init(number: Int, cells: [String]) {
            self.number = number
            self.cells = cells
        }
    }

    /// A cell with bytes that are no letter: row and column from 1.
    public struct Fault: Sendable, Equatable {
        public let row: Int
        public let column: Int

        public init(row: Int, column: Int) {
            self.row = row
            self.column = column
        }
    }

    public let rows: [Row]
    public let faults: [Fault]
    /// What the text was taken for; nil where the source says it itself.
    public let characters: Characters?
    public let separator: Separator?

    public init(rows: [Row], faults: [Fault] = [], characters: Characters? = nil, separator: Separator? = nil) {
        self.rows = rows
        self.faults = faults
        self.characters = characters
        self.separator = separator
    }

    /// 4 megabytes, 10,000 rows and 200 columns: more than any list of people, events or articles of a project.
    public static let mostBytes = 4 << 20
    public static let mostRows = 10_000
    public static let mostColumns = 200
}
