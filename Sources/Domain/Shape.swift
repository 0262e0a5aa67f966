/// What a value looks like from outside: what a form asks, what JSON may hold, what a column shows.
///
/// Shapes are read off the types themselves (`Shape.of`), so a new stored property needs no second declaration.
public indirect enum Shape: Sendable, Equatable {
    /// One line of text, as long as `Bounds.line` says.
    case line
    /// Text of several lines, as long as `Bounds.prose` says.
    case prose
    case whole
    /// A decimal number, exactly.
    case number
    /// A rate in hundredths, exactly.
    case percent
    case flag
    case day
    case when
    case moment
    case amount
    case count
    case address
    /// An e-mail address.
    case mail
    case digest
    /// A person of the project, or an office or body in words (`Who`).
    case who
    /// One of these words; `name` is the prefix under which `Words` keeps them.
    case choice(name: String, [String])
    /// A record of this kind.
    case key(kind: String)
    case list(Shape)
    case group([Member])

    public struct Member: Sendable, Equatable {
        public let name: String
        public let shape: Shape
        /// Whether a value must be given.
        public let required: Bool

        public init(name: String, shape: Shape, required: Bool) {
            self.name = name
            self.shape = shape
            self.required = required
        }
    }

    /// The members of a group; none for anything else.
    public var members: [Member] { if case .group(let members) = self { members } else { [] } }

    public func member(_ name: String) -> Member? { members.first { $0.name == name } }

    /// The shape with another one at the end of a way through groups and lists.
    func replacing(_ way: ArraySlice<String>, by other: Shape) -> Shape {
        guard let first = way.first else { return other }
        switch self {
        case .list(let item): return .list(item.replacing(way, by: other))
        case .group(let members):
            return .group(
                members.map { member in
                    member.name == first
                        ? Member(
                            name: member.name, shape: member.shape.replacing(way.dropFirst(), by: other),
                            required: member.required) : member
                })
        default: return self
        }
    }

    /// The texts in a value of this shape, each with its field (`addresses.1.from`); a person who is pointed to is none.
    public func texts(in json: JSON, at field: String = "") -> [(field: String, text: String)] {
        func inner(_ name: String) -> String { field.isEmpty ? name : field + "." + name }
        switch (self, json) {
        case (.who, .text(let text)) where Who(text).person != nil: return []
        case (.line, .text(let text)), (.mail, .text(let text)), (.prose, .text(let text)), (.who, .text(let text)):
            return [(field, text)]
        case (.list(let item), .list(let items)):
            return items.enumerated().flatMap { item.texts(in: $1, at: inner("\($0)")) }
        case (.group(let members), .object):
            return members.flatMap { member in
                json[member.name].map { member.shape.texts(in: $0, at: inner(member.name)) } ?? []
            }
        default: return []
        }
    }

    /// The value with other words in its texts; nil where none of them changes.
    public func replacingTexts(in json: JSON, by other: (String) -> String?) -> JSON? {
        switch (self, json) {
        case (.who, .text(let text)) where Who(text).person != nil: return nil
        case (.line, .text(let text)), (.mail, .text(let text)), (.prose, .text(let text)), (.who, .text(let text)):
            return other(text).map { .text($0) }
        case (.list(let item), .list(let items)):
            let changed = items.map { item.replacingTexts(in: $0, by: other) }
            return changed.allSatisfy { $0 == nil } ? nil : .list(zip(changed, items).map { $0 ?? $1 })
        case (.group(let members), .object(let given)):
            let changed = given.map { name, value in
                members.first { $0.name == name }?.shape.replacingTexts(in: value, by: other)
            }
            return changed.allSatisfy { $0 == nil }
                ? nil : .object(zip(changed, given).map { ($1.name, $0 ?? $1.value) })
        default: return nil
        }
    }
}

/// A value that is written as one text: a day, an amount, an address.
public protocol Shaped: Codable, Sendable {
    static var shape: Shape { get }
    /// Any value of the type; only its type matters.
    static var specimen: Self { get }
    /// Reads the stored form; nil when the text is not exactly one.
    init?(plain text: String)
    /// The stored form, the same on every machine and in every language.
    var plain: String { get }
}

extension Shaped {
    public init(from decoder: any Decoder) throws { try self.init(plainFrom: decoder) }
    public func encode(to encoder: any Encoder) throws { try encodePlain(to: encoder) }

    init(plainFrom decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        if text == ShapeReader.question {
            (decoder as? ShapeReader)?.found = Self.shape
            self = Self.specimen
            return
        }
        guard let value = Self(plain: text) else { throw Unreadable(text, as: Self.shape) }
        self = value
    }

    func encodePlain(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(plain)
    }
}

/// A word from a closed list, written as it is in the source.
public protocol Choice: Shaped, CaseIterable, RawRepresentable<String>, Hashable {}

