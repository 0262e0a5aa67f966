import Domain
import Words

extension Importing {
    /// The rows of a template: headings in the language, and one example, marked so that it stays out when it is left in.
    ///
    /// - Parameter asFound: whether it also asks what verbs govern: a state, in the first place.
    public static func template(_ kind: Kind, _ words: Words, in project: Project, asFound: Bool = false) -> [[String]]
    {
        let headings = Headings(kind, words.language)
        let paths = headings.order.filter {
            isOffered($0, headings.shapes[$0]) && (asFound || !kind.governed.contains($0))
        }
        let example = paths.map { path -> String in
            if path == "id" { return words("import.example") }
            return self.example(path, headings.shapes[path] ?? .line, of: kind, words, project)
        }
        return [paths.map { Headings.label($0, kind, words) }, example]
    }

    /// A table asks what a list of a partner knows; what is inside groups is taken when it is there.
    private static func isOffered(_ path: String, _ shape: Shape?) -> Bool {
        !path.contains(".") || path == "provenance.sources"
    }

    private static func example(
        _ path: String, _ shape: Shape, of kind: Kind, _ words: Words, _ project: Project
    ) -> String {
        if let own = words.optional("import.example.\(kind.name).\(path)") { return own }
        let start = project.identification?.start
        switch shape {
        case .choice(let list, let options): return options.first.map { words.choice(list, $0) } ?? ""
        case .list(.choice(let list, let options)):
            return options.prefix(2).map { words.choice(list, $0) }.joined(separator: "; ")
        case .day: return start.map { words.day($0) } ?? ""
        case .when: return path == "end" || path == "to" ? "" : start.map { words.day($0) } ?? ""
        case .amount: return Money(cents: 1_234_550, currency: "EUR").map { words.amount($0) } ?? ""
        case .count: return words.number(19)
        case .flag: return words("page.no")
        case .key(Partner.kind):
            let first = project.partners.first { $0.isLead }
            return first.map { $0.number.map { "PP\($0)" } ?? $0.name } ?? ""
        case .key(let target):
            return Kind.named(target).flatMap { $0.each(project).first }.map {
                $0.caption(in: project).text ?? String($0.reference.number)
            } ?? ""
        default: return ""
        }
    }
}
