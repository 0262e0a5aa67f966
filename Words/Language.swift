/// A language in which the product speaks: those of the ten partners of INNO INDUSTRY.
public enum Language: String, CaseIterable, Sendable {
    case en, sl, de, lv, es, pt, sv, sk, hu, ro

    /// Its name in itself, as a menu of languages shows it.
    public var name: String {
        switch self {
        case .en: "English"
        case .sl: "slovenščina"
        case .de: "Deutsch"
        case .lv: "latviešu"
        case .es: "español"
        case .pt: "português"
        case .sv: "svenska"
        case .sk: "slovenčina"
        case .hu: "magyar"
        case .ro: "română"
        }
    }

    /// Whether every text exists in it. What another one lacks is said in English, and marked. All ten are whole now.
    public var isComplete: Bool { true }

    /// How many forms a counted noun has, in the order in which the texts write them, parted by ` | `.
    public var formCount: Int {
        switch self {
        case .sl: 4
        case .lv, .sk, .ro: 3
        default: 2
        }
    }

    /// Which of the forms a whole number takes. The first one is always that of 1.
    public func form(of number: some BinaryInteger) -> Int {
        let (millions, rest) = number.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        let number = (millions > 0 ? 1_000_000 : 0) + UInt(rest)
        let (ten, hundred) = (number % 10, number % 100)
        switch self {
        case .sl:
            // 1, 101 | 2, 102 | 3, 4, 103 | 0, 5 to 100, 105 …
            switch hundred {
            case 1: return 0
            case 2: return 1
            case 3, 4: return 2
            default: return 3
            }
        case .lv:
            // 1, 21, 101 | 2 to 9, 22 … | 0, 10 to 20, 30, 111 …
            if ten == 0 || (11...19).contains(hundred) { return 2 }
            return ten == 1 ? 0 : 1
        case .sk:
            // 1 | 2 to 4 | 0, 5 …
            return number == 1 ? 0 : (2...4).contains(number) ? 1 : 2
        case .ro:
            // 1 | 0, 2 to 19, 101 to 119 … | 20 to 100, 120 …
            return number == 1 ? 0 : number == 0 || (1...19).contains(hundred) ? 1 : 2
        case .en, .de, .es, .pt, .sv, .hu:
            return number == 1 ? 0 : 1
        }
    }
}

/// The marks with which a language writes numbers.
extension Language {
    /// Between groups of three digits: a point, a comma, or a space that does not break.
    var groupMark: Unicode.Scalar {
        switch self {
        case .en: ","
        case .sl, .de, .es, .ro: "."
        case .lv, .pt, .sv, .sk, .hu: "\u{A0}"
        }
    }

    var decimalMark: Unicode.Scalar { self == .en ? "." : "," }

    /// What stands before the sign of per cent.
    var percentSpace: String {
        switch self {
        case .en, .lv, .pt, .hu: ""
        case .sl, .de, .es, .sv, .sk, .ro: "\u{A0}"
        }
    }
}
