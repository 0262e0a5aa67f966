import Domain
import Words

/// The results of a project as a text, made from the same figures as everything else; each says whether it is claimed or evidenced.
public struct PressText: Sendable {
    public let title: String
    public let text: String
    public let quotes: [News.Quote]

    /// - Parameter day: whose partners are told: of those who take part on it, or took part at the end.
    public init(
        _ project: Project, _ results: [Standing], _ basis: News.Basis, on day: Day, _ words: Words
    ) {
        let identification = project.identification
        var quotes: [News.Quote] = []
        let lines = results.compactMap { standing -> String? in
            let (value, text): (Int, String)
            let mark: News.Basis
            if basis == .claimed, let claimed = standing.claimed, let number = standing.claimedValue {
                (value, text, mark) = (number.whole, words.claim(claimed, of: standing.figure), .claimed)
            } else if let evidenced = standing.evidenced {
                (value, text, mark) = (evidenced, words.evidenced(standing), .evidenced)
            } else {
                // What is not known is not told as a number.
                return nil
            }
            quotes.append(News.Quote(figure: standing.figure.id, basis: mark, value: value))
            let key: TextKey = "figure.\(standing.figure.name)"
            let counted =
                words.has(key)
                ? "\(text)\u{A0}\(words.form(value, key))"
                : "\(words.caption(standing.figure.caption, kind: Figure.kind)): \(text)"
            return "• \(counted) (\(words.choice(News.Basis.choiceName, mark.rawValue)))"
        }
        title = words("press.title", [("project", identification?.acronym ?? project.name)])
        let then = identification.map { max($0.start, min(day, $0.end)) } ?? day
        let opening = words(
            "press.opening",
            [
                ("project", identification?.acronym ?? project.name), ("title", identification?.title ?? ""),
                ("programme", identification?.programme ?? ""),
                ("partners", words.count(project.partners.count { $0.isActive(on: then) }, "kind.partner")),
                ("time", identification.map { words.span(.day($0.start), .day($0.end)) } ?? ""),
            ])
        text = opening + "\n\n" + words("press.results") + "\n" + lines.joined(separator: "\n")
        self.quotes = quotes
    }
}
