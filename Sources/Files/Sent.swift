import Domain

/// What a form without files sent, cut out of its bytes: fields by name in their order. Whatever bytes come, they are read or
/// refused, at a cost in proportion to their number.
public struct Sent: Sendable, Equatable {
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var fields: [Field] = []

    public init(fields: [Field] = []) { self.fields = fields }

    /// How many fields a form may have: a list of 1,000 rows with ten columns.
    public static let mostFields = 10_000
    public static let longestName = 200

    /// Bytes are no form, or more of one than anybody fills in: then how much would be read.
    public enum Fault: Error, Equatable {
        case broken
        case tooMany(most: Int)
    }

    private mutating func add(_ name: String, _ value: String) throws(Fault) {
        guard !name.isEmpty, name.utf8.count <= Sent.longestName else { throw .broken }
        guard fields.count < Sent.mostFields else { throw .tooMany(most: Sent.mostFields) }
        fields.append(Field(name: name, value: value))
    }
}

// MARK: Addresses and simple forms

extension Sent {
    /// `a=1&b=two+words`, as a form without files sends it.
    public init(urlencoded bytes: [UInt8]) throws(Fault) {
        let pairs = bytes.split(separator: UInt8(ascii: "&"), maxSplits: Sent.mostFields)
        guard pairs.count <= Sent.mostFields else { throw .tooMany(most: Sent.mostFields) }
        for pair in pairs {
            let (name, value) = Sent.halves(pair)
            guard let name = Sent.decoded(name), let value = Sent.decoded(value) else { throw .broken }
            try add(name, value)
        }
    }

    /// The members of an address, in order. What is wrongly escaped stays as it stands: an address that somebody typed
    /// is answered as far as it can be.
    public static func query(_ text: some StringProtocol) -> [Field] {
        Array(text.utf8).split(separator: UInt8(ascii: "&"), maxSplits: mostFields).prefix(mostFields).map { pair in
            let (name, value) = halves(pair)
            return Field(
                name: decoded(name) ?? String(decoding: name, as: UTF8.self),
                value: decoded(value) ?? String(decoding: value, as: UTF8.self))
        }
    }

    private static func halves(_ pair: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
        guard let mark = pair.firstIndex(of: UInt8(ascii: "=")) else { return (pair, []) }
        return (pair.prefix(upTo: mark), pair.suffix(from: mark + 1))
    }

    /// A plus is a space, `%C4` a byte; nil when the bytes are no text.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): out.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hex), let low = rest.popFirst().flatMap(hex) else {
                    return nil
                }
                out.append(high << 4 | low)
            default: out.append(byte)
            }
        }
        return String(validating: out, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
