import Foundation

/// One thing measured: ours, what people would use, their ratio, and the budget that it must keep.
struct Line {
    enum Budget {
        case atLeast(Double)
        case atMost(Double)
    }

    let what: String
    let ours: String
    let theirs: String
    let ratio: Double
    let budget: Budget

    init(_ what: String, ours: String, theirs: String, ratio: Double, _ budget: Budget) {
        self.what = what
        self.ours = ours
        self.theirs = theirs
        self.ratio = ratio
        self.budget = budget
    }

    var isKept: Bool {
        switch budget {
        case .atLeast(let least): ratio >= least
        case .atMost(let most): ratio <= most
        }
    }

    private var cells: [String] {
        let bound =
            switch budget {
            case .atLeast(let least): "at least \(least)"
            case .atMost(let most): "at most \(most)"
            }
        return [what, ours, theirs, String(format: "%.2f", ratio), bound, isKept ? "kept" : "MISSED"]
    }

    private static let heads = ["what", "ours", "theirs", "ratio", "budget", "verdict"]

    /// A table that reads in a terminal and in Markdown.
    static func table(_ lines: [Line]) -> String {
        let rows = [heads] + lines.map(\.cells)
        let widths = heads.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        func row(_ cells: [String]) -> String {
            let padded = zip(cells, widths).enumerated().map { column, cell -> String in
                let space = String(repeating: " ", count: cell.1 - cell.0.count)
                return (1...3).contains(column) ? space + cell.0 : cell.0 + space
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = zip(heads.indices, widths).map { column, width in
            (1...3).contains(column)
                ? String(repeating: "-", count: width - 1) + ":" : String(repeating: "-", count: width)
        }
        return ([row(heads), "| " + rule.joined(separator: " | ") + " |"] + lines.map { row($0.cells) }).joined(
            separator: "\n")
    }

    static func json(_ lines: [Line]) -> String {
        let objects = lines.map { line -> [String: Any] in
            var object: [String: Any] = [
                "what": line.what, "ours": line.ours, "theirs": line.theirs, "ratio": line.ratio, "kept": line.isKept,
            ]
            switch line.budget {
            case .atLeast(let least): object["atLeast"] = least
            case .atMost(let most): object["atMost"] = most
            }
            return object
        }
        let data = try? JSONSerialization.data(withJSONObject: objects, options: [.prettyPrinted, .sortedKeys])
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}

/// Figures as people read them.
enum Written {
    static func rate(_ perSecond: Double, _ of: String) -> String { "\(grouped(Int(perSecond.rounded()))) \(of)/s" }

    static func time(_ seconds: Double) -> String {
        seconds >= 1
            ? String(format: "%.2f s", seconds)
            : seconds >= 0.001
                ? String(format: "%.1f ms", seconds * 1e3)
                : seconds >= 1e-6 ? String(format: "%.1f µs", seconds * 1e6) : String(format: "%.0f ns", seconds * 1e9)
    }

    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return digits.indices.reduce(into: "") { text, index in
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digits[index])
        }
    }
}
