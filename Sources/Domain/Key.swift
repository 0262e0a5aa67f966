/// The identifier of a record among those of its kind: counts up from 1 and is never used again.
public struct Key<R: Record>: Hashable, Comparable, Sendable {
    public let number: Int
    public init(_ number: Int) { self.number = number }
    public static func < (a: Key, b: Key) -> Bool { a.number < b.number }
    public var reference: Reference { Reference(kind: R.kind, number: number) }
}

extension Key: Codable {
    public init(from decoder: any Decoder) throws {
        if let reader = decoder as? ShapeReader {
            reader.found = .key(kind: R.kind)
            number = 0
            return
        }
        number = try decoder.singleValueContainer().decode(Int.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

extension Key: ExpressibleByIntegerLiteral {
    public init(integerLiteral number: Int) { self.number = number }
}

/// A record of any kind, named: `event/12`.
public struct Reference: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let kind: String
    public let number: Int

    public init(kind: String, number: Int) {
        self.kind = kind
        self.number = number
    }

    /// Reads `event/12`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Whole.key(parts[1]), Kind.named(String(parts[0])) != nil else {
            return nil
        }
        self.init(kind: String(parts[0]), number: number)
    }

    public static func < (a: Reference, b: Reference) -> Bool { (a.kind, a.number) < (b.kind, b.number) }
    public var description: String { "\(kind)/\(number)" }
}
