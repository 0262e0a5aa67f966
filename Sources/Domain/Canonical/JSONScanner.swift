/// Why bytes are not JSON that this product takes, and at which byte.
public struct NotJSON: Error, Equatable {
    public enum Reason: String, Sendable {
        case unexpected, ended, fraction, tooLarge, tooDeep, notText, nameTwice, trailing
    }
    public let reason: Reason
    public let offset: Int
}

/// JSON cut into tokens in one pass: what the reader of bodies and the tree of JSON are both made from.
///
/// Refused: fractions, numbers beyond ±2^53, a name twice in an object, more than 64 levels, text that is not UTF-8.
struct JSONScanner {
    enum Kind: UInt8 { case null, no, yes, whole, text, escapedText, list, object }

    struct Token {
        var kind: Kind
        /// Bytes of the value; of a text without its quotes.
        var start: Int32
        var end: Int32
        /// Index of the token behind this value with all that is in it.
        var next: Int32
    }

    let bytes: UnsafeBufferPointer<UInt8>
    var tokens: [Token] = []
    private var at = 0

    /// Members of an object are a token for the name and then the tokens of the value.
    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(NotJSON) {
        self.bytes = bytes
        tokens.reserveCapacity(bytes.count / 8 + 4)
        try value(depth: 0)
        skipSpace()
        guard at == bytes.count else { throw NotJSON(reason: .trailing, offset: at) }
    }

    private mutating func skipSpace() {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 {
            at += 1
        }
    }

    private func fail(_ reason: NotJSON.Reason = .unexpected) -> NotJSON {
        NotJSON(reason: at >= bytes.count ? .ended : reason, offset: at)
    }

    private mutating func value(depth: Int) throws(NotJSON) {
        guard depth < 64 else { throw fail(.tooDeep) }
        skipSpace()
        guard at < bytes.count else { throw fail() }
        switch bytes[at] {
        case UInt8(ascii: "\""): try text()
        case UInt8(ascii: "{"): try object(depth)
        case UInt8(ascii: "["): try list(depth)
        case UInt8(ascii: "t"): try word("true", .yes)
        case UInt8(ascii: "f"): try word("false", .no)
        case UInt8(ascii: "n"): try word("null", .null)
        default: try whole()
        }
    }

    private mutating func add(_ kind: Kind, _ start: Int, _ end: Int) {
        tokens.append(Token(kind: kind, start: Int32(start), end: Int32(end), next: Int32(tokens.count + 1)))
    }

    private mutating func word(_ text: StaticString, _ kind: Kind) throws(NotJSON) {
        let start = at
        for index in 0..<text.utf8CodeUnitCount {
            guard at < bytes.count, bytes[at] == text.utf8Start[index] else { throw fail() }
            at += 1
        }
        add(kind, start, at)
    }

