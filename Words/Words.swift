/// What the product says, in one language. The texts lie in `texts/<language>/*.txt`; what a language lacks is said in English.
///
/// A value of it is cheap to copy and to ask for; the files of a language are read once, when it is first asked for.
public struct Words: Sendable {
    public let language: Language
    let book: Book
    let english: Book

    public static func of(_ language: Language) -> Words {
        Words(language: language, book: .of(language), english: .of(.en))
    }

    /// The text of the key, with its facts in the places of `{name}`. A text with forms for numbers gives its first form.
    public func callAsFunction(_ key: String, _ facts: [(String, String)] = []) -> String {
        guard let text = find(key) else { return "⟦\(key)⟧" }
        return text.forms[0].filled(facts)
    }

    /// The text and the language that it is in, so that a page can mark what is not yet translated.
    public func text(_ key: String, _ facts: [(String, String)] = []) -> (text: String, language: Language) {
        (self(key, facts), book.texts[key] == nil ? .en : language)
    }

    /// Whether there is such a text, in the language or in English.
    public func has(_ key: String) -> Bool { find(key) != nil }

    /// The text, where there is one.
    public func optional(_ key: String) -> String? { find(key)?.forms[0].filled([]) }

    /// Every key that the language itself has, in order.
    public var ownKeys: [String] { book.texts.keys.sorted() }

    func find(_ key: String) -> Text? { book.texts[key] ?? english.texts[key] }
}
