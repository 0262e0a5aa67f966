import Words

/// Cells in which a program says that it has no value: `#N/A`, `#ÉRTÉK!`, `NULL`, `nan`. Nobody is called so.
enum ErrorCell {
    static func holds(_ text: String) -> Bool {
        guard (2...24).contains(text.utf8.count) else { return false }
        if words.contains(text) { return true }
        guard text.hasPrefix("#") else { return text.hasPrefix("Err:") && text.dropFirst(4).allSatisfy(\.isNumber) }
        let name = text.dropFirst()
        // A column that is too narrow to show what it holds.
        if name.allSatisfy({ $0 == "#" }) { return true }
        return named.contains(Words.folded(text)) || (isName(name.dropLast()) && (name.last == "!" || name.last == "?"))
    }

    /// Capital letters, and the marks that stand between them: `DIV/0`, `¡REF`, `¿NOMBRE`.
    private static func isName(_ name: Substring) -> Bool {
        name.count > 1 && name.allSatisfy { $0.isUppercase || $0.isNumber || "/_¡¿. ".contains($0) }
            && name.contains(where: \.isUppercase)
    }

    /// What spreadsheets in our languages, and in those of our neighbours, write without a mark at the end.
    private static let named: Set<String> = Set(
        [
            "#N/A", "#N/A!", "#N/A N/A", "#N/D", "#NV", "#N/V", "#NA", "#HIÁNYZIK", "#NEDOSTUPNÝ", "#NENÍ_K_DISPOZICI",
            "#SAKNAS", "#PUUTTUU!", "#GETTING_DATA", "#DATEN_ABRUFEN", "#OBTENIENDO_DATOS", "#OBTENDO_DADOS",
            "#OBTER_DADOS", "#ADATBETÖLTÉS", "#HÄMTAR_DATA", "#NAČÍTAVAM_ÚDAJE", "#PRIDOBIVANJE_PODATKOV", "#NULL",
            "#REF", "#VALUE", "#NAME", "#DIV/0", "#NUM",
        ].map { Words.folded($0) })

    /// What databases and programs write. `Null` and `Nan` are names of people.
    private static let words: Set<String> = [
        "NULL", "null", "(null)", "(NULL)", "<null>", "<NULL>", "[NULL]", "\\N", "nan", "NaN", "NAN", "-nan", "NaT",
        "<NA>", "N/A", "n/a", "#n/a", "undefined",
    ]
}
