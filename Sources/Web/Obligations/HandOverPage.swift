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
        """
        \(Frame.crumbs(place, words, in: .obligations))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("page.handOver.about"))</p>
        \(chooser(words))
        <p>\(held(words))</p>
        \(if: !personal.isEmpty, alone(words))
        \(part(words("page.handOver.late"), late.map { due($0, words) }, words))
        \(part(words("page.handOver.next"), next.map { due($0, words) }, words))
        \(part(words("page.handOver.promisesMade"), made.map { promise($0, words) }, words))
        \(part(words("page.handOver.promisesReceived"), received.map { promise($0, words) }, words))
        \(part(words("page.handOver.questions"), questions.map { question($0, words) }, words))
        \(if: duty == .coordinator, part(words("page.handOver.letters"), letters.map { letter($0, words) }, words))
        \(signing(words).html)
        """
    }

    private func chooser(_ words: Words) -> HTML {
        let duties = Self.duties.map { ($0.rawValue, words.choice(Duty.Sort.choiceName, $0.rawValue)) }
        return """
            <form class="filters" method="get">
            \(Show.select("duty", words("page.handOver.duty"), duties, duty.rawValue))
            \(Show.stays(place))<button>\(words("page.show"))</button>
            </form>
            """
    }

    private func held(_ words: Words) -> String {
        guard !holders.isEmpty else { return words("page.handOver.heldByNobody") }
        let who = holders.map { words.name($0.reference, in: place.project) }.joined(separator: ", ")
        return words("page.handOver.heldBy", [("who", who)])
    }

    private func alone(_ words: Words) -> HTML {
        """
        <div class="warnings">
        <h2>\(words("page.handOver.personal"))</h2>
        <ul class="plain">\(personal.map { promise($0, words) })</ul>
        </div>
        """
    }

    private func part(_ heading: String, _ items: [HTML], _ words: Words) -> HTML {
        """
        <section>
        <h2>\(heading) <span class="far">\(words.number(items.count))</span></h2>
        \(if: items.isEmpty, "<p class=\"hint\">\(words("page.handOver.nothing"))</p>")
        \(if: !items.isEmpty, "<ul class=\"plain needs\">\(items)</ul>")
        </section>
        """
    }

    /// A record, and what is to be known of it as far as there is something.
    private func item(_ record: Reference, _ name: String, _ facts: [String?], tag: HTML = "") -> HTML {
        let known = facts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ")
        return "<li><a\(href: place.to(record))>\(name)</a>\(tag)<span class=\"reason\">\(known)</span></li>"
    }

    private func due(_ entry: DueEntry, _ words: Words) -> HTML {
        let holder = entry.partner.map { _ in words.holder(entry.holder, in: place.project, on: today) }
        return item(entry.about, words.name(entry, in: place.project), [far(entry.day, words), holder])
    }

    private func promise(_ promise: Promise, _ words: Words) -> HTML {
        let other = [
            promise.otherSide.map { words.who($0, in: place.project) },
            promise.partner.map { words.name($0.reference, in: place.project) },
            promise.organisation.map { words.name($0.reference, in: place.project) },
        ].compactMap { $0 }.joined(separator: ", ")
        return item(promise.reference, promise.what, [far(promise.due, words), other])
    }

    private func question(_ question: Question, _ words: Words) -> HTML {
        let facts = [
            words.who(question.askedBy, in: place.project), question.due.map { words.day($0) },
            question.partner.map { words.name($0.reference, in: place.project) },
        ]
        let tag: HTML = " \(Cell.word(question.status).html(words, place))"
        return item(question.reference, question.title, facts, tag: tag)
    }

    private func letter(_ letter: Correspondence, _ words: Words) -> HTML {
        let facts = [
            words.day(letter.on), words.choice(Correspondence.Sort.choiceName, letter.sort.rawValue),
            words.choice(Correspondence.Direction.choiceName, letter.direction.rawValue),
            letter.otherSide.map { words.who($0, in: place.project) },
        ]
        return item(letter.reference, letter.subject, facts)
    }

    private func far(_ day: Day, _ words: Words) -> String {
        "\(words.day(day)), \(words.distance(from: today, to: day))"
    }

    /// Where both sign on paper.
    private func signing(_ words: Words) -> Grid<String> {
        var grid = Grid<String>(
            words("page.handOver.signed"), words, place, [words("page.handOver.gave"), words("page.handOver.took")],
            [Column("side", "") { .text($0) }, Column("signed", words("page.handOver.signed")) { _ in .text("") }])
        grid.look = "signing"
        return grid
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
