import Domain

/// Numbers before nouns.
extension Words {
    /// The number with its noun in the right form: "10 študijskih obiskov". A text that names `{n}` has the number there.
    public func count(_ number: some BinaryInteger, _ key: TextKey, _ facts: [(String, String)] = []) -> String {
        guard let (text, language) = counted(key) else { return "⟦\(key.name)⟧" }
        let wording = text.form(language.form(of: number))
        let written = self.number(number)
        guard wording.places.contains("n") else { return written + "\u{A0}" + wording.filled(facts) }
        return wording.filled(facts + [("n", written)])
    }

    /// The noun alone in the form that the number asks for.
    public func form(_ number: some BinaryInteger, _ key: TextKey, _ facts: [(String, String)] = []) -> String {
        guard let (text, language) = counted(key) else { return "⟦\(key.name)⟧" }
        return text.form(language.form(of: number)).filled(facts + [("n", self.number(number))])
    }

    /// "19", "about 15", "at least 10".
    public func count(_ count: Count) -> String {
        let number = number(count.number)
        return switch count.precision {
        case .exact: number
        case .about: self("count.about", [("n", number)])
        case .atLeast: self("count.atLeast", [("n", number)])
        }
    }

    /// "A, B and C".
    public func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return self("list.and", [("items", items.dropLast().joined(separator: ", ")), ("last", last)])
    }

    /// The same of which any one is meant.
    public func anyOf(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return self("list.or", [("items", items.dropLast().joined(separator: ", ")), ("last", last)])
    }

    /// The text and the language whose forms it has.
    private func counted(_ key: TextKey) -> (Text, Language)? {
        if let text = book.texts[key.name] { return (text, language) }
        return english.texts[key.name].map { ($0, .en) }
    }
}
