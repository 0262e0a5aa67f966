import Domain
import Foundation
import Synchronization

extension Words {
    /// Small letters without their marks, for searching: "stroski" finds "Stroški". đ is d, ł is l, ß is ss, æ is ae.
    /// Long dashes become hyphens, curved quotes straight ones, spaces of any width plain ones; what nobody sees is nothing.
    public static func folded(_ text: String) -> String {
        let utf8 = text.utf8
        if utf8.allSatisfy({ $0 < 0x80 && !($0 >= 65 && $0 <= 90) }) { return text }
        var folded: [UInt8] = []
        folded.reserveCapacity(utf8.count)
        for scalar in text.unicodeScalars {
            if scalar.value < 0x80 {
                let byte = UInt8(scalar.value)
                folded.append(byte >= 65 && byte <= 90 ? byte + 32 : byte)
            } else if scalar.value < 0x250 {
                folded.append(contentsOf: latin[Int(scalar.value) - 0x80])
            } else if !(0x300..<0x370).contains(scalar.value) {
                folded.append(contentsOf: remembered(scalar))
            }
        }
        return String(decoding: folded, as: UTF8.self)
    }

    /// What other scalars became: a text of one script has few of them, each many times.
    private static let known = Mutex<[Unicode.Scalar: [UInt8]]>([:])
    private static let mostKnown = 10_000

    private static func remembered(_ scalar: Unicode.Scalar) -> [UInt8] {
        if let known = known.withLock({ $0[scalar] }) { return known }
        let folded = slowly(scalar)
        known.withLock { if $0.count < mostKnown { $0[scalar] = folded } }
        return folded
    }

    /// What each scalar from U+0080 to U+024F becomes.
    private static let latin: [[UInt8]] = (0x80..<0x250).map { value in
        Unicode.Scalar(UInt32(value)).map { slowly($0) } ?? []
    }

    private static func slowly(_ scalar: Unicode.Scalar) -> [UInt8] {
        if let known = special[scalar] { return Array(known.utf8) }
        if Unseen.isUnseen(scalar) { return [] }
        if Unseen.isBreak(scalar) || scalar.properties.isWhitespace { return [0x20] }
        let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
        let bare = String(String.UnicodeScalarView(parts.filter { !(0x300..<0x370).contains($0.value) })).lowercased()
        // What has a small form with marks (İ) loses them too.
        let small = bare.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
            !(0x300..<0x370).contains($0.value)
        }
        return Array(String(String.UnicodeScalarView(small)).utf8)
    }

    private static let special: [Unicode.Scalar: String] = [
        "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ł": "l", "Ł": "l", "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae",
        "œ": "oe",
        "Œ": "oe", "ø": "o", "Ø": "o", "þ": "th", "Þ": "th", "ħ": "h", "Ħ": "h", "ŧ": "t", "Ŧ": "t", "ı": "i", "ĸ": "k",
        "ŋ": "n", "Ŋ": "n", "\u{2010}": "-",
        "\u{2011}": "-",
        "–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "ʼ": "'", "“": "\"", "”": "\"", "„": "\"", "»": "\"",
        "«": "\"",
        "ﬁ": "fi", "ﬂ": "fl",
    ]
}

extension [UInt8] {
    /// Whether the bytes stand in it, one after the other: a folded word in a folded text.
    public func holds(_ wanted: [UInt8]) -> Bool {
        guard !wanted.isEmpty, count >= wanted.count else { return wanted.isEmpty }
        return withUnsafeBytes { bytes in
            wanted.withUnsafeBytes { wanted in
                guard var at = bytes.baseAddress, let sought = wanted.baseAddress else { return false }
                let last = at + (bytes.count - wanted.count)
                while at <= last, let found = memchr(at, Int32(wanted[0]), last - at + 1) {
                    if memcmp(found, sought, wanted.count) == 0 { return true }
                    at = UnsafeRawPointer(found) + 1
                }
                return false
            }
        }
    }
}
