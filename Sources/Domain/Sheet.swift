/// Rows and cells as somebody sent them, from whatever file or clipboard they came.
public struct Sheet: Sendable, Equatable {
    /// What stands between the cells of a row.
    public enum Separator: String, Choice { case comma, semicolon, tab }

    /// How bytes are letters. Windows, ISO, old Macs and DOS have a table for each part of Europe.
    public enum Characters: String, Choice {
        case utf8, utf16, windows1250, windows1252, windows1257, iso88591, iso88592, iso885915, macRoman,
            macCentralEurope, cp850, cp852

        /// The same in every language.
        public var title: String {
            switch self {
            case .utf8: "UTF-8"
            case .utf16: "UTF-16"
            case .windows1250: "Windows-1250"
            case .windows1252: "Windows-1252"
            case .windows1257: "Windows-1257"
            case .iso88591: "ISO 8859-1"
            case .iso88592: "ISO 8859-2"
            case .iso885915: "ISO 8859-15"
            case .macRoman: "Mac Roman"
            case .macCentralEurope: "Mac Central European"
            case .cp850: "CP850"
            case .cp852: "CP852"
            }
        }
    }

    /// Which comes first in `1/3/2026`.
    public enum Days: String, Choice { case dayFirst, monthFirst }

    /// From when spreadsheets count the days that they write as a number: old ones of Mac from 1904.
    public enum Serials: String, Choice { case from1900, from1904 }

    public struct Row: Sendable, Equatable {
        /// As a spreadsheet counts it, from 1.
        public let number: Int
        public let cells: [String]

        public init(number: Int, cells: [String]) {
            self.number = number
            self.cells = cells
        }
    }

    /// A cell that cannot be read: row and column from 1.
    public struct Fault: Sendable, Equatable {
        public enum Sort: Sendable {
            /// Bytes that are no letter.
            case letters
            /// A quotation mark opens a text and closes before its end: nobody can tell where the cell ends.
            case quotes
        }

        public let row: Int
        public let column: Int
        public let sort: Sort

        public init(row: Int, column: Int, _ sort: Sort = .letters) {
            self.row = row
            self.column = column
            self.sort = sort
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
