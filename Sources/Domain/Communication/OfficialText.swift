/// A wording that has to be used as it is: the statement of funding, the disclaimer, the project in one sentence, in one language.
public struct OfficialText: Record {
    public static let kind = "official-text"
    public static let plural = "official-texts"
    public static let room = Room.communication

    public enum Sort: String, Choice { case fundingStatement, disclaimer, fundName, projectName, shortDescription }

    public var id: Key<OfficialText>
    public var sort: Sort
    public var language: LanguageCode
    public var text: Prose
    public var validFrom: Day?
    public var validUntil: Day?
    public var provenance: Provenance = Provenance()

    public var caption: Caption { .text(text.text.count > 80 ? String(text.text.prefix(78)) + "…" : text.text) }
    public var dated: Day? { validFrom }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if provenance.sources.isEmpty, project.showable(provenance.proofs).isEmpty {
            found.append(Finding("wordingWithoutSource", .warns, field: "provenance"))
        }
        if let other = project.officialTexts.first(where: {
            $0.id != id && $0.sort == sort && $0.language == language
                && Project.overlap(
                    $0.validFrom.map { .day($0) }, $0.validUntil.map { .day($0) }, validFrom.map { .day($0) },
                    validUntil.map { .day($0) })
        }) {
            found.append(
                Finding(
                    "textTwice", .blocks, about: other.reference, field: "language",
                    facts: [.init("record", .record(other.reference))]))
        }
        return found
    }
}

extension Project {
    public var officialTexts: Table<OfficialText> { self[OfficialText.self] }

    /// The wording that holds on the day, in a language.
    public func officialText(_ sort: OfficialText.Sort, in language: LanguageCode, on day: Day) -> OfficialText? {
        officialTexts.first {
            $0.sort == sort && $0.language == language && ($0.validFrom ?? day) <= day
                && day <= ($0.validUntil ?? day)
        }
    }

    /// What the pack itself gives of it in that language, with its source.
    public func officialTextOfPack(_ sort: OfficialText.Sort, in language: LanguageCode, on day: Day) -> (
        text: String, value: DatedValue
    )? {
        guard sort == .fundingStatement,
            let value = rulePack?.value(
                ParameterName("communication.fundingStatement"), about: language.code, on: day),
            value.certainty != .notFound, case .text(let text)? = value.value
        else { return nil }
        return (text, value)
    }
}
