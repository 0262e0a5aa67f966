/// Who did or said something: a person of the project, or an office or body in words.
///
/// Written as one text: `person:17`, or the words. What was written as words before stays so. A person who is named like this
/// is pointed to: it is called by its name as it is now, and not withdrawn.
public struct Who: Shaped, Hashable, ExpressibleByStringLiteral {
    public let plain: String

    public init(_ person: Key<Person>) { plain = Who.mark + String(person.number) }
    /// An office or body, in words.
    public init(_ words: String) { plain = words }
    public init(stringLiteral words: String) { plain = words }
    public init?(plain text: String) { plain = text }

    public static var shape: Shape { .who }
    public static var specimen: Who { "" }

    /// The person, where it is one.
    public var person: Key<Person>? { Who.person(in: plain) }

    static func person(in text: String) -> Key<Person>? {
        guard text.hasPrefix(mark), let number = Day.digits(text.dropFirst(mark.count)), number > 0 else { return nil }
        return Key(number)
    }

    private static let mark = "person:"
}
