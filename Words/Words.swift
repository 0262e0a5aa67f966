/// What the product says, in one language. The texts lie in `texts/<language>/*.txt`; what a language lacks is said in English.
///
/// A value of it is cheap to copy and to ask for; the files of a language are read once, when it is first asked for.
public struct Words: Sendable {
    public let language: Language
    let book: Book
    let english: Book

    /// Reads the texts of all languages, so that no file has to be opened later.
    public static func hold() { Book.hold() }

    public static func of(_ language: Language) -> Words {
        Words(language: language, book: .of(language), english: .of(.en))
    }

    /// The text of the key, with its facts in the places of `{name}`. A text with forms for numbers gives its first form.
    public func callAsFunction(_ key: TextKey, _ facts: [(String, String)] = []) -> String {
        guard let text = find(key) else { return "⟦\(key.name)⟧" }
        return text.forms[0].filled(facts)
    }

    /// The text and the language that it is in, so that a page can mark what is not yet translated.
    public func text(_ key: TextKey, _ facts: [(String, String)] = []) -> (text: String, language: Language) {
        (self(key, facts), book.texts[key.name] == nil ? .en : language)
    }

    /// Whether there is such a text, in the language or in English.
    public func has(_ key: TextKey) -> Bool { find(key) != nil }

    /// The text, where there is one.
    public func optional(_ key: TextKey) -> String? { find(key)?.forms[0].filled([]) }

    /// Every key that the language itself has, in order.
    public var ownKeys: [String] { book.texts.keys.sorted() }

    func find(_ key: TextKey) -> Text? { book.texts[key.name] ?? english.texts[key.name] }
}

/// The name of a text: `page.search`, or made of names, `kind.\(kind.name).title`.
///
/// It is a literal where it is written; a text that was handed on is none. So the test of keys sees every key there is.
public struct TextKey: ExpressibleByStringInterpolation, Sendable {
    public let name: String

    public init(stringLiteral name: String) { self.name = name }
}
