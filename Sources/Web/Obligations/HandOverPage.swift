import Desk
import Domain
import Words

/// What is open of a duty: what a leaving coordinator hands over, and the next one signs for.
struct HandOverPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/hand-over") { ask, _ in
            let place = try ask.place(.obligations)
            return .page(HandOverPage(ask, place), tag: RecordPages.tag(ask, place))
        }
    ]

    let place: Place
    let today: Day
    let duty: Duty.Sort
    let holders: [Key<Person>]
    let late: [DueEntry]
    let next: [DueEntry]
    let made: [Promise]
    let received: [Promise]
    let questions: [Question]
    /// Promises that a holder holds in person, so that they would leave with that person.
    let personal: [Promise]
    let letters: [Correspondence]

    var room: Room? { .obligations }

    /// The duties that can be handed over.
    static let duties: [Duty.Sort] = [.coordinator, .financeManager, .communicationManager]

    init(_ ask: Ask, _ place: Place) {
        self.place = place
        let today = place.asOf ?? place.today
        self.today = today
        let project = place.project
        let duty =
            ask.query("duty").flatMap { Duty.Sort(rawValue: $0) }.flatMap { Self.duties.contains($0) ? $0 : nil }
            ?? .coordinator
        self.duty = duty
        let holders = project.holders(of: duty, on: today)
        self.holders = holders
        // What no duty holds falls to the coordinator.
        let entries = project.calendar(on: today).filter {
            $0.isOpen && $0.sort != .promise && $0.sort != .question
                && ($0.duty == duty || (duty == .coordinator && $0.duty == nil && $0.partner == nil))
        }
        late = entries.filter { $0.state == .late }
        next = entries.filter { $0.state == .ahead && $0.day <= today.adding(days: 90) }
        let promises = project.promises.filter { promise in
            promise.status == .open
                && (promise.duty == duty || promise.person.map(holders.contains) ?? false
                    || (duty == .coordinator && promise.duty == nil && promise.person == nil))
        }.sorted { ($0.due, $0.id) < ($1.due, $1.id) }
        made = promises.filter { $0.direction == .made }
        received = promises.filter { $0.direction == .received }
        personal = promises.filter { $0.duty == nil && $0.person != nil }
        questions = project.questions.filter { $0.isOpen && ($0.duty ?? .coordinator) == duty }
        letters =
            duty == .coordinator
            ? Array(project.correspondence.sorted { ($1.on, $1.id) < ($0.on, $0.id) }.prefix(10)) : []
    }

    func title(_ words: Words) -> String {
        "\(words("view.hand-over")): \(words.choice(Duty.Sort.choiceName, duty.rawValue))"
    }

    func body(_ words: Words) -> HTML {
        let options = Self.duties.map { other -> HTML in
            "<option value=\"\(other.rawValue)\"\(if: other == duty, " selected")>\(words.choice(Duty.Sort.choiceName, other.rawValue))</option>"
        }
        let who = holders.map { words.name($0.reference, in: place.project) }.joined(separator: ", ")
        let held =
            holders.isEmpty ? words("page.handOver.heldByNobody") : words("page.handOver.heldBy", [("who", who)])
        func part(_ heading: String, _ items: [HTML]) -> HTML {
            "<section><h2>\(heading) <span class=\"far\">\(words.number(items.count))</span></h2>\(if: items.isEmpty, "<p class=\"hint\">\(words("page.handOver.nothing"))</p>")\(if: !items.isEmpty, "<ul class=\"plain needs\">\(items)</ul>")</section>"
        }
        func due(_ entry: DueEntry) -> HTML {
            "<li><a\(href: place.to(entry.about))>\(words.name(entry, in: place.project))</a><span class=\"reason\">\(words.day(entry.day)), \(words.distance(from: today, to: entry.day))\(if: entry.partner != nil, " · \(words.holder(entry, in: place.project, on: today))")</span></li>"
        }
        func promise(_ promise: Promise) -> HTML {
            let other = [
                promise.otherSide.map { words.who($0, in: place.project) },
                promise.partner.map { words.name($0.reference, in: place.project) },
                promise.organisation.map { words.name($0.reference, in: place.project) },
            ].compactMap { $0 }.joined(separator: ", ")
            return
                "<li><a\(href: place.to(promise.reference))>\(promise.what)</a><span class=\"reason\">\(words.day(promise.due)), \(words.distance(from: today, to: promise.due))\(if: !other.isEmpty, " · \(other)")</span></li>"
        }
        let asked = questions.map { question -> HTML in
            "<li><a\(href: place.to(question.reference))>\(question.title)</a> \(Show.state(words.choice(Question.Status.choiceName, question.status.rawValue), question.status.rawValue))<span class=\"reason\">\(words.who(question.askedBy, in: place.project))\(if: question.due != nil, " · \(question.due.map { words.day($0) } ?? "")")\(if: question.partner != nil, " · \(question.partner.map { words.name($0.reference, in: place.project) } ?? "")")</span></li>"
        }
        let written = letters.map { letter -> HTML in
            "<li><a\(href: place.to(letter.reference))>\(letter.subject)</a><span class=\"reason\">\(words.day(letter.on)) · \(words.choice(Correspondence.Sort.choiceName, letter.sort.rawValue)) · \(words.choice(Correspondence.Direction.choiceName, letter.direction.rawValue))\(if: letter.otherSide != nil, " · \(letter.otherSide.map { words.who($0, in: place.project) } ?? "")")</span></li>"
        }
        let signing: HTML = [words("page.handOver.gave"), words("page.handOver.took")].map { heading -> HTML in
            "<tr><th scope=\"row\">\(heading)</th><td>\(words("page.handOver.signed"))</td></tr>"
        }.joined
        return """
            \(Frame.crumbs(place, words, [(words("room.obligations"), place.to("rooms", "obligations"))]))
            <h1>\(title(words))</h1><p class="lead">\(words("page.handOver.about"))</p>
            <form class="filters" method="get"><label>\(words("page.handOver.duty")) <select name="duty">\(options)</select></label><button>\(words("page.show"))</button></form>
            <p>\(held)</p>
            \(if: !personal.isEmpty, "<div class=\"warnings\"><h2>\(words("page.handOver.personal"))</h2><ul class=\"plain\">\(personal.map(promise))</ul></div>")
            \(part(words("page.handOver.late"), late.map(due)))
            \(part(words("page.handOver.next"), next.map(due)))
            \(part(words("page.handOver.promisesMade"), made.map(promise)))
            \(part(words("page.handOver.promisesReceived"), received.map(promise)))
            \(part(words("page.handOver.questions"), asked))
            \(if: duty == .coordinator, part(words("page.handOver.letters"), written))
            <table class="signing"><tbody>\(signing)</tbody></table>
            """
    }

    var json: JSON {
        func entries(_ all: [DueEntry]) -> JSON {
            .list(
                all.map {
                    JSON.object(of: [
                        ("record", .text($0.about.description)), ("day", .text($0.day.plain)),
                        ("name", .text($0.name)),
                    ])
                })
        }
        return [
            "duty": .text(duty.rawValue), "holders": .list(holders.map { .whole(Int64($0.number)) }),
            "late": entries(late), "next": entries(next), "promisesMade": .list(made.map(\.json)),
            "promisesReceived": .list(received.map(\.json)), "questions": .list(questions.map(\.json)),
            "personal": .list(personal.map { .text($0.reference.description) }),
            "letters": .list(letters.map { .text($0.reference.description) }),
        ]
    }
}
