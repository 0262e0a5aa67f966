/// Decodes a value from canonical bytes, without a tree in between: opening a project decodes one body for each record.
///
/// What is absent is nil, false, an empty list or an empty group, so that a later field of these shapes reads old bodies.
public enum Canonical {
    public static func decode<T: Decodable>(_ type: T.Type, from bytes: UnsafeBufferPointer<UInt8>) throws -> T {
        let scanner = try JSONScanner(bytes)
        return try T(from: BodyDecoder(scanner: BodyDecoder.Shared(scanner), index: 0))
    }

    public static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        try bytes.withUnsafeBufferPointer { try decode(type, from: $0) }
    }

    public static func decode<T: Decodable>(_ type: T.Type, from json: JSON) throws -> T {
        try decode(type, from: json.bytes)
    }
}

/// A body that lacks what it must have, or has it in another shape.
public struct BodyFault: Error, Equatable {
    public let member: String
    public let expected: String
}

struct BodyDecoder: Decoder {
    final class Shared {
        let scanner: JSONScanner
        init(_ scanner: JSONScanner) { self.scanner = scanner }
    }

    let scanner: Shared
    /// The token; -1 stands for something absent.
    let index: Int

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<K: CodingKey>(keyedBy type: K.Type) throws -> KeyedDecodingContainer<K> {
        if index >= 0, scanner.scanner.tokens[index].kind != .object {
            throw BodyFault(member: "", expected: "object")
        }
        return KeyedDecodingContainer(Keyed<K>(scanner: scanner, index: index))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        if index >= 0, scanner.scanner.tokens[index].kind != .list { throw BodyFault(member: "", expected: "list") }
        return Unkeyed(scanner: scanner, index: index)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func text() throws -> String {
        guard index >= 0 else { throw BodyFault(member: "", expected: "text") }
        let token = scanner.scanner.tokens[index]
        guard token.kind == .text || token.kind == .escapedText else { throw BodyFault(member: "", expected: "text") }
        return scanner.scanner.string(token)
    }

    func whole() throws -> Int64 {
        guard index >= 0, scanner.scanner.tokens[index].kind == .whole else {
            throw BodyFault(member: "", expected: "whole number")
        }
        let token = scanner.scanner.tokens[index]
        return scanner.scanner.number(Int(token.start), Int(token.end))
    }

    func flag() throws -> Bool {
        if index < 0 { return false }
        switch scanner.scanner.tokens[index].kind {
        case .yes: return true
        case .no: return false
        default: throw BodyFault(member: "", expected: "true or false")
        }
    }

    func value<T: Decodable>(_ type: T.Type) throws -> T {
        if type == String.self { return try text() as! T }
        if type == Int.self { return Int(try whole()) as! T }
        if type == Int64.self { return try whole() as! T }
        if type == Bool.self { return try flag() as! T }
        return try T(from: self)
    }

    struct Keyed<K: CodingKey>: KeyedDecodingContainerProtocol {
        let scanner: Shared
        let index: Int
        var codingPath: [any CodingKey] { [] }

        var allKeys: [K] {
            guard index >= 0 else { return [] }
            var keys: [K] = []
            var at = index + 1
            let end = Int(scanner.scanner.tokens[index].next)
            while at < end {
                if let key = K(stringValue: scanner.scanner.string(scanner.scanner.tokens[at])) { keys.append(key) }
                at = Int(scanner.scanner.tokens[at + 1].next)
            }
            return keys
        }

        private func find(_ key: K) -> BodyDecoder {
            var found = -1
            if index >= 0 {
                var name = key.stringValue
                name.withUTF8 { wanted in
                    let bytes = scanner.scanner.bytes
                    scanner.scanner.tokens.withUnsafeBufferPointer { tokens in
                        var at = index + 1
                        let end = Int(tokens[index].next)
                        while at < end {
                            let token = tokens[at]
                            if Int(token.end - token.start) == wanted.count {
                                var same = 0
                                while same < wanted.count, bytes[Int(token.start) + same] == wanted[same] { same += 1 }
                                if same == wanted.count { found = at + 1; return }
                            }
                            at = Int(tokens[at + 1].next)
                        }
                    }
                }
            }
            if found >= 0, scanner.scanner.tokens[found].kind == .null { found = -1 }
            return BodyDecoder(scanner: scanner, index: found)
        }

        func contains(_ key: K) -> Bool { find(key).index >= 0 }
        func decodeNil(forKey key: K) -> Bool { find(key).index < 0 }

        func decode<T: Decodable>(_ type: T.Type, forKey key: K) throws -> T {
            do { return try find(key).value(type) } catch { throw Keyed.named(error, key) }
        }
        func decode(_ type: String.Type, forKey key: K) throws -> String {
            do { return try find(key).text() } catch { throw Keyed.named(error, key) }
        }
        func decode(_ type: Int.Type, forKey key: K) throws -> Int {
            do { return Int(try find(key).whole()) } catch { throw Keyed.named(error, key) }
        }
        func decode(_ type: Bool.Type, forKey key: K) throws -> Bool {
            do { return try find(key).flag() } catch { throw Keyed.named(error, key) }
        }
        func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: K) throws -> T? {
            let found = find(key)
            guard found.index >= 0 else { return nil }
            do { return try found.value(type) } catch { throw Keyed.named(error, key) }
        }
        func decodeIfPresent(_ type: String.Type, forKey key: K) throws -> String? {
            let found = find(key)
            guard found.index >= 0 else { return nil }
            do { return try found.text() } catch { throw Keyed.named(error, key) }
        }
        func decodeIfPresent(_ type: Int.Type, forKey key: K) throws -> Int? {
            let found = find(key)
            guard found.index >= 0 else { return nil }
            do { return Int(try found.whole()) } catch { throw Keyed.named(error, key) }
        }

        private static func named(_ error: any Error, _ key: K) -> any Error {
            switch error {
            case let fault as BodyFault:
                let inner = fault.member.isEmpty ? "" : "." + fault.member
                return BodyFault(member: key.stringValue + inner, expected: fault.expected)
            case let text as Unreadable:
                return BodyFault(member: key.stringValue, expected: String(describing: text.shape ?? .line))
            default: return error
            }
        }

        func nestedContainer<N: CodingKey>(keyedBy type: N.Type, forKey key: K) throws -> KeyedDecodingContainer<N> {
            try find(key).container(keyedBy: type)
        }
        func nestedUnkeyedContainer(forKey key: K) throws -> any UnkeyedDecodingContainer {
            try find(key).unkeyedContainer()
        }
        func superDecoder() -> any Decoder { BodyDecoder(scanner: scanner, index: index) }
        func superDecoder(forKey key: K) -> any Decoder { find(key) }
    }

