/// A country by the two letters that the programmes write: ISO 3166, but EL for Greece and UK for the United Kingdom.
public struct Country: Shaped, Hashable {
    public let code: String

    public static let codes: [String] = [
        "AL", "AT", "BA", "BE", "BG", "BY", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU",
        "IE",
        "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE",
        "SI",
        "SK", "TR", "UA", "UK", "XK",
    ]

    public static var shape: Shape { .choice(name: "country", codes) }
    public static var specimen: Country { Country(plain: "SI")! }
    public init?(plain text: String) {
        guard Country.codes.contains(text) else { return nil }
        code = text
    }
    public var plain: String { code }
}

/// A language by the two letters of ISO 639, of those that are written in the countries of the programmes.
public struct LanguageCode: Shaped, Hashable {
    public let code: String

    public static let codes: [String] = [
        "bg", "bs", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "is", "it", "lt", "lv",
        "mk",
        "mt", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sr", "sv", "tr", "uk",
    ]

    public static var shape: Shape { .choice(name: "language", codes) }
    public static var specimen: LanguageCode { LanguageCode(plain: "en")! }
    public init?(plain text: String) {
        guard LanguageCode.codes.contains(text) else { return nil }
        code = text
    }
    public var plain: String { code }
}
