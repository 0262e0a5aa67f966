import Desk
import Domain
import Words

/// Two versions of the application form, or one and the project now: what is different, in words.
struct BaselinesPage: ProjectPage {
    let place: Place
    let versions: [ApplicationFormVersion]
    let from: ApplicationFormVersion?
    /// Nil: the project as it is now.
    let to: ApplicationFormVersion?
    let differences: [PlanDifference]

    /// Refused where a version is asked for that there is not: another one is no answer.
    init(_ place: Place, from: String?, to: String?) throws(Stop) {
        self.place = place
        let all = place.project.applicationFormVersions.sorted { $0.number < $1.number }
        func version(_ text: String?) throws(Stop) -> ApplicationFormVersion? {
            guard let text else { return nil }
            guard let number = Whole.key(text) else { throw Stop(Refusal("unknownPage")) }
            if let version = all.first(where: { $0.number == number }) { return version }
            throw Stop(.unknownRecord(Reference(kind: ApplicationFormVersion.kind, number: number)))
        }
        let old = try version(from) ?? all.first
        let new = try version(to)
        versions = all
        self.from = old
        self.to = new
        differences = old.map { $0.frozen.differences(to: new?.frozen ?? place.project.plan) } ?? []
    }

    var room: Room? { .partnership }
    func title(_ words: Words) -> String { words("view.baselines") }

    func body(_ words: Words) -> HTML {
        let lists = PlanDifference.Part.allCases.map { part -> HTML in
            let items = differences.filter { $0.part == part }.map { "<li>\(sentence($0, words))</li>" as HTML }
            guard !items.isEmpty else { return "" }
            return """
                <h2>\(words.choice(PlanDifference.Part.choiceName, part.rawValue))</h2>
                <ul class="plain">\(items)</ul>
                """
        }
        return """
            \(Frame.crumbs(place, words, in: .partnership))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("baselines.about"))</p>
            \(versions.isEmpty ? "<p class=\"empty\">\(words("baselines.none"))</p>" : choose(words))
            \(if: from != nil, Show.exports(place.to("baselines", query: compared)))
            \(if: from != nil && differences.isEmpty, "<p>\(words("baselines.same"))</p>")
            \(lists)
            """
    }

    private var compared: [(String, String)] {
        [("from", from?.number), ("to", to?.number)].compactMap { name, number in number.map { (name, String($0)) } }
    }

    private func choose(_ words: Words) -> HTML {
        func options(_ chosen: Int?) -> [HTML] {
            versions.map { Fields.option(String($0.number), name($0, words), $0.number == chosen) }
        }
        return """
            <form class="filters" action="/projects/\(place.name)/baselines">
            <label for="from">\(words("baselines.from"))<select id="from" name="from">\(options(from?.number))</select></label>
            <label for="to">\(words("baselines.to"))<select id="to" name="to">
            <option value="">\(words("baselines.now"))</option>
            \(options(to?.number))
            </select></label>
            \(Show.stays(place))<button>\(words("baselines.compare"))</button>
            </form>
            """
    }

    private func name(_ version: ApplicationFormVersion, _ words: Words) -> String {
        [words("baselines.version", [("n", words.number(version.number))]), version.on.map { words.when($0) }]
            .compactMap(\.self).joined(separator: ", ")
    }

    private func name(_ difference: PlanDifference, _ words: Words) -> String {
        if let name = difference.name { return name }
        let kind = difference.part == .periods ? ReportingPeriod.kind : Phase.kind
        return difference.number.map { words.caption(.numbered($0), kind: kind) } ?? words("dates.whole")
    }

    func sentence(_ difference: PlanDifference, _ words: Words) -> String {
        func text(_ fact: Fact) -> String { words.fact(fact) { words.name($0, in: place.project) } }
        let name = ("name", name(difference, words))
        guard difference.how == .changed, let field = difference.field else {
            return words("baselines.\(difference.how.rawValue)", [name])
        }
        let label = ("field", words.label(field: field, of: ApplicationFormVersion.kind).lowercased())
        switch (difference.old, difference.new) {
        case (let old?, let new?):
            return words("baselines.changed", [name, label, ("old", text(old)), ("new", text(new))])
        case (nil, let new?): return words("baselines.set", [name, label, ("new", text(new))])
        case (let old?, nil): return words("baselines.cleared", [name, label, ("old", text(old))])
        case (nil, nil): return ""
        }
    }

    /// For files and programs; the page has a list for each part.
    private func grid(_ words: Words) -> Grid<PlanDifference> {
        Grid(
            title(words), words, place, differences,
            [
                Column("part", words("dates.what")) { .word($0.part) },
                Column("how", "", in: .program) { .word($0.how) },
                Column("field", "", in: .program) { .text($0.field) },
                Column("name", "", in: .program) { .text(name($0, words)) },
                Column("says", words("field.note")) { .text(sentence($0, words)) },
            ])
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }

    var json: JSON {
        [
            "from": from.map { .whole(Int64($0.number)) } ?? .null,
            "to": to.map { .whole(Int64($0.number)) } ?? .null,
            "differences": grid(Words.of(.en)).json,
        ]
    }
}