    struct Unkeyed: UnkeyedDecodingContainer {
        let scanner: Shared
        let index: Int
        var at: Int
        let end: Int
        var currentIndex = 0
        var codingPath: [any CodingKey] { [] }
        var count: Int? { nil }
        var isAtEnd: Bool { at >= end }

        init(scanner: Shared, index: Int) {
            self.scanner = scanner
            self.index = index
            at = index + 1
            end = index < 0 ? 0 : Int(scanner.scanner.tokens[index].next)
        }

        private mutating func next() throws -> BodyDecoder {
            guard !isAtEnd else { throw BodyFault(member: "", expected: "one more") }
            let found = BodyDecoder(scanner: scanner, index: at)
            at = Int(scanner.scanner.tokens[at].next)
            currentIndex += 1
            return found
        }

        mutating func decodeNil() throws -> Bool {
            guard !isAtEnd, scanner.scanner.tokens[at].kind == .null else { return false }
            _ = try next()
            return true
        }
        mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().value(type) }
        mutating func nestedContainer<N: CodingKey>(keyedBy type: N.Type) throws -> KeyedDecodingContainer<N> {
            try next().container(keyedBy: type)
        }
        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
        mutating func superDecoder() throws -> any Decoder { try next() }
    }
}

extension BodyDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { index < 0 || scanner.scanner.tokens[index].kind == .null }
    func decode(_ type: String.Type) throws -> String { try text() }
    func decode(_ type: Int.Type) throws -> Int { Int(try whole()) }
    func decode(_ type: Int64.Type) throws -> Int64 { try whole() }
    func decode(_ type: Bool.Type) throws -> Bool { try flag() }
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if T.self is any BinaryInteger.Type || T.self is any BinaryFloatingPoint.Type {
            throw BodyFault(member: "", expected: "whole number")
        }
        return try value(type)
    }
}