extension Choice {
    /// The list's name with small first letters: `event.status`, `room`.
    public static var choiceName: String {
        // Asked for every button: the name as the runtime has it, "Domain.Event.Status", goes straight into "event.status".
        var name: [UInt8] = []
        var (isAfterModule, beginsPart) = (false, true)
        for byte in _typeName(Self.self, qualified: true).utf8 {
            if byte == UInt8(ascii: ".") {
                if isAfterModule { name.append(byte) }
                (isAfterModule, beginsPart) = (true, true)
            } else if isAfterModule {
                name.append(beginsPart && (65...90).contains(byte) ? byte + 32 : byte)
                beginsPart = false
            }
        }
        return String(decoding: name, as: UTF8.self)
    }
    public static var shape: Shape { .choice(name: choiceName, allCases.map(\.rawValue)) }
    public static var specimen: Self { allCases.first! }
    public init?(plain text: String) { self.init(rawValue: text) }
    public var plain: String { rawValue }
    public init(from decoder: any Decoder) throws { try self.init(plainFrom: decoder) }
    public func encode(to encoder: any Encoder) throws { try encodePlain(to: encoder) }
}

/// A stored text that is not what its place asks for.
public struct Unreadable: Error, Equatable {
    public let text: String
    public let shape: Shape?
    public init(_ text: String, as shape: Shape? = nil) {
        self.text = text
        self.shape = shape
    }
}

/// Text of several lines.
public struct Prose: Shaped, Hashable, ExpressibleByStringLiteral {
    public let text: String
    public init(_ text: String) { self.text = text }
    public init(stringLiteral text: String) { self.text = text }
    public static var shape: Shape { .prose }
    public static var specimen: Prose { Prose("") }
    public init?(plain text: String) { self.text = text }
    public var plain: String { text }
}

/// An address of the web that may stand behind a link: http or https, with a host, without spaces or control characters.
public struct WebAddress: Shaped, Hashable {
    public let text: String

    public init?(_ text: String) {
        let lower = text.prefix(8).lowercased()
        let rest: Substring
        if lower.hasPrefix("https://") {
            rest = text.dropFirst(8)
        } else if lower.hasPrefix("http://") {
            rest = text.dropFirst(7)
        } else {
            return nil
        }
        guard let first = rest.unicodeScalars.first, first != "/", text.utf8.count <= 2_000,
            text.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 && $0 != "<" && $0 != ">" && $0 != "\"" })
        else { return nil }
        self.text = text
    }

    public static var shape: Shape { .address }
    public static var specimen: WebAddress { WebAddress("https://example.org")! }
    public init?(plain text: String) { self.init(text) }
    public var plain: String { text }

    /// The name of the server, for a short label.
    public var host: String {
        let afterScheme = text.drop { $0 != "/" }.dropFirst(2)
        return String(afterScheme.prefix { $0 != "/" && $0 != "?" && $0 != "#" })
    }
}

/// A number of people or things as it was reported: `19`, `~15` (about 15), `10+` (at least 10).
public struct Count: Shaped, Hashable {
    public enum Precision: Sendable { case exact, about, atLeast }
    public let number: Int
    public let precision: Precision

    public init(_ number: Int, _ precision: Precision = .exact) {
        self.number = number
        self.precision = precision
    }

    public static var shape: Shape { .count }
    public static var specimen: Count { Count(0) }

    public init?(plain text: String) {
        if text.hasPrefix("~"), let number = Count.digits(text.dropFirst()) {
            self.init(number, .about)
        } else if text.hasSuffix("+"), let number = Count.digits(text.dropLast()) {
            self.init(number, .atLeast)
        } else if let number = Count.digits(text) {
            self.init(number)
        } else {
            return nil
        }
    }

    private static func digits(_ text: some StringProtocol) -> Int? {
        text.utf8.first.map { $0 != UInt8(ascii: "-") } == true
            ? Whole.reading(text, within: 0...Bounds.reading.upperBound) : nil
    }

    public var plain: String {
        switch precision {
        case .exact: "\(number)"
        case .about: "~\(number)"
        case .atLeast: "\(number)+"
        }
    }
}

/// The SHA-256 of some bytes, 64 small hexadecimal digits: how documents and bodies are named.
public struct Digest: Shaped, Hashable {
    public let text: String
    public static var shape: Shape { .digest }
    public static var specimen: Digest { Digest(unchecked: String(repeating: "0", count: 64)) }
    public init?(plain text: String) {
        guard text.utf8.count == 64, text.utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || ($0 >= 97 && $0 <= 102) }) else {
            return nil
        }
        self.text = text
    }
    private init(unchecked text: String) { self.text = text }
    public var plain: String { text }
}
