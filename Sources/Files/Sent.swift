import Domain

/// What a form sent, cut out of its bytes: fields by name in their order, and files. Whatever bytes come, they are read or
/// refused, at a cost in proportion to their number.
public struct Sent: Sendable, Equatable {
    public struct File: Sendable, Equatable {
        public let field: String
        public let name: String
        public let type: String
        public let bytes: [UInt8]

        public init(field: String, name: String, type: String, bytes: [UInt8]) {
            (self.field, self.name, self.type, self.bytes) = (field, name, type, bytes)
        }
    }

    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var fields: [Field] = []
    public private(set) var files: [File] = []

    public init(fields: [Field] = []) { self.fields = fields }

    /// How many fields and files a form may have: a list of 1,000 rows with ten columns.
    public static let mostFields = 10_000
    public static let mostFiles = 100
    static let longestName = 200
    static let longestHead = 4_096

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

// MARK: Forms with files

extension Sent {
    /// RFC 7578: parts between boundaries, each with headers, an empty line and its content; the last boundary ends with
    /// two hyphens. An empty file is one that nobody chose.
    public init(multipart bytes: [UInt8], boundary: String) throws(Fault) {
        guard (1...Sent.longestName).contains(boundary.utf8.count) else { throw .broken }
        let mark = Array("--".utf8) + boundary.utf8
        let next = Array("\r\n".utf8) + mark
        guard var at = Sent.place(of: mark, in: bytes, from: 0).map({ $0 + mark.count }) else { throw .broken }
        while Sent.has([13, 10], in: bytes, at: at) {
            guard let end = Sent.place(of: next, in: bytes, from: at),
                let head = Sent.place(of: [13, 10, 13, 10], in: bytes, from: at), head + 4 <= end,
                head - at <= Sent.longestHead
            else { throw .broken }
            try take(bytes.part(at + 2, head), bytes.part(head + 4, end))
            at = end + next.count
        }
        guard Sent.has([45, 45], in: bytes, at: at) else { throw .broken }
    }

    /// `multipart/form-data; boundary=grape`: what comes behind the equals sign of a parameter of a header.
    public static func parameter(_ name: String, of header: String) -> String? {
        for part in parameters(header) where part.name == name { return part.value }
        return nil
    }

    private mutating func take(_ head: ArraySlice<UInt8>, _ content: ArraySlice<UInt8>) throws(Fault) {
        var (name, file): (String?, String?)
        var type = "application/octet-stream"
        guard let text = String(validating: head, as: UTF8.self) else { throw .broken }
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { throw .broken }
            let value = String(line.suffix(from: line.index(after: colon)))
            switch line.prefix(upTo: colon).lowercased() {
            case "content-disposition":
                let parameters = Sent.parameters(value)
                name = parameters.first { $0.name == "name" }?.value
                file = parameters.first { $0.name == "filename" }?.value
            case "content-type": type = Sent.trimmed(value)
            default: break
            }
        }
        guard let name else { throw .broken }
        guard let file else {
            guard let text = String(validating: content, as: UTF8.self) else { throw .broken }
            return try add(name, text)
        }
        guard !content.isEmpty else { return }
        guard !name.isEmpty, name.utf8.count <= Sent.longestName else { throw .broken }
        guard files.count < Sent.mostFiles else { throw .tooMany(most: Sent.mostFiles) }
        files.append(
            File(field: name, name: String(file.prefix(200)), type: String(type.prefix(200)), bytes: Array(content)))
    }

    /// `; name="a; b"; filename=c`: what stands between quotation marks is whole. Browsers write a mark in a name as `%22`.
    private static func parameters(_ header: String) -> [(name: String, value: String)] {
        var found: [(name: String, value: String)] = []
        var rest = Substring(header).drop { $0 != ";" }.dropFirst()
        while !rest.isEmpty {
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            var value = ""
            if rest.first == "=" {
                rest = rest.dropFirst().drop { $0 == " " }
                if rest.first == "\"" {
                    rest = rest.dropFirst()
                    while let letter = rest.popFirst(), letter != "\"" {
                        value.append(letter == "\\" && rest.first == "\"" ? rest.removeFirst() : letter)
                    }
                    rest = rest.drop { $0 != ";" }
                } else {
                    let bare = rest.prefix { $0 != ";" }
                    value = trimmed(bare)
                    rest = rest.dropFirst(bare.count)
                }
            }
            found.append((trimmed(name).lowercased(), plain(value)))
            rest = rest.dropFirst()
        }
        return found
    }

    /// The three marks that browsers escape in names of fields and files.
    private static func plain(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var out = ""
        var rest = text[...]
        while let letter = rest.popFirst() {
            switch letter == "%" ? rest.prefix(2).uppercased() : "" {
            case "22": out.append("\"")
            case "0D": out.append("\r")
            case "0A": out.append("\n")
            default:
                out.append(letter)
                continue
            }
            rest = rest.dropFirst(2)
        }
        return out
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let text = text.drop { $0 == " " || $0 == "\t" }
        return String(text.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    private static func has(_ wanted: [UInt8], in bytes: [UInt8], at: Int) -> Bool {
        at + wanted.count <= bytes.count && wanted.indices.allSatisfy { bytes[at + $0] == wanted[$0] }
    }

    /// Where the bytes stand first. What is looked for begins with a byte that does not come again in it, or is short.
    private static func place(of wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            var at = start
            while at + wanted.count <= buffer.count {
                guard let first = buffer.part(at, buffer.count).firstIndex(of: wanted[0]) else { return nil }
                if has(wanted, in: bytes, at: first) { return first }
                at = first + 1
            }
            return nil
        }
    }
}
