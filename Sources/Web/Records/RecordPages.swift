import Desk
import Domain
import Files
import Help
import Trail
import Words

/// The pages that every kind of record has: list, record, and the forms of its verbs.
enum RecordPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/rooms/:room") { ask, _ in
            guard let room = Room(rawValue: ask.path[3]) else { throw Stop(Refusal("unknownPage")) }
            return .page(RoomPage(room, try ask.place(room)))
        },
        Site.Route(method: .get, pattern: "/projects/:project/:plural") { ask, _ in
            let (kind, place) = try found(ask)
            guard let list = RecordList.all[kind.name] else { throw Stop(Refusal("unknownPage")) }
            return .page(try ListPage(list, ask, place), tag: tag(ask, place))
        },
        Site.Route(method: .get, pattern: "/projects/:project/:plural/new") { ask, _ in try new(.add, ask) },
        Site.Route(method: .get, pattern: "/projects/:project/:plural/new-as-found") { ask, _ in
            try new(.addAsFound, ask)
        },
        Site.Route(method: .post, pattern: "/projects/:project/:plural/new-as-found") { ask, form in
            let (kind, place) = try found(ask)
            return try await carryOut(try verb(.addAsFound, kind), kind, nil, ask, place, form)
        },
        Site.Route(method: .post, pattern: "/projects/:project/:plural") { ask, form in
            let (kind, place) = try found(ask)
            return try await carryOut(try verb(.add, kind), kind, nil, ask, place, form)
        },
        Site.Route(method: .get, pattern: "/projects/:project/:plural/:id") { ask, _ in
            let (kind, place) = try found(ask)
            let page = try RecordPage(kind, try number(ask), ask, place)
            return page.withdrawal == nil ? .page(page, tag: tag(ask, place)) : .page(page, status: 410)
        },
        Site.Route(method: .post, pattern: "/projects/:project/:plural/:id") { ask, form in
            let (kind, place) = try found(ask)
            return try await carryOut(
                try verb(.change, kind), kind, try record(kind, ask, place), ask, place, form)
        },
        Site.Route(method: .get, pattern: "/projects/:project/:plural/:id/:act") { ask, _ in
            let (kind, place) = try found(ask)
            let verb = try act(kind, ask)
            let record = try record(kind, ask, place, for: verb)
            if let refusal = place.refusal(verb, on: record) { throw Stop(refusal, 403) }
            if place.project.record(record.reference) != nil,
                let refusal = verb.hindrance(record, place.project)
            {
                throw Stop(refusal, 409)
            }
            try place.requireSomethingToErase(verb, record)
            if let own = RoomPart.form(of: verb) { return .redirect(place.to(own, ask.path[3])) }
            return .page(
                FormPage(
                    verb: verb, kind: kind, place: place, record: record,
                    values: asked(starting(verb, record, place), verb, ask),
                    refusal: nil,
                    entry: place.project.entry, still: try place.still(after: verb, of: record)))
        },
        Site.Route(method: .post, pattern: "/projects/:project/:plural/:id/:act") { ask, form in
            let (kind, place) = try found(ask)
            let verb = try act(kind, ask)
            return try await carryOut(verb, kind, try record(kind, ask, place, for: verb), ask, place, form)
        },
    ]

    static func found(_ ask: Ask) throws -> (Kind, Place) {
        guard let kind = Kind.addressed(ask.path[2]), kind.name != Human.kind, kind.name != PutAway.kind else {
            _ = try ask.place()
            throw Stop(Refusal("unknownPage"))
        }
        let place = try ask.place(kind.room)
        if kind.isParticular { try place.requireReading() }
        return (kind, place)
    }

    private static func new(_ sort: AnyVerb.Sort, _ ask: Ask) throws -> Reply {
        let (kind, place) = try found(ask)
        let verb = try verb(sort, kind)
        if let refusal = place.refusal(verb) { throw Stop(refusal, 403) }
        return .page(
            FormPage(
                verb: verb, kind: kind, place: place, record: nil,
                values: asked(usual(verb, kind, place), verb, ask), refusal: nil, entry: place.project.entry))
    }

    private static func number(_ ask: Ask) throws -> Int {
        guard let number = Whole.key(ask.path[3]) else { throw Stop(Refusal("unknownPage")) }
        return number
    }

    /// The record that is meant; of one that comes back, what it was.
    private static func record(_ kind: Kind, _ ask: Ask, _ place: Place, for verb: AnyVerb? = nil) throws -> any Record
    {
        let number = try number(ask)
        guard let record = kind.find(place.project, number) else {
            if verb?.sort == .restore, let withdrawal = try RecordPage.withdrawal(kind, number, place) {
                return withdrawal.was
            }
            throw try RecordPage.stop(kind, number, place)
        }
        return record
    }

    private static func verb(_ sort: AnyVerb.Sort, _ kind: Kind) throws -> AnyVerb {
        guard let verb = kind.verb(sort) else { throw Stop(Refusal("unknownPage")) }
        return verb
    }

    private static func act(_ kind: Kind, _ ask: Ask) throws -> AnyVerb {
        switch ask.path[4] {
        case "change": return try verb(.change, kind)
        case "withdraw": return try verb(.withdraw, kind)
        case "restore": return try verb(.restore, kind)
        default:
            guard let verb = AnyVerb.named(ask.path[4]), verb.kind == kind.name, !verb.sort.isOfNew else {
                throw Stop(Refusal("unknownPage"))
            }
            return verb
        }
    }

    static func tag(_ ask: Ask, _ place: Place) -> String {
        [
            String(place.published.head.text.prefix(16)), place.asKnown ?? "", place.asked?.description ?? "",
            place.hindrance?.code ?? "",
        ].joined(separator: ".")
    }

    /// Where no verb governs the state, a new record is in the first; one that was found is in none until somebody says so.
    private static func usual(_ verb: AnyVerb, _ kind: Kind, _ place: Place) -> JSON {
        var known: [(String, JSON)] = []
        if verb.sort == .add, let member = verb.form.member("status"), case .choice(_, let words) = member.shape {
            known.append(("status", .text(words[0])))
        }
        return .object(of: known + RoomPart.usual(of: kind, place))
    }

    /// The same with what the address fills in: `?partner=3&on=2025-05-16`.
    private static func asked(_ values: JSON, _ verb: AnyVerb, _ ask: Ask) -> JSON {
        let given = verb.form.members.compactMap { member -> (String, JSON)? in
            guard let text = ask.query(member.name) else { return nil }
            switch member.shape {
            case .key, .whole: return Whole.reading(text).map { (member.name, .whole(Int64($0))) }
            case .list(.key): return Whole.reading(text).map { (member.name, .list([.whole(Int64($0))])) }
            case .line, .mail, .prose, .who, .day, .when, .choice: return (member.name, .text(text))
            default: return nil
            }
        }
        return given.isEmpty ? values : values.overlaid(by: .object(of: given))
    }

    /// What a form begins with: the record as it is, for a change; its plan, for the verbs of an event.
    private static func starting(_ verb: AnyVerb, _ record: any Record, _ place: Place) -> JSON {
        let json = verb.sort == .change ? place.asked(record) : record.entered(in: place.project)
        let known = json.members.filter { verb.form.member($0.name) != nil && !verb.asksAnew.contains($0.name) }
        if verb.sort == .withdraw || verb.sort == .restore { return .object([]) }
        return .object(of: known.map { ($0.name, $0.value) })
    }

    private static func carryOut(
        _ verb: AnyVerb, _ kind: Kind, _ record: (any Record)?, _ ask: Ask, _ place: Place, _ form: Form?
    ) async throws -> Reply {
        guard let form, !place.isPast else { throw Stop(Refusal("asItWas"), 403) }
        let held = HeldFiles(form)
        let values =
            try form.sent.map { sent in .object(sent.members.filter { $0.name != "entry" }) } ?? form.json(
                verb.form, in: ask.words) ?? .object([])
        // Whoever may not now, at this desk, gets back what was typed.
        if let refusal = place.refusal(verb, on: record) {
            let page = FormPage(
                verb: verb, kind: kind, place: place, record: record, values: values, refusal: refusal,
                entry: form.entry ?? place.project.entry, held: held, once: form.once)
            return .page(page, status: 403)
        }
        // Asked before it is carried out: afterwards nobody knows the names.
        let isWrong = verb.form.findings(in: values, of: place.project).contains { $0.field != verb.subject }
        let still = isWrong && ask.wants == .json ? nil : try place.still(after: verb, of: record)
        func page(_ refusal: Refusal?, more: String? = nil, conflict: ProjectDesk.Conflict? = nil) -> FormPage {
            FormPage(
                verb: verb, kind: kind, place: place, record: record,
                values: conflict.map { held.detached(from: $0.input) } ?? values, refusal: refusal,
                entry: conflict?.entry ?? form.entry ?? place.project.entry, more: more, held: held,
                conflict: conflict, still: still, once: refusal?.code == "alreadySent" ? nil : form.once,
                isAnother: form.isAnother)
        }
        var unknown = form.unknown(to: .verb(verb))
        // Which record is meant says the address; another one in what is sent is no field.
        let subject = verb.subject ?? "id"
        if let record, let said = values[subject], said != .whole(Int64(record.reference.number)) {
            let known = verb.form.members.map(\.name).filter { $0 != subject }
            unknown.append(
                Finding(
                    "unknownField", .blocks, field: subject,
                    facts: [.init("name", .text(subject)), .init("known", .text(known.joined(separator: ", ")))]))
        }
        guard unknown.isEmpty else { return .page(page(.blocked(by: unknown)), status: 422) }
        if let more = form.more { return .page(page(nil, more: more)) }

        let uploads: Uploads
        var input: JSON
        (input, uploads) = attach(held, to: values)
        if let record {
            let number = JSON.whole(Int64(record.reference.number))
            input = input.overlaid(by: .object([(verb.subject ?? "id", number)]))
            if verb.sort == .change || verb.sort == .correct, form.sent == nil {
                // A field that was emptied is taken away; what the form does not ask stays.
                let named = input
                let emptied = verb.form.members.filter {
                    named[$0.name] == nil && !["id", "salt", "because"].contains($0.name)
                }
                input = .object(of: input.members.map { ($0.name, $0.value) } + emptied.map { ($0.name, JSON.null) })
            }
        }
        do {
            var asked = ProjectDesk.Asked(
                [Step(verb, input)], by: ask.seat, seen: form.entry, today: ask.today, uploads: uploads)
            asked.once = form.once
            asked.alike = ask.wants == .json ? .told : form.isAnother ? .ignored : .asked
            let answer = try await ask.site.installation.desk(place.name).carryOut(asked)
            if let still, let record {
                return .page(StillPage(place: place, person: record.reference, answer: answer, still: still))
            }
            if ask.wants == .json { return .page(Carried(answer)) }
            guard let first = answer.records.first(where: { $0.kind == kind.name }) ?? record?.reference,
                place.installation.seen(answer.published, by: place.eyes).record(first) != nil
            else {
                return .redirect(place.to(kind.plural))
            }
            return .redirect(place.to(first))
        } catch let conflict as ProjectDesk.Conflict {
            return .page(page(conflict.refusal, conflict: conflict), status: 409)
        } catch let refusal as Refusal {
            let isThere = ["alreadySent", "likelyDouble"].contains(refusal.code)
            return .page(page(refusal), status: refusal.isOfPermission ? 403 : isThere ? 409 : 422)
        }
    }

    /// Names the files that were sent as proofs.
    static func attach(_ held: HeldFiles, to values: JSON) -> (JSON, Uploads) {
        let (proofs, uploads) = held.proofs
        guard !proofs.isEmpty else { return (values, uploads) }
        let provenance = values["provenance"] ?? .object([])
        let all = JSON.list((provenance["proofs"]?.list ?? []) + proofs)
        return (
            values.overlaid(by: .object([("provenance", provenance.overlaid(by: .object([("proofs", all)])))])), uploads
        )
    }
}

