import Foundation

/// The order of the language's alphabet, with the numbers inside by their value: a9 before a10, c before č before d.
extension Words {
    /// Whether `a` comes before `b`.
    public func compare(_ a: String, _ b: String) -> Bool {
        sortKey(a).lexicographicallyPrecedes(sortKey(b))
    }

    /// The items by name; each name's key is made once.
    public func sorted<T>(_ items: [T], by name: (T) -> String) -> [T] {
        items.map { (key: sortKey(name($0)), item: $0) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map(\.item)
    }

    /// Bytes whose plain order is the order of the texts: first by letters, then by marks, then small before capital.
    public func sortKey(_ text: String) -> [UInt8] {
        let text = text.precomposed
        let (own, pairs) = (language.ownLetters, language.pairs)
        let scalars = Array(text.unicodeScalars)
        var key: [UInt8] = []
        key.reserveCapacity(text.utf8.count * 3 + 2)
        var capitals: [UInt8] = []
        var at = 0
        while at < scalars.count {
            let scalar = scalars[at]
            if ("0"..."9").contains(scalar) {
                at = Words.number(from: at, in: scalars, into: &key)
                continue
            }
            let small = Words.small(scalar)
            if small != scalar { capitals += [1, UInt8(truncatingIfNeeded: at)] }
            if !pairs.isEmpty, at + 1 < scalars.count, let weight = pairs[[small, Words.small(scalars[at + 1])]] {
                key.append(weight)
                at += 2
                continue
            }
            Words.weigh(small, own, into: &key)
            at += 1
        }
        key.append(0)
        for scalar in scalars { key += UTF8.encode(Words.small(scalar))! }
        key.append(0)
        return key + capitals
    }

    /// A run of digits: how many there are without leading zeros, then the digits.
    private static func number(from start: Int, in scalars: [Unicode.Scalar], into key: inout [UInt8]) -> Int {
        var end = start
        while end < scalars.count, ("0"..."9").contains(scalars[end]) { end += 1 }
        let digits = scalars[start..<end].drop { $0 == "0" }
        key += [0x10, UInt8(min(digits.count, 255))]
        key += digits.map { UInt8($0.value) }
        return end
    }

    private static func weigh(_ small: Unicode.Scalar, _ own: [Unicode.Scalar: UInt8], into key: inout [UInt8]) {
        if small.value >= 0x80 || small == "y", let weight = own[small] {
            key.append(weight)
        } else if small.value < 0x80 {
            weigh(UInt8(small.value), into: &key)
        } else {
            for byte in folded(String(small)).utf8 { weigh(byte, into: &key) }
        }
    }

    private static func weigh(_ byte: UInt8, into key: inout [UInt8]) {
        switch byte {
        case 97...122: key.append(weight(byte))
        case 32: key.append(2)
        case 0..<0x80: key += [3, byte]
        default: key += [0xF0, byte]
        }
    }

    /// The small letter, where it is a single one.
    private static func small(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.value < 0x80 {
            return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
        }
        let mapping = scalar.properties.lowercaseMapping.unicodeScalars
        return mapping.count == 1 ? mapping.first! : scalar
    }

    /// Letters stand four apart, so that a language's own fit in between.
    fileprivate static func weight(_ letter: UInt8) -> UInt8 { 0x20 + (letter - 97) * 4 }
}

extension Language {
    /// Letters with a place of their own: behind a letter, and how far.
    fileprivate var ownLetters: [Unicode.Scalar: UInt8] { Language.letters[self] ?? [:] }
    fileprivate var pairs: [[Unicode.Scalar]: UInt8] { Language.letterPairs[self] ?? [:] }

    private static let letters: [Language: [Unicode.Scalar: UInt8]] = [
        .sl: placed(["č": "c1", "ć": "c2", "đ": "d1", "š": "s1", "ž": "z1"]),
        .lv: placed(["č": "c1", "ģ": "g1", "ķ": "k1", "ļ": "l1", "ņ": "n1", "š": "s1", "ž": "z1", "y": "i0"]),
        .es: placed(["ñ": "n1"]),
        .sv: placed(["å": "z1", "ä": "z2", "æ": "z2", "ö": "z3", "ø": "z3"]),
        .sk: placed(["ä": "a1", "č": "c1", "ô": "o1", "š": "s1", "ž": "z1"]),
        .hu: placed(["ö": "o1", "ő": "o1", "ü": "u1", "ű": "u1"]),
        .ro: placed(["ă": "a1", "â": "a2", "î": "i1", "ș": "s1", "ş": "s1", "ț": "t1", "ţ": "t1"]),
    ]

    private static let letterPairs: [Language: [[Unicode.Scalar]: UInt8]] = [
        .sk: placed([["c", "h"]: "h1"]),
        .hu: placed([
            ["c", "s"]: "c1", ["d", "z"]: "d1", ["g", "y"]: "g1", ["l", "y"]: "l1", ["n", "y"]: "n1", ["s", "z"]: "s1",
            ["t", "y"]: "t1", ["z", "s"]: "z1",
        ]),
    ]

    /// `c1` is the first place behind c.
    private static func placed<Letter>(_ letters: [Letter: String]) -> [Letter: UInt8] {
        letters.mapValues { place in
            let bytes = Array(place.utf8)
            return Words.weight(bytes[0]) + bytes[1] - 48
        }
    }
}

extension String {
    /// Marks joined with their letters, so that both ways of writing č sort alike.
    fileprivate var precomposed: String {
        utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
    }
}
