import Domain

/// Something with a day for other people's calendars: an event, a day on which something is due.
public struct ICalendarEntry: Sendable, Equatable {
    public enum State: Sendable { case confirmed, tentative, cancelled }

    /// The same for ever, so that a calendar that asks again changes what it has: `event-12@green-harbours.grozd`.
    public var uid: String
    /// Rises with every change of it: how many there were.
    public var sequence: Int
    /// When that was.
    public var changed: Moment?
    public var first: Day
    /// The last day, where it is not the first.
    public var last: Day?
    public var title: String
    public var place: String?
    public var about: String?
    /// Where it stands in the web.
    public var address: String?
    public var state: State

    public init(
        uid: String, sequence: Int, changed: Moment?, first: Day, last: Day? = nil, title: String, place: String? = nil,
        about: String? = nil, address: String? = nil, state: State = .confirmed
    ) {
        self.uid = uid
        self.sequence = sequence
        self.changed = changed
        self.first = first
        self.last = last
        self.title = title
        self.place = place
        self.about = about
        self.address = address
        self.state = state
    }
}

/// Calendars as text (RFC 5545): whole days, lines folded at 75 octets.
public enum ICalendar {
    public static func written(_ entries: [ICalendarEntry], named name: String) -> String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Grozd//Grozd//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
            "X-WR-CALNAME:" + escaped(name),
        ]
        for entry in entries { lines += self.lines(entry) }
        lines.append("END:VCALENDAR")
        return lines.map { folded($0) + "\r\n" }.joined()
    }

    private static func lines(_ entry: ICalendarEntry) -> [String] {
        let stamp = utc(entry.changed?.milliseconds ?? 0)
        var lines = [
            "BEGIN:VEVENT", "UID:" + escaped(entry.uid), "DTSTAMP:" + stamp, "LAST-MODIFIED:" + stamp,
            "SEQUENCE:\(entry.sequence)", "DTSTART;VALUE=DATE:" + date(entry.first),
            // The end is the day after the last one.
            "DTEND;VALUE=DATE:" + date(max(entry.first, entry.last ?? entry.first).adding(days: 1)),
            "SUMMARY:" + escaped(entry.title),
        ]
        if let place = entry.place { lines.append("LOCATION:" + escaped(place)) }
        if let about = entry.about { lines.append("DESCRIPTION:" + escaped(about)) }
        if let address = entry.address { lines.append("URL:" + address.filter { $0 > " " && $0 != "\u{7F}" }) }
        switch entry.state {
        case .confirmed: lines.append("STATUS:CONFIRMED")
        case .tentative: lines.append("STATUS:TENTATIVE")
        case .cancelled: lines.append("STATUS:CANCELLED")
        }
        return lines + ["TRANSP:TRANSPARENT", "END:VEVENT"]
    }

    /// A text as a value: what would end or divide it is escaped, line ends are `\n`, other control characters go.
    static func escaped(_ text: String) -> String {
        var out = ""
        var afterReturn = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case ";": out += "\\;"
            case ",": out += "\\,"
            case "\n": out += afterReturn ? "" : "\\n"
            case "\r", "\u{85}", "\u{2028}", "\u{2029}": out += "\\n"
            case "\t": out.unicodeScalars.append(scalar)
            case _ where scalar.value < 32 || (127..<160).contains(scalar.value): break
            default: out.unicodeScalars.append(scalar)
            }
            afterReturn = scalar == "\r"
        }
        return out
    }

    /// At most 75 octets a line; what follows begins with a space. No character is cut, unless it alone is longer than a
    /// line. The work is in proportion to the bytes, whatever stands on one letter.
    static func folded(_ line: String) -> String {
        guard line.utf8.count > 75 else { return line }
        var out: [UInt8] = []
        out.reserveCapacity(line.utf8.count / 70 * 73)
        var length = 0
        func put(_ piece: some Collection<UInt8>) {
            if length + piece.count > 75 {
                out += [13, 10, 32]
                length = 1
            }
            out += piece
            length += piece.count
        }
        for character in line {
            if character.utf8.count <= 74 {
                put(character.utf8)
            } else {
                for scalar in character.unicodeScalars { put(scalar.utf8) }
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func date(_ day: Day) -> String { day.description.filter { $0 != "-" } }

    private static func utc(_ milliseconds: Int64) -> String {
        let seconds = Int(milliseconds / 1000)
        let ofDay = seconds % 86_400
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return date(Day(count: seconds / 86_400))
            + "T\(two(ofDay / 3600))\(two(ofDay / 60 % 60))\(two(ofDay % 60))Z"
    }
}
