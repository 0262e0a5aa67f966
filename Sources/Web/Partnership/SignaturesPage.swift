import Desk
import Domain
import Words

/// Partners and the documents that they sign: what is there, and what is missing.
struct SignaturesPage: Page {
    struct Column: Sendable {
        let sort: Contract.Sort
        /// The addendum, where the column is one.
        let contract: Contract?
        /// Its place among the addenda.
        var addendum: Int?
    }

    let mine: Place
    let partners: [Partner]
    let columns: [Column]
    let cells: [[Project.Signature]]

    init(_ place: Place) {
        mine = place
        let project = place.project
        partners = project.partners.sorted { ($0.number ?? .max, $0.id) < ($1.number ?? .max, $1.id) }
        columns =
            Contract.Sort.allCases.filter { $0 != .addendum }.map { Column(sort: $0, contract: nil) }
            + project.contracts.filter { $0.sort == .addendum }.enumerated().map {
                Column(sort: .addendum, contract: $1, addendum: $0 + 1)
            }
        let columns = columns
        cells = partners.map { partner in
            columns.map { column in
                column.contract.map { project.signature($0, of: partner) }
                    ?? project.signature(column.sort, of: partner)
            }
        }
    }

    private var open: Int { cells.joined().filter { $0.isOpen }.count }

    var place: Place? { mine }
    var room: Room? { .partnership }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.signatures") }

    func body(_ words: Words) -> HTML {
        let heads = heads(words)
        let rows = zip(partners, cells).map { partner, cells -> HTML in
            let shown = zip(heads.dropFirst(), cells).map { PartnershipPages.cell($0, cell($1, words)) }
            return """
                <tr><th scope="row">\(partner.number.map { "\($0) " } ?? "")\(Show.link(partner.reference, words, mine))</th>\(shown)</tr>
                """
        }
        let addenda = columns.compactMap { column -> HTML? in
            guard let contract = column.contract, let number = column.addendum else { return nil }
            let name = words("signatures.addendum", [("n", words.number(number))])
            return "<li>\(name): \(Show.link(contract.reference, words, mine))</li>"
        }
        return """
            \(PartnershipPages.crumbs(mine, words))<h1>\(title(words))</h1><p class="lead">\(words("signatures.about"))</p>
            <p class="exports"><a\(href: mine.to(Contract.plural))>\(words("kind.contract.title"))</a> <a\(href: mine.to("signatures", query: [("as", "csv")]))>CSV</a> <a\(href: mine.to("signatures", query: [("as", "json")]))>JSON</a></p>
            <p>\(open == 0 ? words("signatures.none") : words.count(open, "signatures.count"))</p>
            \(PartnershipPages.table(title(words), heads, rows))
            \(if: !addenda.isEmpty, "<ul class=\"plain\">\(addenda)</ul>")
            """
    }

    private func heads(_ words: Words) -> [String] {
        [words("kind.partner.one")]
            + columns.map { column in
                column.addendum.map { words("signatures.addendum", [("n", words.number($0))]) }
                    ?? words.choice(Contract.Sort.choiceName, column.sort.rawValue)
            }
    }

    private func text(_ signature: Project.Signature, _ words: Words) -> String {
        switch signature {
        case .signed(_, let on): words("signatures.signed", [("day", words.when(on))])
        case .unsigned: words("signatures.unsigned")
        case .missing: words("signatures.missing")
        case .notAsked: words("signatures.notAsked")
        }
    }

    private func cell(_ signature: Project.Signature, _ words: Words) -> HTML {
        let text = text(signature, words)
        switch signature {
        case .signed(let contract, _): return "<a\(href: mine.to(contract.reference))>\(text)</a>"
        case .unsigned(let contract):
            return "<a\(href: mine.to(contract.reference))>\(Show.state(text, "unsigned"))</a>"
        case .missing: return Show.state(text, "missing")
        case .notAsked: return "<span class=\"far\">\(text)</span>"
        }
    }

    func table(_ words: Words) -> [[String]]? {
        [heads(words)] + zip(partners, cells).map { [$0.name] + $1.map { text($0, words) } }
    }

    var json: JSON {
        [
            "missing": .whole(Int64(open)),
            "partners": .list(
                zip(partners, cells).map { partner, cells in
                    [
                        "partner": .text(partner.reference.description),
                        "documents": .list(
                            zip(columns, cells).map { column, cell in
                                [
                                    "sort": .text(column.sort.rawValue),
                                    "contract": cell.contract.map { .text($0.reference.description) } ?? .null,
                                    "state": .text(cell.state),
                                ]
                            }),
                    ]
                }),
        ]
    }
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
