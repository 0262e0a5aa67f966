/// Characters that nobody sees: from spreadsheets, slides, telephones and other pages they come along with what is copied, and
/// make two of one name. One rule for what is typed, sent, taken in and searched.
///
/// Out goes what changes no letter: blanks without width, joiners, marks of direction, soft hyphens, marks of byte order. Breaks of
/// other programs become breaks. Joiners stay where a script or a picture of several signs needs them, marks of direction
/// where something is written from right to left. What is left of control characters is refused, and shown in place.
public enum Unseen {
    /// - Parameter line: what a break becomes: a line's end, or a blank where there is one line.
    public static func cleaned(_ text: String, break line: Unicode.Scalar = "\n") -> String {
        guard text.utf8.contains(where: { $0 >= 0xC2 || $0 == 0x0B || $0 == 0x0C }),
            text.unicodeScalars.contains(where: { isBreak($0) || isUnseen($0) })
        else { return text }
        let scalars = Array(text.unicodeScalars)
        let isRightToLeft = scalars.contains(where: isRightToLeft)
        var out = String.UnicodeScalarView()
        for (at, scalar) in scalars.enumerated() {
            if isBreak(scalar) {
                out.append(line)
            } else if !isUnseen(scalar)
                || isNeeded(scalar, after: out.last, before: at + 1 < scalars.count ? scalars[at + 1] : nil)
                || (isRightToLeft && isMarkOfDirection(scalar))
            {
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// Whether it is out of every text of a script that joins nothing: what a search takes for nothing.
    public static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202D,
            0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    /// How lines end in slides, documents and old files.
    public static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        [0x0B, 0x0C, 0x85, 0x2028, 0x2029].contains(scalar.value)
    }

    private static func isMarkOfDirection(_ scalar: Unicode.Scalar) -> Bool {
        [0x61C, 0x200E, 0x200F].contains(scalar.value)
    }

    /// Persian and the scripts of India join with it, and so do pictures made of several.
    private static func isNeeded(
        _ scalar: Unicode.Scalar, after before: Unicode.Scalar?, before next: Unicode.Scalar?
    ) -> Bool {
        guard let before else { return false }
        switch scalar.value {
        case 0x200C, 0x200D:
            if (0x600...0x109F).contains(before.value) || (0x1780...0x18AF).contains(before.value) { return true }
            return scalar.value == 0x200D && isPicture(before) && next.map(isPicture) == true
        case 0xFE00...0xFE0F: return isPicture(before) || next?.value == 0x20E3
        // Mongolian, and forms of Chinese characters.
        case 0x180B...0x180F: return (0x1800...0x18AF).contains(before.value)
        case 0xE0100...0xE01EF: return before.properties.isIdeographic
        // The flag of Scotland is a black one with letters that nobody sees.
        case 0xE0020...0xE007F: return before.value == 0x1F3F4 || (0xE0020...0xE007F).contains(before.value)
        default: return false
        }
    }

    private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0xFF
            && (scalar.properties.isEmoji || scalar.properties.isEmojiModifier || scalar.value == 0xFE0F)
    }

    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        (0x590...0x8FF).contains(scalar.value) && scalar.value != 0x61C || (0xFB1D...0xFDFF).contains(scalar.value)
            || (0xFE70...0xFEFC).contains(scalar.value)
    }

    /// The text around the first character that is refused, with its number instead of it: `Ana⟨U+202E⟩kavoN`.
    static func shown(_ text: String, refused: (Unicode.Scalar) -> Bool) -> String {
        let scalars = Array(text.unicodeScalars)
        guard let first = scalars.firstIndex(where: refused) else { return "" }
        var out = first > 20 ? "…" : ""
        for scalar in scalars.part(first - 20, first + 20) {
            if refused(scalar) || isUnseen(scalar) || isBreak(scalar) || scalar.value < 0x20 {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                out += "⟨U+\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits)⟩"
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out + (first + 20 < scalars.count ? "…" : "")
    }
}

extension Shape {
    /// What was entered, by the one rule for characters that nobody sees.
    func entered(_ json: JSON) -> JSON {
        switch (self, json) {
        case (.prose, .text(let text)): return .text(Unseen.cleaned(text))
        case (.choice, _), (.digest, _): return json
        case (_, .text(let text)): return .text(Unseen.cleaned(text, break: " "))
        case (.list(let item), .list(let items)): return .list(items.map { item.entered($0) })
        case (.group(let members), .object(let given)):
            return .object(
                of: given.map { name, value in
                    (name, members.first { $0.name == name }.map { $0.shape.entered(value) } ?? value)
                })
        default: return json
        }
    }

    /// What a program wrote: an amount without a currency, `1637941.00`, is of euro. Nothing is read by a language here.
    public func written(_ json: JSON) -> JSON {
        switch (self, json) {
        case (.amount, .text(let text)):
            return Money.cents(reading: text).map { .text(Money.euro(cents: $0).plain) } ?? json
        case (.list(let item), .list(let items)): return .list(items.map { item.written($0) })
        case (.group(let members), .object(let given)):
            return .object(
                of: given.map { name, value in
                    (name, members.first { $0.name == name }.map { $0.shape.written(value) } ?? value)
                })
        default: return json
        }
    }
}
