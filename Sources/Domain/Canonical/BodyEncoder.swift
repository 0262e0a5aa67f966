/// Encodes a value into the tree of canonical JSON; its `bytes` are what the trail keeps.
///
/// What is nil, false, an empty list or an empty group is left out, so that equal records give equal bytes.
extension Canonical {
    public static func json(_ value: some Encodable) -> JSON {
        let node = BodyEncoder()
        do { try value.encode(to: node) } catch { return .null }
        return node.json ?? .object([])
    }

    public static func bytes(_ value: some Encodable) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(512)
        json(value).write(into: &out)
        return out
    }
}

/// A place in the tree that is being filled.
final class BodyEncoder: Encoder {
    var leaf: JSON?
    var members: [(name: String, value: JSON)] = []
    var nested: [(name: String, node: BodyEncoder)] = []
    var items: [JSON] = []
    var isObject = false

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// What was put here; nil when that is nothing worth keeping.
    var json: JSON? {
        if let leaf { return leaf }
        if isObject {
            for (name, node) in nested { if let value = node.json { members.append((name, value)) } }
            nested = []
            guard !members.isEmpty else { return nil }
            members.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            return .object(members)
        }
        return items.isEmpty ? nil : .list(items)
    }

    static func encoded<T: Encodable>(_ value: T) throws -> JSON? {
        let node = BodyEncoder()
        try value.encode(to: node)
        return node.json
    }

    func container<K: CodingKey>(keyedBy type: K.Type) -> KeyedEncodingContainer<K> {
        isObject = true
        return KeyedEncodingContainer(Keyed<K>(node: self))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer { Unkeyed(node: self) }
    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    struct Keyed<K: CodingKey>: KeyedEncodingContainerProtocol {
        let node: BodyEncoder
        var codingPath: [any CodingKey] { [] }
        func put(_ value: JSON, _ key: K) { node.members.append((key.stringValue, value)) }
        func encodeNil(forKey key: K) {}
        func encode(_ value: Bool, forKey key: K) { if value { put(.flag(true), key) } }
        func encode(_ value: String, forKey key: K) { put(.text(value), key) }
        func encode(_ value: Int, forKey key: K) { put(.whole(Int64(value)), key) }
        func encode(_ value: Int64, forKey key: K) { put(.whole(value), key) }
        func encode<T: Encodable>(_ value: T, forKey key: K) throws {
            if let json = try BodyEncoder.encoded(value) { put(json, key) }
        }
        func nestedContainer<N: CodingKey>(keyedBy type: N.Type, forKey key: K) -> KeyedEncodingContainer<N> {
            let inner = BodyEncoder()
            node.nested.append((key.stringValue, inner))
            return inner.container(keyedBy: type)
        }
        func nestedUnkeyedContainer(forKey key: K) -> any UnkeyedEncodingContainer {
            let inner = BodyEncoder()
            node.nested.append((key.stringValue, inner))
            return inner.unkeyedContainer()
        }
        func superEncoder() -> any Encoder { node }
        func superEncoder(forKey key: K) -> any Encoder { node }
    }

    struct Unkeyed: UnkeyedEncodingContainer {
        let node: BodyEncoder
        var codingPath: [any CodingKey] { [] }
        var count: Int { node.items.count }
        func encodeNil() {}
        func encode<T: Encodable>(_ value: T) throws {
            node.items.append(try BodyEncoder.encoded(value) ?? .object([]))
        }
        func nestedContainer<N: CodingKey>(keyedBy type: N.Type) -> KeyedEncodingContainer<N> {
            BodyEncoder().container(keyedBy: type)
        }
        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { BodyEncoder().unkeyedContainer() }
        func superEncoder() -> any Encoder { node }
    }
}

/// Fractions are never encoded: amounts are decimals in text, rates are ratios.
extension BodyEncoder: SingleValueEncodingContainer {
    func encodeNil() {}
    func encode(_ value: Bool) { leaf = .flag(value) }
    func encode(_ value: String) { leaf = .text(value) }
    func encode(_ value: Int) { leaf = .whole(Int64(value)) }
    func encode(_ value: Int64) { leaf = .whole(value) }
    func encode<T: Encodable>(_ value: T) throws {
        // A number of another make asks to be encoded by itself, without end.
        if T.self is any BinaryInteger.Type || T.self is any BinaryFloatingPoint.Type {
            throw BodyFault(member: "", expected: "whole number")
        }
        leaf = try BodyEncoder.encoded(value)
    }
}
