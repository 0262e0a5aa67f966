import Domain
import Words

/// Whatever bytes come, the readers of amounts, days and packs answer or refuse; and what they read, they write as the same.
///
/// The first letter says which reader: `a` amounts, `d` days, `p` a file of a rule pack, `h` the head of one, `e` worked
/// examples. So every file of the corpus can be read.
@_cdecl("LLVMFuzzerTestOneInput")
public func readAnything(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    var bytes = [UInt8](UnsafeBufferPointer(start: start + 1, count: count - 1))
    // The newline at the end of a file of the corpus belongs to the file.
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    switch start[0] {
    case UInt8(ascii: "a"): amounts(String(decoding: bytes, as: UTF8.self))
    case UInt8(ascii: "d"): days(String(decoding: bytes, as: UTF8.self))
    case UInt8(ascii: "p"): pack([head, PackFile(name: "rules.json", bytes: bytes)])
    case UInt8(ascii: "h"): pack([PackFile(name: RulePack.head, bytes: bytes)])
    case UInt8(ascii: "e"): examples(bytes)
    default: break
    }
    return 0
}

private func must(_ isTrue: Bool, _ what: String, _ text: String) {
    if !isTrue { fatalError("\(what): \(text.debugDescription)") }
}

private func amounts(_ text: String) {
    if let exact = Exact(reading: text) { must(Exact(reading: exact.plain) == exact, "exact", text) }
    if let money = Money(plain: text) { must(Money(plain: money.plain) == money, "money", text) }
    if let rounding = Rounding(plain: text) {
        must(Rounding(plain: rounding.plain) == rounding, "rounding", text)
        _ = try? Exact(reading: "12345.678901").map { try $0.divided(by: 7, rounding) }
    }
    for language in Language.allCases {
        let words = Words.of(language)
        if let money = words.readAmount(text) {
            must(words.readAmount(words.amount(money)) == money, "amount in \(language)", text)
        }
        if let whole = words.readWhole(text) {
            must(words.readWhole(words.number(whole)) == whole, "number in \(language)", text)
        }
        if let count = words.readCount(text) {
            must(words.readCount(words.count(count)) == count, "count in \(language)", text)
        }
    }
}

private func days(_ text: String) {
    if let day = Day(text) { must(Day(day.plain) == day, "day", text) }
    if let when = When(text) { must(When(when.plain) == when, "when", text) }
    _ = MonthAndDay(text)
    for language in Language.allCases {
        let words = Words.of(language)
        if let day = words.readDay(text) { must(words.readDay(words.day(day)) == day, "day in \(language)", text) }
        if let when = words.readWhen(text) {
            must(words.readWhen(words.when(when)) == when, "when in \(language)", text)
        }
    }
}

private let head = PackFile(
    name: RulePack.head,
    bytes: Array(#"{"form": 1, "pack": "test", "title": "Test", "from": "2021-01-01", "to": "2027-12-31"}"#.utf8))

/// A pack that is taken says of each of its values what it was read from.
private func pack(_ files: [PackFile]) {
    guard let pack = try? RulePack.reading(files, on: nil) else { return }
    let rules = RulesInForce(pack, on: pack.from)
    var derivation = Derivation()
    var rates = FlatRates()
    for option in FlatRateOption.allCases { rates[option] = Percent(15) }
    _ = try? rules.costs(Costs(), with: rates, &derivation)
    for parameter in pack.parameters { _ = Words.of(.sl).title(of: parameter.key) + parameter.json.written }
    _ = Words.of(.en).lines(of: derivation)
}

private func examples(_ bytes: [UInt8]) {
    guard let examples = try? WorkedExample.reading(bytes) else { return }
    guard let pack = try? RulePack.reading([head], on: nil) else { return }
    for example in examples { _ = Words.of(.en).lines(of: example.proved(under: pack).derivation) }
}