/// What a verb did, for programs.
struct Carried: Page {
    let answer: ProjectDesk.Answer
    init(_ answer: ProjectDesk.Answer) { self.answer = answer }
    func title(_ words: Words) -> String { words("page.done") }
    func body(_ words: Words) -> HTML { "<h1>\(words("page.done"))</h1>" }
    var json: JSON {
        let done: JSON = [
            "entry": .whole(Int64(answer.entry)), "head": .text(answer.published.head.text),
            "records": .list(answer.records.map { .text($0.description) }),
        ]
        return answer.alike.isEmpty ? done : done.overlaid(by: ["alike": .list(answer.alike.map(\.json))])
    }
}

/// A room: its lists, how many records each has, and what belongs there.
struct RoomPage: ProjectPage {
    let place: Place
    let own: Room
    let counts: [Int]

    init(_ room: Room, _ place: Place) {
        own = room
        self.place = place
        counts = Frame.kinds(of: room).map { RecordList.all[$0.name]?.count(place.project) ?? $0.count(place.project) }
    }

    var room: Room? { own }
    func title(_ words: Words) -> String { words("room.\(own.rawValue)") }

    private func count(_ count: Int, of kind: Kind, _ words: Words) -> String {
        let withheld = kind.withheld(place.project)
        let gone = withheld > 0 ? [words("page.withheld.count", [("n", words.number(withheld))])] : []
        return ((count > 0 || withheld == 0 ? [words.number(count)] : []) + gone).joined(separator: ", ")
    }

