import Domain

/// Markup. It is made from literals, whose interpolations are escaped: text of a record can never become markup.
///
/// An address goes into `href` only as `Path` (ours), `WebAddress` (http and https) or `MailLink` (one's own mail program).
public struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// UTF-8, as it is sent.
    public private(set) var bytes: [UInt8]

    public static let empty: HTML = ""

    public init(stringLiteral literal: StaticString) { bytes = literal.withUTF8Buffer { Array($0) } }
    public init(stringInterpolation: Interpolation) { bytes = stringInterpolation.bytes }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public static func + (a: HTML, b: HTML) -> HTML {
        var sum = a
        sum += b
        return sum
    }

    public static func += (a: inout HTML, b: HTML) { a.bytes += b.bytes }

    public struct Interpolation: StringInterpolationProtocol {
        fileprivate var bytes: [UInt8] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
        }
        public mutating func appendInterpolation(_ text: String) { HTML.escape(text, into: &bytes) }
        public mutating func appendInterpolation(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }
        public mutating func appendInterpolation(_ html: HTML) { bytes += html.bytes }
        public mutating func appendInterpolation(_ html: HTML?) { if let html { bytes += html.bytes } }
        public mutating func appendInterpolation(_ rows: [HTML]) { for row in rows { bytes += row.bytes } }
        /// The markup when the condition holds.
        public mutating func appendInterpolation(if condition: Bool, _ html: @autoclosure () -> HTML) {
            if condition { bytes += html().bytes }
        }
        /// ` href="…"` to a page of ours.
        public mutating func appendInterpolation(href path: Path) {
            appendLiteral(" href=\"")
            HTML.escape(path.text, into: &bytes)
            appendLiteral("\"")
        }
        /// ` href="…"` to another site.
        public mutating func appendInterpolation(href address: WebAddress) {
            appendLiteral(" rel=\"noopener noreferrer\" href=\"")
            HTML.escape(address.text, into: &bytes)
            appendLiteral("\"")
        }
        /// ` href="…"` to one's own mail program.
        public mutating func appendInterpolation(href letter: MailLink) {
            appendLiteral(" href=\"")
            HTML.escape(letter.text, into: &bytes)
            appendLiteral("\"")
        }
    }

    private static func escape(_ source: String, into out: inout [UInt8]) {
        var source = source
        source.withUTF8 { bytes in
            var start = 0
            for index in 0..<bytes.count {
                let entity: StaticString
                switch bytes[index] {
                case UInt8(ascii: "&"): entity = "&amp;"
                case UInt8(ascii: "<"): entity = "&lt;"
                case UInt8(ascii: ">"): entity = "&gt;"
                case UInt8(ascii: "\""): entity = "&quot;"
                case UInt8(ascii: "'"): entity = "&#39;"
                case 0..<9, 11, 12, 14..<32, 127: entity = "\u{FFFD}"
                default: continue
                }
                out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                entity.withUTF8Buffer { out.append(contentsOf: $0) }
                start = index + 1
            }
            out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
    }
}

extension [HTML] {
    public var joined: HTML { reduce(into: HTML.empty) { $0 += $1 } }
}

/// An address of this site: segments and a query, each escaped.
public struct Path: Sendable, Hashable {
    public let text: String

    public init(_ segments: String..., query: [(String, String)] = []) { self.init(segments, query: query) }

    public init(_ segments: [String], query: [(String, String)] = []) {
        var text = ""
        for segment in segments { text += "/" + Path.escaped(segment) }
        if text.isEmpty { text = "/" }
        for (index, (name, value)) in query.enumerated() {
            text += (index == 0 ? "?" : "&") + Path.escaped(name) + "=" + Path.escaped(value)
        }
        self.text = text
    }

    /// The same address with one more member of its query.
    func asking(_ name: String, _ value: String) -> Path {
        Path(
            text: text + (text.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + Path.escaped(name) + "="
                + Path.escaped(value))
    }

    /// The same address, at a part of its page: the `id` of an element there.
    func at(_ part: StaticString) -> Path { Path(text: "\(text)#\(part)") }

    /// The page itself, whichever it is.
    static let here = Path(text: "")

    private init(text: String) { self.text = text }

    static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy(stays) { return text }
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case _ where stays(byte): out.unicodeScalars.append(UnicodeScalar(byte))
            default: out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }

    private static func stays(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, 45, 46, 95, 126, 64, 44: true
        default: false
        }
    }
}

/// A letter as a link that opens it in one's own mail program. Addresses of people are particulars: it has none, and who writes it
/// puts in the name that it begins with.
public struct MailLink: Sendable, Hashable {
    public let text: String

    /// - Parameter lines: as many as a link can carry are in it, the first first; `more` says how many are not.
    init(subject: String, opening: [String], lines: [String], more: (Int) -> String, end: [String]) {
        func escaped(_ lines: [String]) -> String { Path.escaped(lines.joined(separator: "\r\n")) }
        var body = escaped(opening)
        let close = escaped([""] + end)
        var left = lines.count
        for line in lines {
            let next = escaped(["", line])
            guard body.utf8.count + next.utf8.count + close.utf8.count < Self.most else { break }
            body += next
            left -= 1
        }
        if left > 0 { body += escaped(["", more(left)]) }
        text = "mailto:?subject=\(Path.escaped(subject))&body=\(body)\(close)"
    }

    /// What the mail programs of all systems take.
    private static let most = 1_700
}
