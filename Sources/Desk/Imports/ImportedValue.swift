import Domain
import Words

/// Reads the cells of a table in the language that it is written in.
struct ImportedValue {
    let kind: Kind
    let words: Words
    /// Words of closed lists are known in these: the file's language, English and Slovene.
    private let spoken: [Words]
    private let days: ImportedDays

    init(_ kind: Kind, _ language: Language, _ days: ImportedDays) {
        self.kind = kind
        self.days = days
        words = Words.of(language)
        spoken = [language, .en, .sl].map { Words.of($0) }
    }

    /// The stored form of what a cell says. What does not read stays as it is, so that the check of the record names it;
    /// what leads to no record, or to several, is a finding here.
    func read(
        _ text: String, _ shape: Shape, at path: String, _ names: inout RecordNames, in project: Project,
        _ findings: inout [Finding]
    ) -> JSON {
        switch shape {
        case .who:
            let persons = Kind.named(Person.kind).map { names.numbers(of: text, kind: $0, in: project) } ?? []
            return persons.count == 1
                ? .text(Who(Key(persons[0])).plain) : read(text, .line, at: path, &names, in: project, &findings)
        case .line, .mail:
            if isShortened(text) {
                findings.append(
                    Finding("shortenedNumber", .blocks, field: path, facts: [.init("text", .text(text))]))
            }
            return .text(
                text.split(whereSeparator: \.isNewline).map { Importing.trimmed(String($0)) }.joined(separator: " "))
        case .prose:
            return .text(
                text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\n"))
        case .flag: return flag(text)
        case .day, .when:
            let (day, timed) = days.read(text, spoken)
            if let timed {
                findings.append(Finding("timeLeftOut", .warns, field: path, facts: [.init("text", .text(timed))]))
            }
            return .text(day ?? text)
        case .choice(let list, let options): return chosen(text, list, options, at: path, &findings)
        case .key(let target):
            guard let kind = Kind.named(target) else { return .text(text) }
            switch names.find(text, kind: kind, in: project) {
            case .one(let number): return .whole(Int64(number))
            case .several(let numbers):
                findings.append(
                    Finding(
                        "severalRecords", .blocks, field: path,
                        facts: [
                            .init("text", .text(text)),
                            .init("records", .records(numbers.map { Reference(kind: target, number: $0) })),
                            .init(
                                "written",
                                .text(
                                    numbers.map { Reference(kind: target, number: $0).description }.joined(
                                        separator: ", "))),
                        ]))
            case .none:
                findings.append(
                    Finding(
                        "noRecordNamed", .blocks, field: path,
                        facts: [.init("text", .text(text)), .init("kind", .word("kind", target))]))
            }
            return .null
        case .list(.choice(let list, let options)):
            let parts = choice(text, list, options) == nil ? parts(of: text, alsoAtCommas: true) : [text]
            return .list(parts.map { chosen($0, list, options, at: path, &findings) })
        case .list(let item):
            switch item {
            case .group:
                return .list(parts(of: text).map { made($0, item) })
            case .line: return .list(parts(of: text).map { .text($0) })
            default:
                return .list(
                    parts(of: text).map { read($0, item, at: path, &names, in: project, &findings) }.filter {
                        $0 != .null
                    })
            }
        default: return words.read(text, as: shape)
        }
    }

    /// A group from one text: an address where it is one, else what else it may be.
    private func made(_ text: String, _ group: Shape) -> JSON {
        let leads = Headings.leads(group)
        let lead = leads.first { $0.shape == .address && WebAddress(text) != nil } ?? leads.first { $0.shape == .line }
        return .object([((lead ?? leads.first)?.name ?? "", .text(text))])
    }

    /// Several values stand in one cell with semicolons or line ends between them.
    private func parts(of text: String, alsoAtCommas: Bool = false) -> [String] {
        text.split { $0 == ";" || $0.isNewline || $0 == "|" || (alsoAtCommas && $0 == ",") }.map {
            Importing.trimmed(String($0))
        }.filter { !$0.isEmpty }
    }

    private func choice(_ text: String, _ list: String, _ options: [String]) -> String? {
        let wanted = RecordNames.folded(text)
        if let own = options.first(where: { RecordNames.folded($0) == wanted }) { return own }
        for words in spoken {
            if let own = options.first(where: { RecordNames.folded(words.choice(list, $0)) == wanted }) { return own }
        }
        return nil
    }

    /// The word of the list; when there is none such, those that there are, as people call them.
    private func chosen(
        _ text: String, _ list: String, _ options: [String], at path: String, _ findings: inout [Finding]
    ) -> JSON {
        if let own = choice(text, list, options) { return .text(own) }
        let facts = [Fact.Named("text", .text(String(text.prefix(80))))]
        findings.append(
            options.count > 20
                ? Finding("notInList", .blocks, field: path, facts: facts)
                : Finding("notOneOf", .blocks, field: path, facts: facts + [.init("words", .words(list, options))]))
        return .text(text)
    }

    private func flag(_ text: String) -> JSON {
        let wanted = RecordNames.folded(text)
        let (yes, no) = (["true", "1", "x"], ["false", "0"])
        if yes.contains(wanted) || spoken.contains(where: { RecordNames.folded($0("page.yes")) == wanted }) {
            return true
        }
        if no.contains(wanted) || spoken.contains(where: { RecordNames.folded($0("page.no")) == wanted }) {
            return false
        }
        return .text(text)
    }

    /// `3,8641E+10`: a spreadsheet has cut a long number, and nobody can say what it was.
    private func isShortened(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func digits() -> Int {
            let count = rest.prefix { (48...57).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        func take(_ marks: StaticString) -> Bool {
            guard let first = rest.first, "\(marks)".utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard digits() == 1, take(".,"), digits() > 0, take("Ee") else { return false }
        _ = take("+-")
        return (1...3).contains(digits()) && rest.isEmpty
    }
}