    private mutating func whole() throws(NotJSON) {
        let start = at
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        let digits = at
        while at < bytes.count, bytes[at] >= 48, bytes[at] <= 57 { at += 1 }
        guard at > digits else { throw fail() }
        if bytes[digits] == 48, at > digits + 1 { throw NotJSON(reason: .unexpected, offset: digits) }
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") || bytes[at] | 0x20 == UInt8(ascii: "e") {
            throw fail(.fraction)
        }
        guard at - digits <= 16, number(start, at).magnitude <= JSON.largest.magnitude else {
            throw NotJSON(reason: .tooLarge, offset: start)
        }
        add(.whole, start, at)
    }

    func number(_ start: Int, _ end: Int) -> Int64 {
        var value: Int64 = 0
        let negative = bytes[start] == UInt8(ascii: "-")
        for index in (negative ? start + 1 : start)..<end { value = value * 10 + Int64(bytes[index] - 48) }
        return negative ? -value : value
    }

    private mutating func text() throws(NotJSON) {
        at += 1
        let start = at
        var escaped = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x22 {
                add(escaped ? .escapedText : .text, start, at)
                at += 1
                return
            }
            guard byte >= 0x20 else { throw fail() }
            if byte == 0x5C {
                escaped = true
                at += 1
                guard at < bytes.count else { throw fail() }
                if bytes[at] == UInt8(ascii: "u") {
                    guard at + 4 < bytes.count, (1...4).allSatisfy({ JSONScanner.hex(bytes[at + $0]) != nil }) else {
                        throw fail()
                    }
                    at += 4
                } else if !"\"\\/bfnrt".utf8.contains(bytes[at]) {
                    throw fail()
                }
            }
            at += 1
        }
        throw fail()
    }

    private mutating func list(_ depth: Int) throws(NotJSON) {
        let mine = tokens.count
        add(.list, at, at)
        at += 1
        skipSpace()
        if at < bytes.count, bytes[at] == UInt8(ascii: "]") {
            at += 1
        } else {
            while true {
                try value(depth: depth + 1)
                skipSpace()
                guard at < bytes.count else { throw fail() }
                at += 1
                if bytes[at - 1] == UInt8(ascii: "]") { break }
                guard bytes[at - 1] == UInt8(ascii: ",") else { at -= 1; throw fail() }
            }
        }
        tokens[mine].next = Int32(tokens.count)
        tokens[mine].end = Int32(at)
    }

    private mutating func object(_ depth: Int) throws(NotJSON) {
        let mine = tokens.count
        add(.object, at, at)
        at += 1
        skipSpace()
        if at < bytes.count, bytes[at] == UInt8(ascii: "}") {
            at += 1
        } else {
            while true {
                skipSpace()
                guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw fail() }
                try text()
                skipSpace()
                guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw fail() }
                at += 1
                try value(depth: depth + 1)
                skipSpace()
                guard at < bytes.count else { throw fail() }
                at += 1
                if bytes[at - 1] == UInt8(ascii: "}") { break }
                guard bytes[at - 1] == UInt8(ascii: ",") else { at -= 1; throw fail() }
            }
        }
        tokens[mine].next = Int32(tokens.count)
        tokens[mine].end = Int32(at)
    }

    static func hex(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 48...57: UInt32(byte - 48)
        case 65...70: UInt32(byte - 55)
        case 97...102: UInt32(byte - 87)
        default: nil
        }
    }

    /// The text of a token, its escapes undone. A lone surrogate becomes U+FFFD.
    func string(_ token: Token) -> String {
        let slice = UnsafeBufferPointer(rebasing: bytes[Int(token.start)..<Int(token.end)])
        if token.kind == .text { return String(decoding: slice, as: UTF8.self) }
        var out: [UInt8] = []
        out.reserveCapacity(slice.count)
        var index = 0
        func unit(_ at: Int) -> UInt32 { (0..<4).reduce(0) { $0 << 4 | (JSONScanner.hex(slice[at + $1]) ?? 0) } }
        while index < slice.count {
            let byte = slice[index]
            index += 1
            guard byte == 0x5C else { out.append(byte); continue }
            let letter = slice[index]
            index += 1
            switch letter {
            case UInt8(ascii: "b"): out.append(8)
            case UInt8(ascii: "f"): out.append(12)
            case UInt8(ascii: "n"): out.append(10)
            case UInt8(ascii: "r"): out.append(13)
            case UInt8(ascii: "t"): out.append(9)
            case UInt8(ascii: "u"):
                var code = unit(index)
                index += 4
                if code & 0xFC00 == 0xD800, index + 5 < slice.count, slice[index] == 0x5C,
                    slice[index + 1] == UInt8(ascii: "u"), unit(index + 2) & 0xFC00 == 0xDC00
                {
                    code = 0x10000 + ((code & 0x3FF) << 10) + (unit(index + 2) & 0x3FF)
                    index += 6
                }
                out.append(contentsOf: String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
            default: out.append(letter)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

extension JSON {
    /// Reads any JSON that holds no fractions, in any order of names.
    public init(reading bytes: [UInt8]) throws(NotJSON) {
        self = try JSON.reading(bytes)
    }

    public init(reading text: String) throws(NotJSON) {
        try self.init(reading: Array(text.utf8))
    }

    private static func reading(_ bytes: [UInt8]) throws(NotJSON) -> JSON {
        let outcome: Result<JSON, NotJSON> = bytes.withUnsafeBufferPointer { buffer in
            do throws(NotJSON) {
                guard String(validating: buffer, as: UTF8.self) != nil else {
                    throw NotJSON(reason: .notText, offset: 0)
                }
                let scanner = try JSONScanner(buffer)
                return .success(try JSON(scanner, 0))
            } catch { return .failure(error) }
        }
        return try outcome.get()
    }

    private init(_ scanner: JSONScanner, _ index: Int) throws(NotJSON) {
        let token = scanner.tokens[index]
        switch token.kind {
        case .null: self = .null
        case .no: self = .flag(false)
        case .yes: self = .flag(true)
        case .whole: self = .whole(scanner.number(Int(token.start), Int(token.end)))
        case .text, .escapedText: self = .text(scanner.string(token))
        case .list:
            var items: [JSON] = []
            var at = index + 1
            while at < Int(token.next) {
                items.append(try JSON(scanner, at))
                at = Int(scanner.tokens[at].next)
            }
            self = .list(items)
        case .object:
            var members: [(name: String, value: JSON)] = []
            var at = index + 1
            while at < Int(token.next) {
                let name = scanner.string(scanner.tokens[at])
                members.append((name, try JSON(scanner, at + 1)))
                at = Int(scanner.tokens[at + 1].next)
            }
            members.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            for (a, b) in zip(members, members.dropFirst()) where a.name == b.name {
                throw NotJSON(reason: .nameTwice, offset: Int(token.start))
            }
            self = .object(members)
        }
    }
}
