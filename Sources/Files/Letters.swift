import Domain

/// Bytes as letters: UTF-8, UTF-16 and the tables of Windows for the parts of Europe.
enum Letters {
    /// What the bytes from 128 on are; U+FFFD where there is no letter.
    static let tables: [Sheet.Characters: [Unicode.Scalar]] = [
        .windows1250: Array(
            "€�‚�„…†‡�‰Š‹ŚŤŽŹ�‘’“”•–—�™š›śťžź\u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙"
                .unicodeScalars),
        .windows1252: Array(
            "€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ\u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
                .unicodeScalars),
        .windows1257: Array(
            "€�‚�„…†‡�‰�‹�¨ˇ¸�‘’“”•–—�™�›�¯˛�\u{A0}�¢£¤�¦§Ø©Ŗ«¬\u{AD}®Æ°±²³´µ¶·ø¹ŗ»¼½¾æĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽßąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž˙"
                .unicodeScalars),
    ]

    /// A byte that is no letter stands as this; a file that holds it was broken by the program that wrote it.
    static let broken: Unicode.Scalar = "\u{FFFD}"

    static func decoded(_ bytes: ArraySlice<UInt8>, as characters: Sheet.Characters) -> [Unicode.Scalar] {
        switch characters {
        case .utf8: Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        case .utf16: utf16(bytes)
        case .windows1250, .windows1252, .windows1257:
            bytes.map { $0 < 128 ? Unicode.Scalar($0) : tables[characters]?[Int($0) - 128] ?? broken }
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

    /// What the bytes are; several when they may be one as well as the other, which only a person can tell.
    static func told(_ bytes: [UInt8], language: String) -> [Sheet.Characters] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return [.utf8] }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return [.utf16] }
        let halves = emptyHalves(bytes[...])
        if halves.even + halves.odd > bytes.prefix(4_000).count / 4 { return [.utf16] }
        let (good, bad) = sequences(bytes)
        // A few broken bytes among many good letters: the file is UTF-8, and each is named.
        if bad == 0 || good > bad { return [.utf8] }

        let used = Set(bytes.filter { $0 >= 128 })
        let windows: [Sheet.Characters] = [.windows1250, .windows1252, .windows1257]
        func fits(_ characters: Sheet.Characters, _ letters: Set<Unicode.Scalar>) -> Bool {
            used.allSatisfy { byte in
                guard let scalar = tables[characters]?[Int(byte) - 128] else { return false }
                return letters.contains(scalar) || marks.contains(scalar)
            }
        }
        // The language of the file decides where all its bytes are its own letters.
        if let (home, letters) = alphabets[language], fits(home, letters) { return [home] }
        let possible = windows.filter { characters in
            fits(
                characters,
                alphabets.values.filter { $0.0 == characters }.reduce(into: Set()) { $0.formUnion($1.1) })
        }
        let rest = possible.isEmpty ? [.windows1250, .windows1252] : possible
        // Where two readings are the same text, there is nothing to ask.
        var told: [Sheet.Characters] = []
        for characters in rest
        where !told.contains(where: { other in
            used.allSatisfy { tables[other]?[Int($0) - 128] == tables[characters]?[Int($0) - 128] }
        }) {
            told.append(characters)
        }
        return told
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

    /// The letters with marks of languages of the programme area, and the table of Windows that holds them.
    private static let alphabets: [String: (Sheet.Characters, Set<Unicode.Scalar>)] = {
        func letters(_ text: String) -> Set<Unicode.Scalar> {
            Set(text.unicodeScalars).union(text.uppercased().unicodeScalars)
        }
        return [
            "sl": (.windows1250, letters("čšžćđäöüáéíóúß")), "sk": (.windows1250, letters("áäčďéíĺľňóôŕšťúýžěřůöü")),
            "hu": (.windows1250, letters("áéíóöőúüűä")), "ro": (.windows1250, letters("ăâîşţáéöüőű")),
            "pl": (.windows1250, letters("ąćęłńóśźż")), "cs": (.windows1250, letters("áčďéěíňóřšťúůýž")),
            "de": (.windows1252, letters("äöüßéèàáç")), "es": (.windows1252, letters("áéíñóúüçª")),
            "pt": (.windows1252, letters("ãáàâçéêíõóôúüª")), "sv": (.windows1252, letters("åäöéèüøæ")),
            "fr": (.windows1252, letters("àâæçèéêëîïôœùûüÿ")), "it": (.windows1252, letters("àèéìíîòóùú")),
            "lv": (.windows1257, letters("āčēģīķļņšūžōŗ")), "lt": (.windows1257, letters("ąčęėįšųūž")),
        ]
    }()

    /// Marks that stand in texts of any language.
    private static let marks = Set("€‚„…‘’“”•–—\u{A0}§©«»®°±´·×™‹›†‰¿¡º".unicodeScalars)
}
