/// Reads the shape off a `Codable` type by letting it decode from nothing and noting what it asks for.
final class ShapeReader: Decoder {
    /// What a value that is written as one text is given to read, so that it answers with its shape.
    static let question = "\u{1}shape?"

    var found: Shape = .group([])
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<K: CodingKey>(keyedBy type: K.Type) -> KeyedDecodingContainer<K> {
        KeyedDecodingContainer(Keyed<K>(reader: self))
    }
    func unkeyedContainer() -> any UnkeyedDecodingContainer { Unkeyed(reader: self) }
    func singleValueContainer() -> any SingleValueDecodingContainer { Single(reader: self) }

    func note(_ name: String, _ shape: Shape, required: Bool) {
        guard case .group(var members) = found else { return }
        members.append(Shape.Member(name: name, shape: shape, required: required))
        found = .group(members)
    }

    /// A value of the type, and its shape.
    static func read<T: Decodable>(_ type: T.Type) throws -> (T, Shape) {
        if type == String.self { return ("" as! T, .line) }
        if type == Int.self { return (0 as! T, .whole) }
        if type == Bool.self { return (false as! T, .flag) }
        let reader = ShapeReader()
        let value = try T(from: reader)
        return (value, reader.found)
    }

    struct Keyed<K: CodingKey>: KeyedDecodingContainerProtocol {
        let reader: ShapeReader
        var codingPath: [any CodingKey] { [] }
        var allKeys: [K] { [] }
        func contains(_ key: K) -> Bool { true }
        func decodeNil(forKey key: K) -> Bool { false }
        func decode<T: Decodable>(_ type: T.Type, forKey key: K) throws -> T {
            let (value, shape) = try ShapeReader.read(type)
            var required = true
            switch shape {
            case .list, .flag, .group: required = false
            default: break
            }
            reader.note(key.stringValue, shape, required: required)
            return value
        }
        func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: K) throws -> T? {
            reader.note(key.stringValue, try ShapeReader.read(type).1, required: false)
            return nil
        }
        func decodeIfPresent(_ type: String.Type, forKey key: K) -> String? {
            reader.note(key.stringValue, .line, required: false)
            return nil
        }
        func decodeIfPresent(_ type: Int.Type, forKey key: K) -> Int? {
            reader.note(key.stringValue, .whole, required: false)
            return nil
        }
        func decodeIfPresent(_ type: Bool.Type, forKey key: K) -> Bool? {
            reader.note(key.stringValue, .flag, required: false)
            return nil
        }
        func nestedContainer<N: CodingKey>(keyedBy type: N.Type, forKey key: K) -> KeyedDecodingContainer<N> {
            KeyedDecodingContainer(Keyed<N>(reader: ShapeReader()))
        }
        func nestedUnkeyedContainer(forKey key: K) -> any UnkeyedDecodingContainer { Unkeyed(reader: ShapeReader()) }
        func superDecoder() -> any Decoder { reader }
        func superDecoder(forKey key: K) -> any Decoder { reader }
    }

    struct Unkeyed: UnkeyedDecodingContainer {
        let reader: ShapeReader
        var codingPath: [any CodingKey] { [] }
        var count: Int? { 1 }
        var isAtEnd: Bool { currentIndex > 0 }
        var currentIndex = 0
        init(reader: ShapeReader) { self.reader = reader }
        mutating func decodeNil() -> Bool { false }
        mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
            currentIndex += 1
            let (value, shape) = try ShapeReader.read(type)
            reader.found = .list(shape)
            return value
        }
        mutating func nestedContainer<N: CodingKey>(keyedBy type: N.Type) -> KeyedDecodingContainer<N> {
            KeyedDecodingContainer(Keyed<N>(reader: ShapeReader()))
        }
        mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer { Unkeyed(reader: ShapeReader()) }
        mutating func superDecoder() -> any Decoder { reader }
    }

    struct Single: SingleValueDecodingContainer {
        let reader: ShapeReader
        var codingPath: [any CodingKey] { [] }
        func decodeNil() -> Bool { false }
        func decode(_ type: String.Type) throws -> String { ShapeReader.question }
        func decode<T: Decodable>(_ type: T.Type) throws -> T {
            let (value, shape) = try ShapeReader.read(type)
            reader.found = shape
            return value
        }
    }
}

extension Shape {
    /// The same group, with these members required.
    public func demanding(_ names: Set<String>) -> Shape {
        names.isEmpty
            ? self
            : .group(
                members.map {
                    Member(name: $0.name, shape: $0.shape, required: $0.required || names.contains($0.name))
                })
    }

    /// The shape of a type. Types that cannot be asked are a mistake of the programmer, caught by the tidy tests.
    public static func of<T: Decodable>(_ type: T.Type) -> Shape {
        (try? ShapeReader.read(type).1) ?? .group([])
    }
}
