import Domain
import Programmes
import Words

/// A pack as a page that a programme officer reads: every rule with its values, days, sources, and what nobody has verified.
public enum PackText {
    public static func markdown(of loaded: Packs.Loaded, in words: Words) -> String {
        let pack = loaded.pack
        let values = pack.parameters.flatMap(\.values)
        let count = [
            ("verified", words.number(values.count(where: \.isVerified))), ("values", words.number(values.count)),
            ("mark", mark(words)),
        ]
        var lines = [
            "# \(pack.title)", "",
            words("packtext.pack", [("pack", "`\(pack.id)`"), ("days", words.days(of: pack))])
                + (pack.base.map { " " + words("packtext.base", [("pack", "[`\($0)`](\($0).md)")]) } ?? ""),
            words("packtext.count", count), words("packtext.made"),
        ]
        for topic in Vocabulary.Topic.allCases {
            let parameters = pack.parameters.filter { Vocabulary.topic(of: $0.name) == topic }
            if parameters.isEmpty { continue }
            lines += ["", "## \(words.choice(Vocabulary.Topic.choiceName, topic.rawValue))", ""]
            lines.append(row(["rule", "says", "value", "days", "source", "verified"].map { words("packtext.\($0)") }))
            lines.append("| --- | --- | --- | --- | --- | --- |")
            for parameter in parameters {
                for value in parameter.values { lines.append(row(cells(value, of: parameter, in: pack, words))) }
            }
        }
        lines += ["", "## \(words("packtext.examples"))", ""]
        for file in loaded.examples {
            for example in file.examples {
                lines.append("- `\(example.id)` (\(example.area)): \(example.description). *\(example.source)*")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func cells(_ value: DatedValue, of parameter: RuleParameter, in pack: RulePack, _ words: Words)
        -> [String]
    {
        let base = parameter.pack == pack.id ? "" : " (`\(parameter.pack)`)"
        let doubt = words.choice(Certainty.choiceName, value.certainty.rawValue)
        return [
            "`\(parameter.key.text)`\(base)", words.title(of: parameter.key),
            words.value(value.value, parameter.unit) + (value.note.map { "; \($0)" } ?? ""),
            words.days(of: value, in: pack), value.source.text, value.verifiedBy ?? "\(mark(words)): \(doubt)",
        ]
    }

    private static func mark(_ words: Words) -> String { "**\(words("packtext.unverified"))**" }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ") + " |"
    }
}
