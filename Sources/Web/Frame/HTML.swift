import Domain

/// Markup. It is made from literals, whose interpolations are escaped: text of a record can never become markup.
///
/// An address goes into `href` only as `Path` (ours) or `WebAddress` (http and https).
public struct HTML: Sendable, ExpressibleByStringInterpolation {
    public private(set) var text: String

    public static let empty: HTML = ""

    public init(stringLiteral literal: StaticString) { text = literal.description }
    public init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    public static func + (a: HTML, b: HTML) -> HTML {
        var sum = a
        sum.text += b.text
        return sum
    }

    public static func += (a: inout HTML, b: HTML) { a.text += b.text }

    public struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { text += String(decoding: $0, as: UTF8.self) }
        }
        public mutating func appendInterpolation(_ text: String) { HTML.escape(text, into: &self.text) }
        public mutating func appendInterpolation(_ number: Int) { text += String(number) }
        public mutating func appendInterpolation(_ html: HTML) { text += html.text }
        public mutating func appendInterpolation(_ html: HTML?) { if let html { text += html.text } }
        public mutating func appendInterpolation(_ rows: [HTML]) { for row in rows { text += row.text } }
        /// The markup when the condition holds.
        public mutating func appendInterpolation(if condition: Bool, _ html: @autoclosure () -> HTML) {
            if condition { text += html().text }
        }
        /// ` href="…"` to a page of ours.
        public mutating func appendInterpolation(href path: Path) {
            text += " href=\""
            HTML.escape(path.text, into: &text)
            text += "\""
        }
        /// ` href="…"` to another site.
        public mutating func appendInterpolation(href address: WebAddress) {
            text += " rel=\"noopener noreferrer\" href=\""
            HTML.escape(address.text, into: &text)
            text += "\""
        }
    }

    private static func escape(_ source: String, into out: inout String) {
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
                out += String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
                entity.withUTF8Buffer { out += String(decoding: $0, as: UTF8.self) }
                start = index + 1
            }
            if start == 0 {
                out += String(decoding: bytes, as: UTF8.self)
            } else {
                out += String(decoding: UnsafeBufferPointer(rebasing: bytes[start...]), as: UTF8.self)
            }
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

    static func escaped(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126, 64, 44: out.unicodeScalars.append(UnicodeScalar(byte))
            default: out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }
}
