import Desk
import Domain
import Files
import Words

/// A sheet of survey results, read and checked: what each row would do, and nothing done yet.
struct CheckedSurvey: Sendable {
    struct Row: Sendable {
        /// As a spreadsheet counts it.
        let number: Int
        let cells: [String]
        let effect: TakeSurvey.Effect
        let findings: [Finding]
    }

    let rows: [Row]
    /// Headings that say nothing to us.
    let unknown: [String]
    let input: JSON

    static let columns = ["question", "meaning", "answers", "yes", "average", "outOf", "percent", "comment"]

    init(_ importing: Importing, _ event: Event, _ project: Project) {
        unknown =
            importing.unknown.map(\.heading)
            + importing.columns.filter { $0.path.map { !Self.columns.contains($0) } ?? false }.map(\.heading)
        let shape = TakeSurvey.any.form.member("rows").flatMap {
            if case .list(let item) = $0.shape { item } else { nil }
        }
        let read = importing.read(in: project).prefix(Bounds.items + 1).map { row, fields, findings in
            (row: row, json: Self.asked(fields), findings: findings)
        }
        let wrong = read.map { row in
            row.findings
                + (shape?.findings(in: row.json, of: project) ?? []).filter { finding in
                    !row.findings.contains { $0.field == finding.field }
                }
        }
        var whole: [TakeSurvey.Row] = []
        for (row, findings) in zip(read, wrong) where !findings.contains(where: \.blocks) {
            if let one = try? Canonical.decode(TakeSurvey.Row.self, from: row.json) { whole.append(one) }
        }
        var checked = TakeSurvey(event: event.id, rows: whole).checked(in: project)[...]
        rows = zip(read, wrong).map { row, findings in
            guard !findings.contains(where: \.blocks), let verdict = checked.popFirst() else {
                return Row(number: row.row.number, cells: row.row.cells, effect: .refused, findings: findings)
            }
            return Row(
                number: row.row.number, cells: row.row.cells, effect: verdict.effect,
                findings: findings + verdict.findings)
        }
        input = ["event": .whole(Int64(event.id.number)), "rows": .list(read.map(\.json))]
    }

    /// What a question asks after is other where nobody says it; a mark has a point.
    private static func asked(_ fields: JSON) -> JSON {
        let known = fields.members.filter { columns.contains($0.name) }.map { name, value in
            (
                name,
                name == "average" || name == "percent"
                    ? value.text.map { .text($0.replacing(",", with: ".")) } ?? value : value
            )
        }
        return (["meaning": .text(SurveyResult.Meaning.other.rawValue)] as JSON).overlaid(by: .object(of: known))
    }

    var mayStart: Bool {
        !rows.contains { $0.effect == .refused } && rows.contains { $0.effect != .same }
    }
}

/// Takes in the results of a survey: a sheet, its check, and the start.
struct SurveyPage: ProjectPage {
    let place: Place
    let event: Event
    let held: ImportPages.Held
    let importing: Importing?
    let sheet: CheckedSurvey?
    let refusal: Refusal?
    let may: Refusal?

    var room: Room? { .events }
    var wide: Bool { true }

    init(
        _ place: Place, _ event: Event, _ held: ImportPages.Held, _ importing: Importing? = nil, refusal: Refusal? = nil
    ) {
        self.place = place
        self.event = event
        self.held = held
        self.importing = importing
        sheet = importing.map { CheckedSurvey($0, event, place.project) }
        self.refusal = refusal
        may = place.refusal(TakeSurvey.any, on: event)
    }

    func title(_ words: Words) -> String { words("page.survey.of", [("event", event.title)]) }

    private func headings(_ words: Words) -> [String] {
        CheckedSurvey.columns.map { words.label(field: $0, of: SurveyResult.kind) }
    }

