/// JSON as it is kept in the trail: no fractions, whole numbers within ±2^53, names in order of their bytes.
public indirect enum JSON: Sendable, Hashable {
    case null
    case flag(Bool)
    case whole(Int64)
    case text(String)
    case list([JSON])
    /// In order of the names, each once.
    case object([(name: String, value: JSON)])

    public static let largest = Int64(Bounds.reading.upperBound)

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .whole(let number): hasher.combine(number)
        case .text(let text): hasher.combine(text)
        case .list(let items): hasher.combine(items)
        case .object(let members): hasher.combine(members.map(\.value))
        case .null, .flag: break
        }
    }

    public static func == (a: JSON, b: JSON) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.flag(let a), .flag(let b)): a == b
        case (.whole(let a), .whole(let b)): a == b
        case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
        case (.list(let a), .list(let b)): a == b
        case (.object(let a), .object(let b)):
            a.count == b.count && zip(a, b).allSatisfy { $0.name == $1.name && $0.value == $1.value }
        default: false
        }
    }

    /// The value under a name, where this is an object that has it.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var whole: Int? { if case .whole(let number) = self { Int(number) } else { nil } }
    public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    public var list: [JSON]? { if case .list(let list) = self { list } else { nil } }
    public var members: [(name: String, value: JSON)] { if case .object(let members) = self { members } else { [] } }

    /// An object with its names put in order; of two members with one name the later counts.
    public static func object(of members: [(String, JSON)]) -> JSON {
        // Most objects have few members, in order already or nearly so.
        if members.count <= 32 {
            var result: [(name: String, value: JSON)] = []
            result.reserveCapacity(members.count)
            for (name, value) in members {
                if let index = result.firstIndex(where: { $0.name == name }) {
                    result[index].value = value
                } else {
                    result.append((name, value))
                }
            }
            result.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            return .object(result)
        }
        // Sorted with its place, so that of members with one name the last stays, at a cost that many members bear too.
        let ordered = members.enumerated().sorted { a, b in
            if a.element.0.utf8.elementsEqual(b.element.0.utf8) { return a.offset < b.offset }
            return a.element.0.utf8.lexicographicallyPrecedes(b.element.0.utf8)
        }
        var result: [(name: String, value: JSON)] = []
        result.reserveCapacity(members.count)
        for (_, (name, value)) in ordered {
            if result.last?.name == name { result.removeLast() }
            result.append((name, value))
        }
        return .object(result)
    }

    /// This object with the members of another put over it; `null` takes a member away.
    public func overlaid(by other: JSON) -> JSON {
        guard case .object(let mine) = self, case .object(let theirs) = other else { return other }
        let names = theirs.count > 32 ? Set(theirs.map(\.name)) : []
        let kept = mine.filter { member in
            names.isEmpty ? !theirs.contains { $0.name == member.name } : !names.contains(member.name)
        }
        return .object(of: (kept + theirs.filter { $0.value != .null }).map { ($0.name, $0.value) })
    }

    /// The canonical bytes.
    public var bytes: [UInt8] {
        var out: [UInt8] = []
        write(into: &out)
        return out
    }

    /// The canonical bytes as text.
    public var written: String { String(decoding: bytes, as: UTF8.self) }

    public func write(into out: inout [UInt8]) {
        switch self {
        case .null: out.append(contentsOf: "null".utf8)
        case .flag(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
        case .whole(let number): out.append(contentsOf: String(number).utf8)
        case .text(let text): JSON.write(text, into: &out)
        case .list(let items):
            out.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                item.write(into: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                JSON.write(member.name, into: &out)
                out.append(UInt8(ascii: ":"))
                member.value.write(into: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    /// Indented, for people to read.
    public func pretty(_ indent: Int = 0) -> String {
        let inner = String(repeating: "  ", count: indent + 1)
        let outer = String(repeating: "  ", count: indent)
        switch self {
        case .list(let items) where !items.isEmpty:
            return "[\n" + items.map { inner + $0.pretty(indent + 1) }.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let members) where !members.isEmpty:
            return "{\n"
                + members.map { inner + JSON.text($0.name).written + ": " + $0.value.pretty(indent + 1) }
                .joined(separator: ",\n") + "\n\(outer)}"
        default: return written
        }
    }

    /// Quotes, backslash and control characters are escaped, as RFC 8785 asks; nothing else is.
    static func write(_ text: String, into out: inout [UInt8]) {
        var text = text
        out.append(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            var start = 0
            for index in 0..<bytes.count {
                let byte = bytes[index]
                guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
                out.append(contentsOf: bytes[start..<index])
                start = index + 1
                switch byte {
                case 0x22: out.append(contentsOf: [0x5C, 0x22])
                case 0x5C: out.append(contentsOf: [0x5C, 0x5C])
                case 0x08: out.append(contentsOf: "\\b".utf8)
                case 0x09: out.append(contentsOf: "\\t".utf8)
                case 0x0A: out.append(contentsOf: "\\n".utf8)
                case 0x0C: out.append(contentsOf: "\\f".utf8)
                case 0x0D: out.append(contentsOf: "\\r".utf8)
                default:
                    let hex = String(byte, radix: 16)
                    out.append(contentsOf: ("\\u00" + (byte < 16 ? "0" : "") + hex).utf8)
                }
            }
            out.append(contentsOf: bytes[start...])
        }
        out.append(UInt8(ascii: "\""))
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral text: String) { self = .text(text) }
    public init(integerLiteral number: Int64) { self = .whole(number) }
    public init(booleanLiteral flag: Bool) { self = .flag(flag) }
    public init(arrayLiteral items: JSON...) { self = .list(items) }
    public init(dictionaryLiteral members: (String, JSON)...) { self = .object(of: members) }
    public init(nilLiteral: ()) { self = .null }
}
