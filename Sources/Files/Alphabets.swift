import Domain

/// Which letters stand together in a word of one language of Europe, and which signs beside them.
enum Alphabets {
    /// The table that Windows has for the language.
    static let home: [String: Sheet.Characters] = [
        "sl": .windows1250, "sk": .windows1250, "hu": .windows1250, "ro": .windows1250, "de": .windows1252,
        "es": .windows1252, "pt": .windows1252, "sv": .windows1252, "lv": .windows1257,
    ]

    /// How far a run of letters, figures and signs is from what somebody writes: 0 where each word of it may be one of a
    /// language that the table was made for; very many where a byte is no letter.
    static func faults(_ scalars: [Unicode.Scalar], in table: Sheet.Characters) -> Int {
        var faults = 0
        var word: [Unicode.Scalar] = []
        func endWord() {
            let marked = Set(word.filter { $0.value >= 128 })
            if !marked.isEmpty,
                !(languages[table] ?? []).contains(where: { marked.isSubset(of: $0) }) || isOdd(word)
            {
                faults += 1
            }
            word = []
        }
        for (at, scalar) in scalars.enumerated() {
            let before = at > 0 ? scalars[at - 1] : nil
            let next = at + 1 < scalars.count ? scalars[at + 1] : nil
            if isLetter(scalar) || scalar.value < 128 {
                if isCapital(scalar), let before, isLetter(before) {
                    if isSmall(before) {
                        faults += scalar.value >= 128 ? 2 : before.value >= 128 ? 1 : 0
                    } else if scalar.value >= 128, next.map(isSmall) == true {
                        faults += 2
                    }
                }
                if scalar.value >= 128, before.map(isFigure) == true, next.map(isFigure) == true { faults += 2 }
                word.append(scalar)
                continue
            }
            endWord()
            let isBetween = (before.map(isLetter) ?? false) && (next.map(isLetter) ?? false)
            switch scalar {
            case Letters.broken: return .max / 2
            case "²", "³": faults += before == "m" && next.map(isLetter) != true ? 0 : 2
            case "–", "—": faults += isBetween && next.map(isSmall) == true ? 1 : 0
            case _ where joining.contains(scalar): break
            case _ where signs.contains(scalar):
                faults += isBetween || (opening.contains(scalar) && before.map(isLetter) == true) ? 1 : 0
            default: faults += 2
            }
        }
        endWord()
        return faults
    }

    /// Whether a word has neighbours that hardly any language lets stand together: č before a vowel is Slovene, è there is
    /// nobody's.
    private static func isOdd(_ word: [Unicode.Scalar]) -> Bool {
        let small = word.map { $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 }
        func isVowel(_ scalar: Unicode.Scalar?) -> Bool {
            scalar.map { "aeiouyáéíóúäöüâêôàãõ".unicodeScalars.contains($0) } ?? false
        }
        func isConsonant(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { isLetter($0) && !isVowel($0) } ?? false }
        for (at, scalar) in small.enumerated() where scalar.value >= 128 {
            let before = at > 0 ? small[at - 1] : nil
            let next = at + 1 < small.count ? small[at + 1] : nil
            let isOdd =
                switch scalar {
                case "è":
                    isVowel(next) || (before == "i" && next == nil)
                        || (before == nil && next == "r" && at + 2 < small.count && isConsonant(small[at + 2]))
                case "ń": isVowel(next)
                case "ă": next == "o" || next == "e"
                case "ã": isConsonant(next) && next != "s" && next != "z"
                case "ő": next == "e"
                case "ĺ", "ŕ": !isConsonant(before) || !isConsonant(next)
                case "ç": isConsonant(next)
                case "â": next == nil && before != nil
                // An Icelandic þ begins a word, and ð never does; ì and ù end one.
                case "þ": before != nil
                case "ð": before == nil
                case "ì", "ù": next != nil
                default: false
                }
            if isOdd { return true }
        }
        return false
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 128
            ? (65...90).contains(scalar.value) || (97...122).contains(scalar.value)
            : scalar.properties.isAlphabetic && scalar != "ª" && scalar != "º" && scalar != "ˆ" && scalar != "ˇ"
    }

    private static func isFigure(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }
    private static func isSmall(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isLowercase && isLetter(scalar) }
    private static func isCapital(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isUppercase && isLetter(scalar)
    }

    /// Signs that stand within a word, or between two.
    private static let joining = Set("’‘–—·\u{A0}\u{AD}".unicodeScalars)
    private static let opening = Set("„‚¿¡".unicodeScalars)
    private static let signs = Set("€‚„…“”•§©«»®°±×™‹›‰¿¡ºª".unicodeScalars)

    /// Letters that Windows has at one place for all its parts of Europe: they rule nothing out.
    private static let shared = letters("áâäéëíîóôöúüýßç")

    private static let languages: [Sheet.Characters: [Set<Unicode.Scalar>]] = {
        let central = [
            "čšžćđ", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "äöüß",
        ].map { letters($0).union(shared) }
        let western = [
            "äöüß", "áéíñóúü", "ãáàâçéêíõóôúü", "åäöéü", "àâæçèéêëîïôœùûüÿ", "àèéìíîòóùú", "åæøéóö", "äöåšžõü",
            "àçèéíïòóúü", "áéëèïóöüç", "áéíóúýþæöð",
        ].map { letters($0).union(shared) }
        let baltic = ["āčēģīķļņšūž", "ąčęėįšųūž", "äöüõšž", "åäöé", "äöüß", "ąćęłńóśźż"].map {
            letters($0).union(shared)
        }
        return [
            .windows1250: central, .iso88592: central, .cp852: central, .macCentralEurope: central + baltic,
            .windows1252: western, .iso88591: western, .iso885915: western, .cp850: western, .macRoman: western,
            .windows1257: baltic,
        ]
    }()

    private static func letters(_ text: String) -> Set<Unicode.Scalar> {
        Set(text.unicodeScalars).union(text.uppercased().unicodeScalars)
    }
}
