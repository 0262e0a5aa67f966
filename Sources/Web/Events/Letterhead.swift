import Desk
import Domain
import Words

/// The emblem of the Union with what stands beside it by the project's rules, and the project's name: the head of what is printed.
struct Letterhead {
    let place: Place
    private static let stars = [
        (0, -20), (10, -17), (17, -10), (20, 0), (17, 10), (10, 17), (0, 20), (-10, 17), (-17, 10), (-20, 0),
        (-17, -10), (-10, -17),
    ]
    private static let star =
        "0,-3.3 0.74,-1.02 3.14,-1.02 1.2,0.39 1.94,2.67 0,1.26 -1.94,2.67 -1.2,0.39 -3.14,-1.02 -0.74,-1.02"

    func html(on day: Day, _ words: Words) -> HTML {
        let life = place.project.identification
        let value = place.project.rulePack?.value(ParameterName("communication.emblem"), on: day)
        let stars = Self.stars.map { x, y -> HTML in
            """
            <polygon points="\(Self.star)" transform="translate(\(45 + x) \(30 + y))" fill="#ffcc00"/>
            """
        }
        return """
            <header class="letterhead">
            <svg class="emblem" viewBox="0 0 90 60" role="img" aria-label="\(words("page.emblem"))">
            <rect width="90" height="60" fill="#003399"/>
            \(stars)
            </svg>
            <p class="beside">\(value.map { words.value($0.value, .text) } ?? "")</p>
            <p class="of">
            <b>\(life?.acronym ?? place.name)</b><br>
            \(life?.title ?? "")<br>
            \(life?.programme ?? "")
            </p>
            </header>
            \(doubt(value, words))
            """
    }

    private func doubt(_ value: DatedValue?, _ words: Words) -> HTML {
        guard let value else { return "<p class=\"hint acts\">\(words("page.noEmblemRule"))</p>" }
        guard !value.isVerified else { return "" }
        return """
            <p class="hint acts"><span class="state doubt">\(words("page.unverifiedRule"))</span> \(value.source.text)</p>
            """
    }
}
