import Desk
import Domain
import Files
import Words

/// A sheet of survey results, read and checked: what each row would do, and nothing done yet.
struct CheckedSurvey: Sendable {
    struct Row: Sendable {
        let cells: [String]
        let effect: TakeSurvey.Effect
        let findings: [Finding]
    }

    let rows: [Row]
    /// Headings that say nothing to us.
    let unknown: [String]
    let input: JSON
    private let lacksQuestion: Bool

    static let columns = ["question", "meaning", "answers", "yes", "average", "outOf", "comment"]

    init(_ text: String, _ event: Event, _ project: Project, _ words: Words) {
        let sheet = SurveySheet.rows(text)
        let names = (sheet.first ?? []).map { Self.column($0) }
        unknown = zip(sheet.first ?? [], names).filter { $1 == nil && !$0.isEmpty }.map(\.0)
        lacksQuestion = !names.contains("question")
        let shape = TakeSurvey.any.form.member("rows").flatMap {
            if case .list(let item) = $0.shape { item } else { nil }
        }
        let read = sheet.dropFirst().prefix(lacksQuestion ? 0 : Bounds.items + 1).map {
            cells -> (cells: [String], json: JSON) in
            (
                cells,
                .object(
                    of: zip(names, cells).compactMap { name, cell in
                        guard let name, !cell.isEmpty else { return nil }
                        return (name, Self.value(name, cell, words))
                    })
            )
        }.map { row in
            (
                cells: row.cells,
                json: row.json["meaning"] == nil ? row.json.overlaid(by: ["meaning": "other"]) : row.json
            )
        }
        let wrong = read.map { shape?.findings(in: $0.json, of: project) ?? [] }
        var whole: [TakeSurvey.Row] = []
        for (row, findings) in zip(read, wrong) where findings.isEmpty {
            if let one = try? Canonical.decode(TakeSurvey.Row.self, from: row.json) { whole.append(one) }
        }
        var checked = TakeSurvey(event: event.id, rows: whole).checked(in: project)[...]
        rows = zip(read, wrong).map { row, findings in
            guard findings.isEmpty, let verdict = checked.popFirst() else {
                return Row(cells: row.cells, effect: .refused, findings: findings)
            }
            return Row(cells: row.cells, effect: verdict.effect, findings: verdict.findings)
        }
        input = ["event": .whole(Int64(event.id.number)), "rows": .list(read.map(\.json))]
    }

    var mayStart: Bool {
        !rows.contains { $0.effect == .refused } && rows.contains { $0.effect != .same }
    }

    /// The field of a heading, by its own name or by its label in a complete language.
    private static func column(_ heading: String) -> String? {
        let folded = Words.folded(heading)
        return columns.first { name in
            folded == Words.folded(name)
                || Language.allCases.filter(\.isComplete).contains {
                    Words.folded(Words.of($0).label(field: name, of: SurveyResult.kind)) == folded
                }
        }
    }

    private static func value(_ name: String, _ cell: String, _ words: Words) -> JSON {
        switch name {
        case "answers", "yes", "outOf": return words.read(cell, as: .whole)
        case "average": return .text(cell.replacing(",", with: "."))
        case "meaning":
            let list = SurveyResult.Meaning.choiceName
            let word = SurveyResult.Meaning.allCases.first { meaning in
                Language.allCases.filter(\.isComplete).contains {
                    Words.folded(Words.of($0).choice(list, meaning.rawValue)) == Words.folded(cell)
                }
            }
            return .text(word?.rawValue ?? cell)
        default: return .text(cell)
        }
    }
}

/// Takes in the results of a survey: a sheet, its check, and the start.
struct SurveyPage: ProjectPage {
    let place: Place
    let event: Event
    let text: String
    let sheet: CheckedSurvey?
    let refusal: Refusal?
    let may: Refusal?

    var room: Room? { .events }
    var wide: Bool { true }

    init(_ place: Place, _ event: Event, text: String, sheet: CheckedSurvey?, refusal: Refusal?) {
        self.place = place
        self.event = event
        self.text = text
        self.sheet = sheet
        self.refusal = refusal
        may = place.refusal(TakeSurvey.any)
    }

    func title(_ words: Words) -> String { words("page.survey.of", [("event", event.title)]) }

    private func headings(_ words: Words) -> [String] {
        CheckedSurvey.columns.map { words.label(field: $0, of: SurveyResult.kind) }
    }

