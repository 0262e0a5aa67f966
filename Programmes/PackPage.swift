import Domain

/// A pack as a page that a programme officer reads: every rule with its values, days, sources and what nobody has verified.
public enum PackPage {
    public static func markdown(of loaded: Packs.Loaded) -> String {
        let pack = loaded.pack
        let values = pack.parameters.flatMap(\.values)
        var lines = [
            "# \(pack.title)", "",
            "Pack `\(pack.id)`\(pack.base.map { ", standing on [`\($0)`](\($0).md)" } ?? ""), from \(pack.from) to \(pack.to?.plain ?? "further notice").",
            "\(values.count(where: \.isVerified)) of \(values.count) values are verified; the others are marked **unverified**. Generated; do not edit.",
            "",
        ]
        var topic = ""
        for parameter in pack.parameters {
            let own = String(parameter.name.prefix { $0 != "." })
            if own != topic {
                topic = own
                lines += [
                    "", "## \(topic)", "", "| rule | value | days | source | verified |",
                    "| --- | --- | --- | --- | --- |",
                ]
            }
            for value in parameter.values {
                let days =
                    value.from == nil && value.to == nil
                    ? ""
                    : "\(value.from?.plain ?? pack.from.plain) to \(value.to?.plain ?? pack.to?.plain ?? "further notice")"
                let base = parameter.pack == pack.id ? "" : " (from `\(parameter.pack)`)"
                lines.append(
                    "| "
                        + [
                            "`\(parameter.key.text)`\(base)",
                            (value.value?.plain ?? "*not known*") + (value.note.map { "; \($0)" } ?? ""), days,
                            value.source.text, value.verifiedBy ?? "**unverified** (\(value.certainty.rawValue))",
                        ].map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |")
            }
        }
        lines += ["", "## Worked examples", ""]
        for file in loaded.examples {
            for example in file.examples {
                lines.append("- `\(example.id)` (\(example.area)): \(example.description). *\(example.source)*")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
