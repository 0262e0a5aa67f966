import Desk
import Domain
import Words

/// A certificate for each who was present, a page each; nobody else gets one.
struct CertificatesPage: ProjectPage {
    let place: Place
    let event: Event
    let present: [Attendance]

    var room: Room? { .events }
    var wide: Bool { true }

    init(_ place: Place, _ event: Event, _ only: Int?) {
        self.place = place
        self.event = event
        present =
            event.status == .held
            ? place.project.attendances(of: event.id).filter { attendance in
                attendance.state == .present && (only == nil || attendance.id.number == only)
                    && (attendance.person != nil || attendance.registration != nil || attendance.name != nil)
            } : []
    }

    func title(_ words: Words) -> String { words("page.certificates.of", [("event", event.title)]) }

    func body(_ words: Words) -> HTML {
        let isEmpty = present.isEmpty && place.project.attendances.withheld == 0
        return """
            \(EventPages.crumbs(event, place, words))
            <h1 class="acts">\(words("page.certificates"))</h1>
            \(if: isEmpty, "<p class=\"empty\">\(words("page.certificates.none"))</p>")
            \(if: !present.isEmpty, "<p class=\"acts hint\">\(words("page.printHint"))</p>")
            \(certificates(words))
            """
    }

    private func certificates(_ words: Words) -> [HTML] {
        let head = Letterhead(place: place).html(on: event.lastDay ?? place.today, words)
        let where_ = [event.place, event.country.map { words.choice("country", $0.code) }].compactMap { $0 }
        let facts = [
            Show.days(event.start, event.end, words), where_.joined(separator: ", "),
            event.mode.map { words.choice(Event.Mode.choiceName, $0.rawValue) } ?? "",
        ].filter { !$0.isEmpty }.joined(separator: " · ")
        let coordinator = place.project.duties.first { $0.sort == .coordinator && $0.isHeld(on: place.today) }
            .map { words.name($0.person.reference, in: place.project) }
        return present.map { attendance in
            let who = Attendee(attendance, place.project)
            return """
                <section class="certificate">
                \(head)
                <h2>\(words("page.certificate"))</h2>
                <p class="whom">\(who.called(words))</p>
                <p>\(who.organisation)</p>
                <p>\(words("page.certificate.took", [("event", event.title)]))</p>
                <p>\(facts)</p>
                <p class="signs">
                <span>\(coordinator ?? "")<br>\(words("choice.duty.sort.coordinator"))</span>
                <span>\(words("page.certificate.signature"))</span>
                </p>
                </section>
                """
        }
    }

    var json: JSON {
        .list(
            present.map {
                [
                    "attendance": .whole(Int64($0.id.number)),
                    "name": .text(Attendee($0, place.project).called(.of(.en))),
                ]
            })
    }
}
