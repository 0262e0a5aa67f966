import Domain

/// Bytes as letters: UTF-8, UTF-16, and the tables of Windows, of old Macs, of DOS and of ISO for the parts of Europe.
enum Letters {
    /// A byte that is no letter stands as this; a file that holds it was broken by the program that wrote it.
    static let broken: Unicode.Scalar = "\u{FFFD}"

    static func decoded(_ bytes: some Sequence<UInt8>, as characters: Sheet.Characters) -> [Unicode.Scalar] {
        switch characters {
        case .utf8: return Array(String(decoding: Array(bytes), as: UTF8.self).unicodeScalars)
        case .utf16: return utf16(Array(bytes)[...])
        default:
            let table = CodePages.all[characters] ?? []
            return bytes.map { $0 < 128 ? Unicode.Scalar($0) : table.isEmpty ? broken : table[Int($0) - 128] }
        }
    }

    /// By its mark; without one, by where the empty halves of Latin letters lie.
    private static func utf16(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
        var bytes = bytes
        var big = emptyHalves(bytes).even > emptyHalves(bytes).odd
        if bytes.starts(with: [0xFF, 0xFE]) {
            (big, bytes) = (false, bytes.dropFirst(2))
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            (big, bytes) = (true, bytes.dropFirst(2))
        }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2 + 1)
        var at = bytes.startIndex
        while at + 1 < bytes.endIndex {
            let (a, b) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
            units.append(big ? a << 8 | b : b << 8 | a)
            at += 2
        }
        // Half a letter at the end.
        if at < bytes.endIndex { units.append(0xFFFD) }
        return Array(String(decoding: units, as: UTF16.self).unicodeScalars)
    }

    private static func emptyHalves(_ bytes: ArraySlice<UInt8>) -> (even: Int, odd: Int) {
        var (even, odd) = (0, 0)
        for (index, byte) in bytes.prefix(4_000).enumerated() where byte == 0 {
            if index % 2 == 0 { even += 1 } else { odd += 1 }
        }
        return (even, odd)
    }

    /// What the bytes are: one where that is certain; several that are different texts, which only a person can tell.
    ///
    /// UTF-8 and UTF-16 say it themselves. A table is certain where each other one makes of several words what is none: with a
    /// sign within, a capital behind a small letter, letters of no one language. The language that was said decides nothing,
    /// as a list in Slovene has French people in it; beside it one such word rules out what is not its own.
    static func told(_ bytes: [UInt8], language: String) -> [Sheet.Characters] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return [.utf8] }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return [.utf16] }
        let halves = emptyHalves(bytes[...])
        if halves.even + halves.odd > bytes.prefix(4_000).count / 4 { return [.utf16] }
        let (good, bad) = sequences(bytes)
        // A few broken bytes among many good letters: the file is UTF-8, and each is named.
        if bad == 0 || good > bad, good > 2 || isLikely(bytes) { return [.utf8] }

        let runs = self.runs(bytes)
        let home = Alphabets.home[language]
        let tables = Sheet.Characters.allCases.filter { CodePages.all[$0] != nil }
        let judged = (tables.filter { $0 == home } + tables.filter { $0 != home }).map { table in
            let faults = runs.reduce(into: 0) { all, run in
                all = min(all + Alphabets.faults(decoded(run, as: table), in: table), most)
            }
            return (table: table, faults: home == nil || home == table ? faults : min(faults * 2, most))
        }
        let least = judged.map(\.faults).min() ?? 0
        if least == most { return Array(different(judged.map(\.table), bytes).prefix(4)) }
        // One fault in one word is a slip of the pen. Where the best has some, the others have many.
        return different(judged.filter { $0.faults <= least * 5 + 1 }.map(\.table), bytes)
    }

    /// As many faults as a byte has that is no letter of the table.
    private static let most = 1_000_000

    /// The words that are not the same in all of the readings, as each has them; the first few.
    static func doubtful(_ bytes: [UInt8], _ told: [Sheet.Characters]) -> [(Sheet.Characters, [String])] {
        let runs = self.runs(bytes).filter { run in
            Set(told.map { decoded(run, as: $0).map(\.value) }).count > 1
        }.prefix(6)
        return told.map { characters in
            (
                characters,
                runs.map { run in
                    var text = String.UnicodeScalarView()
                    text.append(contentsOf: decoded(run.prefix(60), as: characters))
                    return String(text)
                }
            )
        }
    }

    /// Those that make different texts of the bytes, each with the first table that makes it.
    private static func different(_ tables: [Sheet.Characters], _ bytes: [UInt8]) -> [Sheet.Characters] {
        let used = Set(bytes.filter { $0 >= 128 }).sorted()
        var seen: [[Unicode.Scalar]] = []
        return tables.filter { table in
            let text = decoded(used, as: table)
            guard !seen.contains(text) else { return false }
            seen.append(text)
            return true
        }
    }

    /// What stands between blanks and plain marks and has a byte from 128 on; each once, in order.
    private static func runs(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var (seen, runs): (Set<ArraySlice<UInt8>>, [ArraySlice<UInt8>]) = ([], [])
        var (start, isMarked) = (0, false)
        for (at, byte) in (bytes + [0]).enumerated() {
            switch byte {
            case 0x80...0xFF: isMarked = true
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: break
            default:
                let run = bytes.part(start, at)
                if isMarked, seen.insert(run).inserted { runs.append(run) }
                (start, isMarked) = (at + 1, false)
            }
        }
        return runs
    }

    /// Whether a few letters of several bytes are any: two of another table may look like a mark that stands on nothing.
    private static func isLikely(_ bytes: [UInt8]) -> Bool {
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
        return zip([" "] + scalars, scalars).allSatisfy { before, scalar in
            scalar.properties.generalCategory != .nonspacingMark || before.properties.isAlphabetic
        }
    }

    /// Letters of several bytes that are well made, and bytes that belong to none.
    private static func sequences(_ bytes: [UInt8]) -> (good: Int, bad: Int) {
        var (good, bad, at) = (0, 0, 0)
        while at < bytes.count {
            let byte = bytes[at]
            let length = byte < 0x80 ? 1 : byte >= 0xF0 && byte < 0xF5 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 0
            guard length > 1, byte < 0xF5 else {
                if byte >= 0x80 { bad += 1 }
                at += 1
                continue
            }
            if at + length <= bytes.count, String(validating: bytes[at..<at + length], as: UTF8.self) != nil {
                good += 1
                at += length
            } else {
                bad += 1
                at += 1
            }
        }
        return (good, bad)
    }
}
