import Domain

/// Numbers and amounts as people type them, by the marks of the language, and with spaces between groups in every
/// language. `12,50` in English and `12.50` in Slovene are refused: they may be groups. Nil, never a guess.
extension Words {
    /// A whole number: `1637`, `1 637`, `1.637` in Slovene, `1,637` in English; within ±2^53.
    public func readWhole(_ text: String) -> Int? {
        guard let (whole, decimals) = readDecimal(text), decimals.isEmpty else { return nil }
        return Whole.reading(whole)
    }

    /// `1.637.941,00`, `-12,5`, `EUR 12`, `12 SEK`, `12 €`: at most two decimals; euro where no currency stands with it.
    public func readAmount(_ text: String) -> Money? {
        var text = Words.tidied(text)
        var currency = "EUR"
        if let found = Words.currency(at: text.prefix(3)) {
            currency = found
            text = String(text.dropFirst(3))
        } else if let found = Words.currency(at: text.suffix(3)) {
            currency = found
            text = String(text.dropLast(3))
        } else if text.hasPrefix("€") {
            text = String(text.dropFirst())
        } else if text.hasSuffix("€") {
            text = String(text.dropLast())
        }
        guard let (whole, decimals) = readDecimal(text), decimals.utf8.count <= 2 else { return nil }
        let plain = whole + "." + (decimals + "00").prefix(2)
        return Money.cents(reading: plain).flatMap { Money(cents: $0, currency: currency) }
    }

    /// `19`, "about 15", `~15`, "at least 10", `10+`.
    public func readCount(_ text: String) -> Count? {
        let text = Words.tidied(text)
        func number(_ text: some StringProtocol) -> Int? {
            readWhole(String(text)).flatMap { $0 >= 0 ? $0 : nil }
        }
        if let exact = number(text) { return Count(exact) }
        if text.hasPrefix("~") { return number(text.dropFirst()).map { Count($0, .about) } }
        if text.hasSuffix("+") { return number(text.dropLast()).map { Count($0, .atLeast) } }

        let folded = Words.folded(text)
        for (precision, key) in [(Count.Precision.about, "count.about"), (.atLeast, "count.atLeast")] {
            for wording in [key, key + ".also"].compactMap({ book.texts[$0] }).flatMap(\.forms) {
                let parts = wording.whole.components(around: "{n}").map { Words.folded($0) }
                guard parts.count == 2, folded.count > parts[0].count + parts[1].count, folded.hasPrefix(parts[0]),
                    folded.hasSuffix(parts[1])
                else { continue }
                let inner = folded.dropFirst(parts[0].count).dropLast(parts[1].count)
                if let value = number(inner) { return Count(value, precision) }
            }
        }
        return nil
    }

    /// The digits before and after the decimal mark, the former with its sign. Groups, where there are any, are all of
    /// three digits but the first, which has one to three and does not begin with 0.
    private func readDecimal(_ text: String) -> (whole: String, decimals: String)? {
        var rest = Words.tidied(text)[...]
        var sign = ""
        if let first = rest.first, first == "-" || first == "−" {
            sign = "-"
            rest = rest.dropFirst().drop { $0 == " " }
        }
        let halves = rest.split(separator: Character(language.decimalMark), omittingEmptySubsequences: false)
        guard halves.count == 1 || (halves.count == 2 && !halves[1].isEmpty && Words.areDigits(halves[1])) else {
            return nil
        }

        // In no language is a space anything but the mark of groups. Two sorts of marks in one number are refused.
        let mark: Character = halves[0].contains(" ") ? " " : Character(language.groupMark)
        let groups = halves[0].split(separator: mark, omittingEmptySubsequences: false)
        guard groups.allSatisfy({ !$0.isEmpty && Words.areDigits($0) }) else { return nil }
        if groups.count > 1 {
            guard groups[0].count <= 3, groups[0].first != "0", groups.dropFirst().allSatisfy({ $0.count == 3 }) else {
                return nil
            }
        }
        return (sign + groups.joined(), halves.count == 2 ? String(halves[1]) : "")
    }

    private static func areDigits(_ text: some StringProtocol) -> Bool { text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } }

    /// Capital letters, for "all" is a word and ALL the lek; the euro also in small ones.
    private static func currency(at text: some StringProtocol) -> String? {
        let code = text.lowercased() == "eur" ? "EUR" : String(text)
        return currencies.contains(code) ? code : nil
    }

    /// The codes of ISO 4217, and those that the euro replaced since 2007.
    private static let currencies = Set(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP \
        CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR \
        ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT \
        MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD \
        SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND \
        VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG CYP EEK HRK LTL LVL MTL SIT SKK
        """.split(separator: " ").map(String.init))
}

extension String {
    /// What stands before and after the only place where `mark` occurs.
    fileprivate func components(around mark: String) -> [String] {
        var parts = [""]
        var rest = self[...]
        while let first = rest.first {
            if rest.hasPrefix(mark) {
                parts.append("")
                rest = rest.dropFirst(mark.count)
            } else {
                parts[parts.count - 1].append(first)
                rest = rest.dropFirst()
            }
        }
        return parts
    }
}