    func body(_ words: Words) -> HTML {
        let kinds = Frame.kinds(of: own)
        let items = zip(kinds, counts).map { kind, count -> HTML in
            let isEmpty = count == 0 && kind.withheld(place.project) == 0
            return """
                <li><h2><a\(href: place.to(kind.plural))>\(words("kind.\(kind.name).title"))</a>
                <span class="far">\(self.count(count, of: kind, words))</span></h2>
                \(if: isEmpty, "<p class=\"hint\">\(words("kind.\(kind.name).empty"))</p>")
                </li>
                """
        }
        let views = View.of(own).map { view -> HTML in
            "<a class=\"button quiet\"\(href: place.to(view.name))>\(words("view.\(view.name)"))</a> "
        }
        let help: HTML = "<p class=\"hint\"><a\(href: Path("help", own.rawValue))>\(words("page.help.here"))</a></p>"
        return """
            \(Frame.crumbs(place, words, []))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("room.\(own.rawValue).empty"))</p>
            \(if: !views.isEmpty, "<p class=\"acts\">\(views)</p>")
            <ul class="plain cards">\(items)</ul>
            \(if: Help.text(of: own, language: "en") != nil, help)
            """
    }

    var json: JSON {
        [
            "room": .text(own.rawValue),
            "kinds": .list(
                zip(Frame.kinds(of: own), counts).map { ["kind": .text($0.name), "count": .whole(Int64($1))] }),
        ]
    }
}
