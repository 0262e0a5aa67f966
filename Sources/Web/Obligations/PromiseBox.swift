import Desk
import Domain
import Words

/// A promise in half a minute, on the home page: what, and by when; everything else has a good default.
enum PromiseBox {
    static func html(_ place: Place, _ words: Words) -> HTML {
        guard place.refusal(AddRecord<Promise>.any) == nil, place.isLatest else { return "" }
        let duty = duty(place)
        let hidden = [
            ("entry", String(place.project.entry)),
            ("duty", duty.rawValue), ("madeOn", place.today.plain),
        ].map { name, value in "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">" as HTML }
        let sides = Promise.Direction.allCases.map { side in
            (side.rawValue, words.choice(Promise.Direction.choiceName, side.rawValue))
        }
        let due = words.day(place.today.adding(days: 7))
        return """
            <details class="quick"><summary class="button quiet">\(words("page.promise.box"))</summary>
            <form method="post" action="\(place.to("promises").text)" class="filters">
            \(hidden)
            <label class="wide">\(words("field.promise.what")) <input name="what" maxlength="1000" required></label>
            \(Show.select("direction", words("field.promise.direction"), sides, ""))
            <label>\(words("field.promise.otherSide")) <input name="otherSide" maxlength="1000"></label>
            <label>\(words("field.due")) <input class="medium" name="due" value="\(due)"></label>
            <button>\(words("page.promise.note"))</button>
            <a\(href: place.to("promises", "new"))>\(words("page.promise.more"))</a>
            </form>
            </details>
            """
    }

    /// What a new promise begins with: made by us, open, in a week, held by the duty of who writes.
    static func usual(_ place: Place) -> [(String, JSON)] {
        [
            ("direction", .text(Promise.Direction.made.rawValue)), ("duty", .text(duty(place).rawValue)),
            ("due", .text(place.today.adding(days: 7).plain)), ("madeOn", .text(place.today.plain)),
        ]
    }

    private static func duty(_ place: Place) -> Duty.Sort {
        let mine = place.person.map { place.project.duties(of: $0, on: place.today).map(\.sort) } ?? []
        return mine.first { $0.isOfLeadPartner } ?? .coordinator
    }
}
