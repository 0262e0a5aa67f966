import Desk
import Domain
import Words

/// Partners and the documents that they sign: what is there, and what is missing.
struct SignaturesPage: ProjectPage {
    struct Document: Sendable {
        let sort: Contract.Sort
        /// The addendum, where the column is one.
        let contract: Contract?
        /// Its place among the addenda.
        var addendum: Int?
    }

    let place: Place
    let partners: [Partner]
    let documents: [Document]
    let cells: [[Project.Signature]]

    init(_ place: Place) {
        self.place = place
        let project = place.project
        // Who left before the start has nothing to sign.
        let start = project.identification?.start
        partners = project.partners.filter { partner in
            start.map { start in partner.to.map { $0.last >= start } ?? true } ?? true
        }.sorted { ($0.number ?? .max, $0.id) < ($1.number ?? .max, $1.id) }
        documents =
            Contract.Sort.allCases.filter { $0 != .addendum }.map { Document(sort: $0, contract: nil) }
            + project.contracts.filter { $0.sort == .addendum }.enumerated().map {
                Document(sort: .addendum, contract: $1, addendum: $0 + 1)
            }
        let documents = documents
        cells = partners.map { partner in
            documents.map { column in
                column.contract.map { project.signature($0, of: partner) }
                    ?? project.signature(column.sort, of: partner)
            }
        }
    }

    private var open: Int { cells.joined().filter { $0.isOpen }.count }

    var room: Room? { .partnership }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.signatures") }

    func body(_ words: Words) -> HTML {
        let addenda = documents.compactMap { document -> HTML? in
            document.contract.map { "<li>\(name(document, words)): \(Show.link($0.reference, words, place))</li>" }
        }
        let contracts: HTML = "<a\(href: place.to(Contract.plural))>\(words("kind.contract.title"))</a>"
        return """
            \(Frame.crumbs(place, words, in: .partnership))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("signatures.about"))</p>
            \(Show.exports(place.to("signatures"), besides: contracts))
            <p>\(open == 0 ? words("signatures.none") : missing(words))</p>
            \(grid(words).html)
            \(if: !addenda.isEmpty, "<ul class=\"plain\">\(addenda)</ul>")
            """
    }

    /// Of a project that is closed nobody is asked to sign any more.
    private func missing(_ words: Words) -> String {
        let isClosed = place.project.stage(on: place.today) == .closed
        let name = words.choice(Need.Urgency.choiceName, Need.Urgency.notOnRecord.rawValue)
        return isClosed ? "\(name): \(words.number(open))" : words.count(open, "signatures.count")
    }

    private func name(_ document: Document, _ words: Words) -> String {
        document.addendum.map { words("signatures.addendum", [("n", words.number($0))]) }
            ?? words.choice(Contract.Sort.choiceName, document.sort.rawValue)
    }

    private func grid(_ words: Words) -> Grid<Int> {
        var grid = Grid(
            title(words), words, place, Array(partners.indices),
            [
                Column("partner", words("kind.partner.one")) { index in
                    let partner = partners[index]
                    let name: HTML =
                        "\(partner.number.map { "\($0) " } ?? "")\(Show.link(partner.reference, words, place))"
                    return .shown(
                        .said(words.name(partner.reference, in: place.project), .text(partner.reference.description)),
                        name)
                }
            ]
                + Column.each("documents", documents) { column, document in
                    Column("documents", name(document, words)) { cell(cells[$0][column], document, words) }
                })
        grid.look = "list many"
        return grid
    }

    private func text(_ signature: Project.Signature, _ words: Words) -> String {
        switch signature {
        case .signed(_, let on): words("signatures.signed", [("day", words.when(on))])
        case .unsigned: words("signatures.unsigned")
        case .missing: words("signatures.missing")
        case .notAsked: words("signatures.notAsked")
        }
    }

    private func cell(_ signature: Project.Signature, _ document: Document, _ words: Words) -> Cell {
        let text = text(signature, words)
        let path = signature.contract.map { place.to($0.reference) }
        let shown: HTML =
            switch signature {
            case .signed: "\(text)"
            case .unsigned, .missing: Show.state(text, signature.state)
            case .notAsked: "<span class=\"far\">\(text)</span>"
            }
        let json: JSON = [
            "sort": .text(document.sort.rawValue),
            "contract": signature.contract.map { .text($0.reference.description) } ?? .null,
            "state": .text(signature.state),
        ]
        return Cell.shown(.said(text, json), shown).linked(path, words, place)
    }

    func table(_ words: Words) -> [[String]]? { grid(words).table }

    var json: JSON { ["missing": .whole(Int64(open)), "partners": grid(Words.of(.en)).json] }
}

extension Project.Signature {
    fileprivate var isOpen: Bool { state == "missing" || state == "unsigned" }
    fileprivate var state: String {
        switch self {
        case .signed: "signed"
        case .unsigned: "unsigned"
        case .missing: "missing"
        case .notAsked: "notAsked"
        }
    }
    fileprivate var contract: Key<Contract>? {
        switch self {
        case .signed(let contract, _), .unsigned(let contract): contract
        case .missing, .notAsked: nil
        }
    }
}
