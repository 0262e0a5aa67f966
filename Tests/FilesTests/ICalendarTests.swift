import Cast
import Domain
import Testing

@testable import Files

@Suite struct ICalendarTests {
    static func entry(_ title: String, last: Day? = nil, state: ICalendarEntry.State = .confirmed) -> ICalendarEntry {
        ICalendarEntry(
            uid: "event-12@green-harbours.grozd", sequence: 7,
            changed: Moment(milliseconds: 1_747_382_400_000, day: .friday), first: .friday, last: last, title: title,
            place: title, about: title, state: state)
    }

    /// The lines as a calendar reads them: folds undone.
    static func unfolded(_ text: String) -> [String] {
        text.replacing("\r\n ", with: "").split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// A value as a calendar reads it.
    static func value(_ text: Substring) -> String {
        var out = ""
        var escapes = false
        for character in text {
            if escapes {
                out.append(character == "n" || character == "N" ? "\n" : character)
                escapes = false
            } else if character == "\\" {
                escapes = true
            } else {
                out.append(character)
            }
        }
        return out
    }

    @Test func `a calendar has whole days, its sequence from the trail, and the day after the last as its end`() {
        let text = ICalendar.written([Self.entry("Visit", last: .saturday)], named: "Green Harbours")
        #expect(
            text == """
                BEGIN:VCALENDAR\r
                VERSION:2.0\r
                PRODID:-//Grozd//Grozd//EN\r
                CALSCALE:GREGORIAN\r
                METHOD:PUBLISH\r
                X-WR-CALNAME:Green Harbours\r
                BEGIN:VEVENT\r
                UID:event-12@green-harbours.grozd\r
                DTSTAMP:20250516T080000Z\r
                LAST-MODIFIED:20250516T080000Z\r
                SEQUENCE:7\r
                DTSTART;VALUE=DATE:20250516\r
                DTEND;VALUE=DATE:20250518\r
                SUMMARY:Visit\r
                LOCATION:Visit\r
                DESCRIPTION:Visit\r
                STATUS:CONFIRMED\r
                TRANSP:TRANSPARENT\r
                END:VEVENT\r
                END:VCALENDAR\r

                """)
        #expect(ICalendar.written([Self.entry("x", state: .cancelled)], named: "x").contains("STATUS:CANCELLED\r\n"))
    }

    @Test(arguments: 1...40) func `no text breaks a line or a value, no line is longer than 75 octets`(seed: UInt64) {
        var chance = Chance(seed)
        var title = chance.line(longest: 60)
        if chance.once(in: 2) {
            title += chance.one(of: ["\r\nEND:VEVENT", "\nX:1", ";,\\n", "\u{7}", "\u{2028}b", "\r", "👩‍👩‍👧"])
        }
        let text = ICalendar.written([Self.entry(title)], named: title)
        for line in text.split(separator: "\r\n") {
            #expect(line.utf8.count <= 75, "\(line)")
            #expect(!line.unicodeScalars.contains { $0 == "\n" || $0 == "\r" || $0.value == 0x2028 })
        }
        let lines = Self.unfolded(text)
        #expect(lines.filter { $0.hasPrefix("END:") }.count == 2)
        #expect(lines.count == 21)
        let summary = lines.first { $0.hasPrefix("SUMMARY:") }.map { Self.value($0.dropFirst(8)) }
        let plain = title.replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing("\u{2028}", with: "\n")
            .replacing("\u{7}", with: "")
        #expect(summary == plain)
    }
}
