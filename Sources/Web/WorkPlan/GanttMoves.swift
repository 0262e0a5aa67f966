import Desk
import Domain
import Files
import Words

/// What the form below the Gantt chart sends: new days of several records, as one entry.
enum GanttMoves {
    /// The records that the form named, in the order in which the verb is given them.
    struct Asked: Sendable {
        var activities: [Int] = []
        var deliverables: [Int] = []

        /// The record of `activities.2.due`.
        func record(at field: String) -> Reference? {
            let parts = field.split(separator: ".")
            guard parts.count > 1, let place = Whole.reading(parts[1]) else { return nil }
            let (kind, numbers) =
                parts[0] == "activities" ? (Activity.kind, activities) : (Deliverable.kind, deliverables)
            return numbers.indices.contains(place) ? Reference(kind: kind, number: numbers[place]) : nil
        }
    }

    static func carryOut(_ ask: Ask, _ place: Place, _ form: Form?) async throws -> Reply {
        guard let form, !place.isPast else { throw Stop(Refusal("asItWas"), 403) }
        let fixes = form["verb"] == Verb.fixBaseline.name
        let verb = fixes ? Verb.fixBaseline : Verb.movePlan
        if let refusal = place.refusal(verb) { throw Stop(refusal, 403) }
        var asked = Asked()
        let input = form.sent ?? (fixes ? reason(form) : moves(form, place, ask.words, &asked))
        func page(_ refusal: Refusal, _ status: Int, entry: Int?) -> Reply {
            let typed = Dictionary(form.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            return .page(
                GanttPage(ask, place, typed: typed, refusal: refusal, asked: asked, entry: entry), status: status)
        }
        let unknown = form.unknown(to: asks(fixes, form))
        guard unknown.isEmpty else { return page(.blocked(by: unknown), 422, entry: form.entry) }
        do {
            let answer = try await ask.site.installation.desk(place.name).carryOut(
                .init(verb, input, by: ask.seat, seen: form.entry))
            if ask.wants == .json { return .page(Carried(answer)) }
            return .redirect(place.to("gantt"))
        } catch let conflict as ProjectDesk.Conflict {
            return page(conflict.refusal, 409, entry: conflict.entry)
        } catch let refusal as Refusal {
            return page(refusal, 422, entry: form.entry)
        }
    }

    /// Days of activities and deliverables stand in the form by their numbers: `a.3.start`, `d.7.due`.
    private static func asks(_ fixes: Bool, _ form: Form) -> Form.Asks {
        if form.sent != nil { return .init(Verb.movePlan.form) }
        guard !fixes else { return .init(["verb", "reason"]) }
        let days = form.fields.lazy.map(\.name).filter { name in
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, Whole.key(parts[1]) != nil else { return false }
            return parts[0] == "a" && ["start", "due"].contains(parts[2]) || parts[0] == "d" && parts[2] == "due"
        }
        return .init(Set(days).union(["verb", "reason", "by"]))
    }

    private static func reason(_ form: Form) -> JSON {
        form["reason"].flatMap { $0.isEmpty ? nil : ["reason": .text($0)] } ?? .object([])
    }

    /// Only what differs from the record is sent on. What does not read stays as it was typed, so that the check names it.
    private static func moves(_ form: Form, _ place: Place, _ words: Words, _ asked: inout Asked) -> JSON {
        var activities: [(number: Int, days: [(String, JSON)])] = []
        var deliverables: [JSON] = []
        for field in form.fields {
            let (parts, value) = (field.name.split(separator: "."), field.value)
            guard parts.count == 3, let number = Whole.key(parts[1]), !value.isEmpty else { continue }
            let text = (When(value) ?? words.readWhen(value))?.plain ?? value
            if parts[0] == "a", let old = place.project.activities[Key(number)] {
                let before = parts[2] == "start" ? old.start : old.due
                guard before?.plain != text else { continue }
                let day = (parts[2] == "start" ? "start" : "due", JSON.text(text))
                if activities.last?.number == number {
                    activities[activities.count - 1].days.append(day)
                } else {
                    activities.append((number, [day]))
                }
            } else if parts[0] == "d", let old = place.project.deliverables[Key(number)], old.due?.plain != text {
                deliverables.append(["deliverable": .whole(Int64(number)), "due": .text(text)])
                asked.deliverables.append(number)
            }
        }
        asked.activities = activities.map(\.number)
        var members: [(String, JSON)] = []
        if !activities.isEmpty {
            members.append(
                (
                    "activities",
                    .list(
                        activities.map { item in
                            JSON.object(of: [("activity", .whole(Int64(item.number)))] + item.days)
                        })
                ))
        }
        if !deliverables.isEmpty { members.append(("deliverables", .list(deliverables))) }
        for name in ["reason", "by"] {
            if let text = form[name], !text.isEmpty { members.append((name, .text(text))) }
        }
        return .object(of: members)
    }
}
