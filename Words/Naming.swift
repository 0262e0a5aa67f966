import Domain

/// What things are called: records, fields, choices, verbs.
extension Words {
    /// What a record is called, in the language.
    public func caption(_ caption: Caption, kind: String) -> String {
        switch caption {
        case .numbered(let number): self("kind.\(kind).numbered", [("n", self.number(number))])
        case .text(let text): text
        case .figure(let name): figure(name)
        case .rule(let name): optional("obligation.\(name)") ?? name
        case .amount(let money): amount(money)
        case .count(let number, let what): count(number) + (what.map { " " + $0 } ?? "")
        case .day(let day, let what): [self.day(day), what].compactMap { $0 }.joined(separator: ": ")
        }
    }

    /// The heading of a figure that every project has; any other name as it is.
    public func figure(_ name: String) -> String { optional("figure.\(name).title") ?? name }

    /// The label of a field of a kind, or of a verb's form where that has a word of its own. `field` may be a path
    /// (`addresses.1.from`); its last name is labelled.
    public func label(field: String, of kind: String, for verb: String? = nil) -> String {
        known(field: field, of: kind, for: verb) ?? self("field.\(Words.lastName(field))")
    }

    private func known(field: String, of kind: String, for verb: String?) -> String? {
        let name = Words.lastName(field)
        return verb.flatMap { optional("field.\($0).\(name)") } ?? optional("field.\(kind).\(name)")
            ?? optional("field.\(name)")
    }

    /// The label of a whole path, for a summary: "Addresses 2: From". A field that there is not is called as it was typed.
    public func label(path: String, of kind: String, for verb: String? = nil) -> String {
        var (labels, kind): ([String], String) = ([], kind)
        for part in path.split(separator: ".") {
            if let index = Whole.reading(part), let last = labels.popLast() {
                labels.append(last + " " + number(index + 1))
            } else {
                labels.append(known(field: String(part), of: kind, for: verb) ?? String(part))
            }
            // How something was found is said in the same words for every kind.
            if part == "found" { kind = "found" }
        }
        return labels.joined(separator: ": ")
    }

    /// What is expected in a field, where there is something to say: of the field, or of what has its shape.
    public func hint(field: String, of kind: String, for verb: String? = nil, shape: Shape? = nil) -> String? {
        let name = Words.lastName(field)
        let keys: [TextKey?] = [
            verb.map { "hint.\($0).\(name)" }, "hint.\(kind).\(name)", "hint.\(name)",
            shape?.hintName.map { "hint.shape.\($0)" },
        ]
        return keys.lazy.compactMap { $0.flatMap { optional($0) } }.first
    }

    /// A word of a closed list, by the list's name: `event.status`, `held`.
    public func choice(_ list: String, _ word: String) -> String {
        switch list {
        case "kind": form(1, "kind.\(word)")
        case "verb": verb(word)
        // What may be doubted of a kind: `doubt.event`.
        case _ where list.hasPrefix("doubt."):
            word == "belonging" ? self("page.belonging") : label(field: word, of: String(list.dropFirst(6)))
        default: optional("choice.\(list).\(word)") ?? word
        }
    }

    /// What a verb's button says: "Hold the event", "Add an event", "Change".
    public func verb(_ name: String) -> String {
        if let own = optional("verb.\(name)") { return own }
        let parts = name.split(separator: "-", maxSplits: 1)
        if parts.count == 2, parts[0] == "add", let add = optional("kind.\(parts[1]).add") { return add }
        return Words.everyKinds(name).map { self("verb.\($0)") } ?? self("verb.\(name)")
    }

    /// What a verb does, where that is not plain.
    public func about(_ verb: String) -> String? {
        optional("verb.\(verb).about") ?? Words.everyKinds(verb).flatMap { optional("verb.\($0).about") }
    }

    /// What a verb is called that many kinds have.
    private static func everyKinds(_ verb: String) -> String? {
        let first = verb.prefix { $0 != "-" }
        if verb.hasSuffix("-as-found") { return "\(first)AsFound" }
        if first == "doubt" { return "noteDoubt" }
        for (ending, name) in [("-source", "addSource"), ("-proof", "addProof"), ("-doubt", "settleDoubt")]
        where verb.hasSuffix(ending) { return name }
        return ["add", "change", "withdraw", "restore", "correct"].contains(first) ? String(first) : nil
    }

    private static func lastName(_ path: String) -> String {
        path.split(separator: ".").last { Whole.reading($0) == nil }.map(String.init) ?? path
    }
}

extension Shape {
    fileprivate var hintName: String? {
        switch self {
        case .when: "when"
        case .day: "day"
        case .count: "count"
        case .amount: "amount"
        case .address: "address"
        case .prose: "prose"
        case .whole: "whole"
        case .digest: "digest"
        case .who: "who"
        case .moment, .line, .mail, .number, .percent, .flag, .choice, .key, .list, .group: nil
        }
    }
}
