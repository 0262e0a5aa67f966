import Foundation

/// Days of a project as a calendar file (RFC 5545): whole days, with identifiers that stay when a day moves.
public enum DueCalendar {
    public struct Line: Sendable {
        public let identifier: String
        /// Rises whenever the entry changes, so that calendars take the new day.
        public let sequence: Int
        /// Year, month, day.
        public let first: (Int, Int, Int)
        /// The day after the last one.
        public let after: (Int, Int, Int)
        public let title: String
        public let about: String
        public let isOff: Bool

        public init(
            identifier: String, sequence: Int, first: (Int, Int, Int), after: (Int, Int, Int), title: String,
            about: String, isOff: Bool
        ) {
            self.identifier = identifier
            self.sequence = sequence
            self.first = first
            self.after = after
            self.title = title
            self.about = about
            self.isOff = isOff
        }
    }

    /// The file: CRLF, lines folded at 75 bytes. `stamp` is when it was made: `20250516T120000Z`.
    public static func written(_ lines: [Line], name: String, stamp: String) -> String {
        var out: [String] = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Grozd//Calendar//EN", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "X-WR-CALNAME:\(escaped(name))",
        ]
        for line in lines {
            out += [
                "BEGIN:VEVENT", "UID:\(line.identifier)", "DTSTAMP:\(stamp)", "SEQUENCE:\(line.sequence)",
                "DTSTART;VALUE=DATE:\(day(line.first))", "DTEND;VALUE=DATE:\(day(line.after))",
                "SUMMARY:\(escaped(line.title))",
            ]
            if !line.about.isEmpty { out.append("DESCRIPTION:\(escaped(line.about))") }
            out += ["STATUS:\(line.isOff ? "CANCELLED" : "CONFIRMED")", "TRANSP:TRANSPARENT", "END:VEVENT"]
        }
        out.append("END:VCALENDAR")
        return out.map { folded($0) + "\r\n" }.joined()
    }

    private static func day(_ day: (Int, Int, Int)) -> String {
        func padded(_ number: Int, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return padded(day.0, 4) + padded(day.1, 2) + padded(day.2, 2)
    }

    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case ";": out += "\\;"
            case ",": out += "\\,"
            case "\n": out += "\\n"
            case "\r": break
            default: out.unicodeScalars.append(scalar.value < 32 ? " " : scalar)
            }
        }
        return out
    }

    /// At most 75 bytes a line, cut between characters; what follows begins with a space.
    static func folded(_ line: String) -> String {
        var out = ""
        var room = 75
        for character in line {
            let size = String(character).utf8.count
            if size > room {
                out += "\r\n "
                room = 74
            }
            out.append(character)
            room -= size
        }
        return out
    }
}
