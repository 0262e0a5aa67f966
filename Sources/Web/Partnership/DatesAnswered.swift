import Desk
import Domain
import Files
import Words

/// What the form below the dates left behind sends: the ticked ones, each with another day or accepted, as one entry.
enum DatesAnswered {
    /// What one date is called in the form: `contract.11.to`.
    static func name(_ date: DateLeftBehind) -> String { "\(date.record.kind).\(date.record.number).\(date.field)" }

    static func carryOut(_ ask: Ask, _ place: Place, _ form: Form?) async throws -> Reply {
        guard let form, !place.isPast else { throw Stop(Refusal("asItWas"), 403) }
        if let refusal = place.refusal(SettleDates.any) { throw Stop(refusal, 403) }
        func page(_ refusal: Refusal, _ status: Int, entry: Int?) -> Reply {
            let typed = Dictionary(form.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
            return .page(DatesPage(place, typed: typed, refusal: refusal, entry: entry), status: status)
        }
        let unknown = form.unknown(to: asks(form))
        guard unknown.isEmpty else { return page(.blocked(by: unknown), 422, entry: form.entry) }
        do {
            let answer = try await ask.site.installation.desk(place.name).carryOut(
                .init(SettleDates.any, form.sent ?? answers(form, ask.words), by: ask.seat, seen: form.entry))
            if ask.wants == .json { return .page(Carried(answer)) }
            return .redirect(place.to("dates"))
        } catch let conflict as ProjectDesk.Conflict {
            return page(conflict.refusal, 409, entry: conflict.entry)
        } catch let refusal as Refusal {
            return page(refusal, 422, entry: form.entry)
        }
    }

    /// Ticks and days stand in the form by the name of their date: `t.contract.11.to`, `d.contract.11.to`.
    private static func asks(_ form: Form) -> Form.Asks {
        guard form.sent == nil else { return .init(SettleDates.any.form) }
        let dates = form.fields.lazy.map(\.name).filter { name in
            let parts = name.split(separator: ".", maxSplits: 3)
            return parts.count == 4 && ["t", "d"].contains(parts[0]) && Kind.named(String(parts[1])) != nil
                && Whole.key(parts[2]) != nil
        }
        return .init(Set(dates).union(["day", "reason", "by"]))
    }

    /// A ticked date gets its own day, else the one for all of them, else it is accepted. What does not read as a day stays as it
    /// was typed, so that the check names it.
    private static func answers(_ form: Form, _ words: Words) -> JSON {
        func typed(_ name: String) -> String? { form[name].flatMap { $0.isEmpty ? nil : $0 } }
        var dates: [JSON] = []
        // Who types a day for a date means it, ticked or not.
        let names = form.fields.filter { $0.name.hasPrefix("t.") || $0.name.hasPrefix("d.") && typed($0.name) != nil }
            .map { String($0.name.dropFirst(2)) }
        var told: Set<String> = []
        for name in names where told.insert(name).inserted {
            let parts = name.split(separator: ".", maxSplits: 2)
            guard parts.count == 3 else { continue }
            let day = (typed("d." + name) ?? typed("day")).map { text in
                (When(text) ?? words.readWhen(text))?.plain ?? text
            }
            dates.append(
                JSON.object(of: [
                    ("record", .text("\(parts[0])/\(parts[1])")), ("field", .text(String(parts[2]))),
                    ("day", day.map { .text($0) } ?? .null),
                ]))
        }
        return JSON.object(
            of: [("dates", .list(dates))]
                + ["reason", "by"].compactMap { name in typed(name).map { (name, .text($0)) } })
    }
}