    private func check(_ sheet: CheckedSurvey, _ words: Words) -> HTML {
        let rows = sheet.rows.map { row -> HTML in
            let said = row.findings.map { finding -> HTML in
                let label = words.label(path: finding.field, of: SurveyResult.kind)
                return "<span class=\"error\">\(label): \(Show.sentence(finding, words, place))</span> "
            }
            let tone = row.effect == .refused ? "failed" : row.effect == .same ? "same" : "done"
            return """
                <tr><td class="number">\(row.number)</td>
                <td>\(Show.state(words.choice(TakeSurvey.Effect.choiceName, row.effect.rawValue), tone))</td>
                <th scope="row">\(row.cells.joined(separator: " · "))</th>
                <td>\(said)</td></tr>
                """
        }
        let counts = TakeSurvey.Effect.allCases.map { effect in
            let count = sheet.rows.filter { $0.effect == effect }.count
            return "\(words.choice(TakeSurvey.Effect.choiceName, effect.rawValue)): \(count)"
        }.joined(separator: ", ")
        let unknown = words("page.survey.unknown", [("names", words.list(sheet.unknown))])
        let table: HTML = """
            <table><thead><tr><th scope="col" class="number">\(words("page.row"))</th>
            <th scope="col">\(words("field.status"))</th>
            <th scope="col">\(words("page.rowSays"))</th>
            <th scope="col">\(words("page.warnings"))</th></tr></thead><tbody>\(rows)</tbody></table>
            """
        return """
            <section><h2>\(words("page.check"))</h2>
            \(if: !sheet.unknown.isEmpty, "<p class=\"warnings\">\(unknown)</p>")
            \(if: sheet.rows.isEmpty, "<p class=\"empty\">\(words("page.survey.noRows"))</p>")
            <p>\(counts)</p>
            \(if: !sheet.rows.isEmpty, table)</section>
            """
    }

    func body(_ words: Words) -> HTML {
        let action = place.to("survey", String(event.id.number)).text
        let template = place.to("survey", String(event.id.number), query: [("as", "csv")])
        let mayStart = may == nil && sheet?.mayStart == true
        let start: HTML = """
            <form method="post" action="\(action)" enctype="multipart/form-data">
            <input type="hidden" name="step" value="start">
            \(importing.map { held.fields($0.sheet) })
            <p class="acts"><button class="button">\(words("verb.take-survey"))</button></p>
            </form>
            """
        let form: HTML = """
            <form method="post" action="\(action)" enctype="multipart/form-data" class="fields" novalidate>
            <input type="hidden" name="step" value="check">
            <p class="hint">\(words("page.survey.headings", [("headings", headings(words).joined(separator: ", "))]))</p>
            \(held.asked(words, pasted: "text", refusal))
            <p class="acts">
            <button\(if: mayStart, " class=\"quiet\"")>\(words("page.check"))</button>
            <a class="button quiet"\(href: template)>\(words("page.template"))</a>
            </p>
            </form>
            """
        let events = (words("kind.event.title"), place.to(Event.plural))
        return """
            \(Frame.crumbs(place, words, [events, (event.title, place.to(event.reference))]))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("verb.take-survey.about"))</p>
            \(refusal.map { Fields.summary(nil, "<p>\(Show.sentence($0, words, place))</p>") })
            \(may.map { Show.refused($0, words, place) })
            \(sheet.map { check($0, words) })
            \(if: mayStart, start)
            \(if: may == nil, form)
            """
    }

    /// The template: its headings, and what is there already.
    func table(_ words: Words) -> [[String]]? {
        [headings(words)]
            + place.project.surveyResults.filter { $0.event == event.id }.map { result in
                [
                    result.question, words.choice(SurveyResult.Meaning.choiceName, result.meaning.rawValue),
                    result.answers.map { String($0) } ?? "", result.yes.map { String($0) } ?? "",
                    result.average ?? "", result.outOf.map { String($0) } ?? "", result.percent ?? "",
                    result.comment?.text ?? "",
                ]
            }
    }

    var json: JSON {
        JSON.object(of: [
            ("event", .whole(Int64(event.id.number))), ("mayStart", .flag(sheet?.mayStart ?? false)),
            ("refused", refusal.map { .text($0.code) } ?? .null),
            ("sentence", refusal.map { .text(Show.sentence($0, Words.of(.en), place)) } ?? .null),
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
