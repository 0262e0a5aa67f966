import Foundation
import Testing

@testable import Files

@Suite struct DueCalendarTests {
    private func file(_ title: String, sequence: Int = 3) -> String {
        DueCalendar.written(
            [
                .init(
                    identifier: "obligation-3-partner-4@green-harbours.grozd", sequence: sequence, first: (2024, 2, 29),
                    after: (2024, 3, 1), title: title, about: "", isOff: false)
            ], name: "Green Harbours", stamp: "20250516T000000Z")
    }

    @Test func `a day is a whole day with the identifier that it keeps`() {
        let lines = file("Poster").components(separatedBy: "\r\n")
        #expect(lines.contains("UID:obligation-3-partner-4@green-harbours.grozd"))
        #expect(lines.contains("SEQUENCE:3"))
        #expect(lines.contains("DTSTART;VALUE=DATE:20240229"))
        #expect(lines.contains("DTEND;VALUE=DATE:20240301"))
        #expect(lines.first == "BEGIN:VCALENDAR")
        #expect(lines.suffix(2) == ["END:VCALENDAR", ""])
    }

    @Test func `no title breaks out of its line, and no line is longer than seventy-five bytes`() {
        let title = "Plakat; pri partnerju, \\ \"Rietumkurzemes\"\nEND:VEVENT " + String(repeating: "ž", count: 90)
        let text = file(title)
        #expect(!text.contains("\nEND:VEVENT ž"))
        #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        let unfolded = text.replacingOccurrences(of: "\r\n ", with: "")
        #expect(unfolded.contains("SUMMARY:Plakat\\; pri partnerju\\, \\\\ \"Rietumkurzemes\"\\nEND:VEVENT žž"))
        #expect(unfolded.contains(String(repeating: "ž", count: 90)))
    }
}
