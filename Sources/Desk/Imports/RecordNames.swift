import Domain
import Words

/// Records by what people call them: their number, their name, and every other name that they have. Names differ by
/// language, so all of a record's names count; where one leads to two records, both are said and none is taken.
struct RecordNames {
    private var byName: [String: [String: [Int]]] = [:]
    /// What was found under which text, by kind: many rows of a table name the same few records.
    private var found: [String: [String: Found]] = [:]

    enum Found { case one(Int), none, several([Int]) }

    mutating func numbers(of name: String, kind: Kind, in project: Project) -> [Int] {
        if byName[kind.name] == nil {
            var names: [String: [Int]] = [:]
            for record in kind.each(project) {
                for name in Self.names(of: record, in: project) where names[name]?.last != record.reference.number {
                    names[name, default: []].append(record.reference.number)
                }
            }
            byName[kind.name] = names
        }
        return byName[kind.name]?[Self.folded(name)] ?? []
    }

    /// A record that was added or changed by a row above.
    mutating func note(_ record: any Record, in project: Project) {
        found[record.reference.kind] = nil
        guard byName[record.reference.kind] != nil else { return }
        for name in Self.names(of: record, in: project) {
            var numbers = byName[record.reference.kind]?[name] ?? []
            if !numbers.contains(record.reference.number) { numbers.append(record.reference.number) }
            byName[record.reference.kind]?[name] = numbers
        }
    }

    /// `event/3`, "PP3", "LP", "3", or a name; never its place in a list.
    mutating func find(_ text: String, kind: Kind, in project: Project) -> Found {
        if let known = found[kind.name]?[text] { return known }
        let new = sought(text, kind: kind, in: project)
        found[kind.name, default: [:]][text] = new
        return new
    }

    private mutating func sought(_ text: String, kind: Kind, in project: Project) -> Found {
        if let reference = Reference(text), reference.kind == kind.name {
            return kind.find(project, reference.number) == nil ? .none : .one(reference.number)
        }
        var found: [Int] = []
        if kind.name == Partner.kind {
            found = Self.partners(text, in: project)
        } else if let number = Self.digits(text), kind.find(project, number) != nil {
            found = [number]
        }
        for number in numbers(of: text, kind: kind, in: project) where !found.contains(number) { found.append(number) }
        return found.isEmpty ? .none : found.count == 1 ? .one(found[0]) : .several(found)
    }

    /// "PP3", "P3" and "LP" are numbers of the application form. A bare "3" is that too, and the record's own number: when
    /// these are two partners, both.
    private static func partners(_ text: String, in project: Project) -> [Int] {
        let folded = folded(text)
        if folded == "lp" || folded == "lp1" || folded == "pp1" || folded == "1" {
            let first = project.partners.filter { $0.number == 1 }.map(\.id.number)
            if !first.isEmpty { return folded == "1" ? both(first, 1, in: project) : first }
            if folded.hasPrefix("l") { return project.partners.filter(\.isLead).map(\.id.number) }
        }
        let digits = folded.drop { $0 == "p" || $0 == " " }
        guard folded.count - digits.count <= 3, let number = Self.digits(digits) else { return [] }
        let numbered = project.partners.filter { $0.number == number }.map(\.id.number)
        if digits.count == folded.count { return both(numbered, number, in: project) }
        // A project whose partners have no numbers of the form counts them as it keeps them.
        return numbered.isEmpty && project.partners.allSatisfy({ $0.number == nil })
            ? both([], number, in: project) : numbered
    }

    private static func both(_ numbered: [Int], _ number: Int, in project: Project) -> [Int] {
        guard project.partners[Key(number)] != nil, !numbered.contains(number) else { return numbered }
        return numbered + [number]
    }

    static func names(of record: any Record, in project: Project) -> [String] {
        let json = record.entered(in: project)
        var names: [String] = []
        if let caption = record.caption(in: project).text { names.append(caption) }
        for field in ["name", "title", "englishName", "subject"] {
            if let text = json[field]?.text { names.append(text) }
        }
        // A list of before calls a partner by its name of then.
        let others = (json["otherNames"]?.list ?? []) + (json["formerNames"]?.list ?? [])
        names += others.compactMap { $0["name"]?.text ?? $0.text }
        var folded: [String] = []
        for name in names.map(Self.folded) where !name.isEmpty && !folded.contains(name) { folded.append(name) }
        return folded
    }

    private static func digits(_ text: some StringProtocol) -> Int? {
        text.utf8.count <= 6 ? Whole.key(text) : nil
    }

    /// Without marks, capitals and doubled spaces.
    static func folded(_ text: String) -> String {
        let folded = Words.folded(text)
        // Most names have single blanks between their words already.
        var wasBlank = true
        let isTidy = folded.utf8.allSatisfy { byte in
            defer { wasBlank = byte == 32 }
            return (33...126).contains(byte) || byte == 32 && !wasBlank
        }
        if isTidy, !wasBlank { return folded }
        return folded.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