    private func check(_ sheet: CheckedSurvey, _ words: Words) -> HTML {
        let rows = sheet.rows.enumerated().map { index, row -> HTML in
            let said = row.findings.map { finding -> HTML in
                "<span class=\"error\">\(words.label(path: finding.field, of: SurveyResult.kind)): \(Show.sentence(finding, words, place))</span> "
            }
            let tone = row.effect == .refused ? "failed" : row.effect == .same ? "same" : "done"
            return
                "<tr><td class=\"number\">\(index + 2)</td><td>\(Show.state(words.choice(TakeSurvey.Effect.choiceName, row.effect.rawValue), tone))</td><th scope=\"row\">\(row.cells.joined(separator: " · "))</th><td>\(said)</td></tr>"
        }
        let counts = TakeSurvey.Effect.allCases.map { effect in
            "\(words.choice(TakeSurvey.Effect.choiceName, effect.rawValue)): \(sheet.rows.filter { $0.effect == effect }.count)"
        }.joined(separator: ", ")
        let unknown: HTML =
            sheet.unknown.isEmpty
            ? "" : "<p class=\"warnings\">\(words("page.survey.unknown", [("names", words.list(sheet.unknown))]))</p>"
        return """
            <section><h2>\(words("page.check"))</h2>\(unknown)\(if: sheet.rows.isEmpty, "<p class=\"empty\">\(words("page.survey.noRows"))</p>")<p>\(counts)</p>
            \(if: !sheet.rows.isEmpty, "<table><thead><tr><th scope=\"col\" class=\"number\">\(words("page.row"))</th><th scope=\"col\">\(words("field.status"))</th><th scope=\"col\">\(words("page.rowSays"))</th><th scope=\"col\">\(words("page.warnings"))</th></tr></thead><tbody>\(rows)</tbody></table>")</section>
            """
    }

    func body(_ words: Words) -> HTML {
        let action = place.to("survey", String(event.id.number)).text
        let template = place.to("survey", String(event.id.number), query: [("as", "csv")])
        let start: HTML = """
            <form method="post" action="\(action)"><input type="hidden" name="step" value="start"><textarea class="unseen" name="text" aria-hidden="true" tabindex="-1">
            \(text)</textarea><p class="acts"><button class="button">\(words("verb.take-survey"))</button></p></form>
            """
        let form: HTML = """
            <form method="post" action="\(action)" enctype="multipart/form-data" class="fields" novalidate><input type="hidden" name="step" value="check">
            <div class="field"><label for="text">\(words("page.survey.paste"))</label><span class="hint" id="text-hint">\(words("page.survey.paste.hint", [("headings", headings(words).joined(separator: ", "))]))</span><textarea id="text" name="text" rows="8" aria-describedby="text-hint">
            \(text)</textarea></div>
            <div class="field"><label for="upload">\(words("page.survey.file")) <span class="optional">\(words("page.optional"))</span></label><input type="file" id="upload" name="upload"></div>
            <p class="acts"><button\(if: sheet?.mayStart == true, " class=\"quiet\"")>\(words("page.check"))</button> <a class="button quiet"\(href: template)>\(words("page.template"))</a></p></form>
            """
        return """
            \(Frame.crumbs(place, words, [(words("kind.event.title"), place.to(Event.plural)), (event.title, place.to(event.reference))]))<h1>\(title(words))</h1><p class="lead">\(words("verb.take-survey.about"))</p>
            \(refusal.map { "<div class=\"summary\" role=\"alert\" tabindex=\"-1\" id=\"errors\"><p>\(Show.sentence($0, words, place))</p></div>" as HTML })
            \(may.map { Show.refused($0, words, place) })\(sheet.map { check($0, words) })\(if: may == nil && sheet?.mayStart == true, "\(start)")\(if: may == nil, "\(form)")
            """
    }

    /// The template: its headings, and what is there already.
    func table(_ words: Words) -> [[String]]? {
        [headings(words)]
            + place.project.surveyResults.filter { $0.event == event.id }.map { result in
                [
                    result.question, words.choice(SurveyResult.Meaning.choiceName, result.meaning.rawValue),
                    result.answers.map { String($0) } ?? "", result.yes.map { String($0) } ?? "",
                    result.average ?? "", result.outOf.map { String($0) } ?? "", result.comment?.text ?? "",
                ]
            }
    }

    var json: JSON {
        JSON.object(of: [
            ("event", .whole(Int64(event.id.number))), ("mayStart", .flag(sheet?.mayStart ?? false)),
            (
                "rows",
                .list(
                    (sheet?.rows ?? []).map { row in
                        [
                            "effect": .text(row.effect.rawValue), "cells": .list(row.cells.map { .text($0) }),
                            "findings": .list(row.findings.map { .text("\($0.field) \($0.code)") }),
                        ]
                    })
            ),
        ])
    }
}
