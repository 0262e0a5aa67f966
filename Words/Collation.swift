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
        var key: [UInt8] = []
        key.reserveCapacity(text.utf8.count * 3 + 2)
        var cases: [UInt8] = []
        let text = text.precomposed
        let scalars = Array(text.unicodeScalars)
        var at = 0
        while at < scalars.count {
            let scalar = scalars[at]
            if ("0"..."9").contains(scalar) {
                at = number(from: at, in: scalars, into: &key)
                continue
            }
            let small = scalar.properties.lowercaseMapping
            if small != String(scalar) { cases += [1, UInt8(truncatingIfNeeded: at)] }
            if let (weight, length) = pair(small, scalars, at) {
                key.append(weight)
                at += length
                continue
            }
            weigh(small, into: &key)
            at += 1
        }
        key.append(0)
        key += Array(text.lowercased().utf8)
        key.append(0)
        return key + cases
    }

    /// A run of digits: how many there are without leading zeros, then the digits.
    private func number(from start: Int, in scalars: [Unicode.Scalar], into key: inout [UInt8]) -> Int {
        var end = start
        while end < scalars.count, ("0"..."9").contains(scalars[end]) { end += 1 }
        let digits = scalars[start..<end].drop { $0 == "0" }
        key += [0x10, UInt8(min(digits.count, 255))]
        key += digits.map { UInt8($0.value) }
        return end
    }

    private func weigh(_ small: String, into key: inout [UInt8]) {
        if let own = language.ownLetters[small] {
            key.append(own)
            return
        }
        for byte in Words.folded(small).utf8 {
            switch byte {
            case 97...122: key.append(Words.weight(byte))
            case 32: key.append(2)
            case 0..<0x80: key += [3, byte]
            default: key += [0xF0, byte]
            }
        }
    }

    /// Two letters that the language counts as one: ch in Slovak, sz in Hungarian.
    private func pair(_ small: String, _ scalars: [Unicode.Scalar], _ at: Int) -> (UInt8, Int)? {
        guard !language.pairs.isEmpty, at + 1 < scalars.count else { return nil }
        return language.pairs[small + scalars[at + 1].properties.lowercaseMapping].map { ($0, 2) }
    }

    /// Letters stand four apart, so that a language's own fit in between.
    fileprivate static func weight(_ letter: UInt8) -> UInt8 { 0x20 + (letter - 97) * 4 }
}

extension Language {
    /// Letters with a place of their own: behind a letter, and how far.
    fileprivate var ownLetters: [String: UInt8] { Language.letters[self] ?? [:] }
    fileprivate var pairs: [String: UInt8] { Language.letterPairs[self] ?? [:] }

    private static let letters: [Language: [String: UInt8]] = [
        .sl: placed(["č": "c1", "ć": "c2", "đ": "d1", "š": "s1", "ž": "z1"]),
        .lv: placed(["č": "c1", "ģ": "g1", "ķ": "k1", "ļ": "l1", "ņ": "n1", "š": "s1", "ž": "z1", "y": "i0"]),
        .es: placed(["ñ": "n1"]),
        .sv: placed(["å": "z1", "ä": "z2", "æ": "z2", "ö": "z3", "ø": "z3"]),
        .sk: placed(["ä": "a1", "č": "c1", "ô": "o1", "š": "s1", "ž": "z1"]),
        .hu: placed(["ö": "o1", "ő": "o1", "ü": "u1", "ű": "u1"]),
        .ro: placed(["ă": "a1", "â": "a2", "î": "i1", "ș": "s1", "ş": "s1", "ț": "t1", "ţ": "t1"]),
    ]

    private static let letterPairs: [Language: [String: UInt8]] = [
        .sk: placed(["ch": "h1"]),
        .hu: placed([
            "cs": "c1", "dz": "d1", "gy": "g1", "ly": "l1", "ny": "n1", "sz": "s1", "ty": "t1", "zs": "z1",
        ]),
    ]

    private static func placed(_ letters: [String: String]) -> [String: UInt8] {
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
