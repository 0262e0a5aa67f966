import Desk
import Domain
import Foundation
import Samples
import Trail

/// What the measurements work on.
enum Made {
    static let name = "bench"
    /// Twenty thousand records of one kind.
    static let large = "large"
    /// A plan of 500 activities with 100 deliverables.
    static let plan = "plan"
    static let moment = Moment(milliseconds: 1_700_000_000_000, day: Day(2023, 11, 14)!)

    private static let activityLike = try? Canonical.decode(
        Activity.self,
        from: [
            "id": 1, "title": "Workshop", "status": "running", "start": "2020-05-12", "due": "2020-06-30",
            "description": "Prepared with the partner, the cluster and two digital innovation hubs; minutes follow.",
        ])

    static func activity(_ number: Int) -> Activity {
        guard var activity = activityLike else { exit(3) }
        activity.id = Key(number)
        activity.title = "Workshop \(number) with companies of the region"
        return activity
    }

    private static let eventLike = try? Canonical.decode(
        Event.self,
        from: [
            "id": 1, "title": "Stakeholder workshop", "sorts": ["stakeholderMeeting", "studyVisit"], "status": "held",
            "start": "2020-05-12", "end": "2020-05-13", "mode": "hybrid", "place": "Maribor", "country": "SI",
            "host": 1,
            "hostedBy": "Chamber of commerce", "plan": ["start": "2020-04", "place": "Krems"],
            "moves": [["on": "2020-03-20", "what": "Put off", "reason": "Nobody may travel"]], "ordinal": 1,
            "ofPlanned": 5,
            "participants": "~19", "organisations": "12", "heldWithin": "Industry week", "language": "sl",
            "contents": ["Action plan", "Good practices"],
            "outcome": "Twelve companies want to test before they invest; the hub in Krems is asked for its terms.",
            "provenance": [
                "sources": [["address": "https://example.org/events/1", "title": "News item", "on": "2020-05-14"]],
                "doubts": [["about": "participants", "reason": "Two sources differ"]],
            ],
        ])

    /// An event with all fields filled that an event can have at once.
    static func event(_ number: Int, version: Int) -> Event {
        guard var event = eventLike else { exit(3) }
        event.id = Key(number)
        event.title = "Stakeholder workshop \(number) on digital innovation hubs"
        event.ordinal = version + 1
        return event
    }

    /// Appends entries whose changes are made for each, so many entries in one transaction; gives the bodies' bytes.
    static func append(
        _ entries: Range<Int>, together: Int, to store: Store, _ changes: (Int) -> [Change],
        each: (Entry) throws -> Void = { _ in }
    ) throws {
        var head = try store.head(of: name)
        var previous = head.hash
        var waiting: [Append] = []
        for number in entries {
            let entry = Entry(
                try Draft.of(changes(number)), in: name, number: number, after: previous, moment: moment, person: nil,
                verb: "batch")
            previous = entry.hash
            waiting.append(Append(entry))
            try each(entry)
            if waiting.count == together || number == entries.upperBound - 1 {
                try store.append(waiting)
                waiting.removeAll(keepingCapacity: true)
            }
        }
        head = try store.head(of: name)
        guard head.entry == entries.upperBound - 1 else { throw Failed("appended \(head.entry) entries") }
    }

    /// Both samples, played into a folder; gives how many records they hold.
    static func samples(in folder: URL, also: (Installation) async throws -> Void = { _ in }) async throws -> Int {
        let installation = try Installation(folder)
        var records = 0
        for sample in Sample.allCases {
            try await sample.play(into: installation)
            let project = try installation.desk(sample.rawValue).published.project
            records += Kind.all.reduce(0) { $0 + $1.count(project) }
        }
        try await also(installation)
        try installation.close()
        return records
    }

    static let begun: JSON = [
        "acronym": "BENCH", "title": "A project to measure", "programme": "interreg-europe-2021-2027",
        "start": "2024-03-01",
        "end": "2026-02-28", "periodMonths": 6, "coordinator": "Ana Novak",
        "partners": [["name": "Lead partner", "country": "SI"]],
    ]

    /// An activity of a plan of work packages with ten activities each: each waits for the one before it in its package.
    static func planned(_ number: Int) -> JSON {
        let first = Day(2024, 3, 1)!.adding(days: number * 13 % 600)
        let agreed: JSON = ["start": .text(first.plain), "due": .text(first.adding(days: 40).plain)]
        let before: [JSON] = number % 10 == 1 ? [] : [.whole(Int64(number - 1))]
        return [
            "title": .text("Exchange of experience \(number): comparison of practices"),
            "status": .text(number % 3 == 0 ? "done" : number % 3 == 1 ? "running" : "planned"),
            "start": .text(first.plain), "due": .text(first.adding(days: 50).plain), "lead": 1,
            "workPackage": .whole(Int64((number - 1) / 10 + 1)), "code": .text("\((number - 1) / 10 + 1).\(number)"),
            "dependsOn": .list(before), "baseline": agreed,
            "found": ["on": "2024-09-30", "source": "Plan of the partnership"],
        ]
    }

    /// A table of persons as somebody keeps it in a spreadsheet: each has a name of its own.
    static func persons(_ count: Int) -> String {
        let first = ["Ana", "Žiga", "Maja", "Jürgen", "Ilze", "Peter", "João", "Åsa", "Ľubica", "Zsófia"]
        let last = ["Novak", "Kos-Mlakar", "Bauer", "Ozoliņa", "Silva", "Lindström", "Varga", "Popescu"]
        let rows = (1...count).map { number in
            "\(first[number % first.count]) \(last[number % last.count]) \(number),Lead partner,,Municipality \(number % 97)"
        }
        return (["Name,Partner,Note,Organisation"] + rows).joined(separator: "\r\n") + "\r\n"
    }

    /// An activity as it is added: in its first state.
    static func input(_ number: Int) -> JSON {
        let entered = activity(number).json.members.filter { $0.name != "id" && !Activity.governed.contains($0.name) }
        return .object(of: entered.map { ($0.name, $0.value) })
    }
}
