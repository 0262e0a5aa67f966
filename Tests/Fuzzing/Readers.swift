import Domain
import Files
import Foundation
import Programmes
import Words

@testable import Trail

/// Whatever bytes come, the readers of amounts, days, packs, forms, addresses, lists and trails answer or refuse; and what
/// they read, they write as the same.
///
/// The first letter says which reader: `a` amounts, `d` days, `p` a file of a rule pack, `h` the head of one, `e` worked
/// examples, `n` whole numbers, `f` a simple form, `m` a form with files, `q` the query of an address, `c` a list (CSV),
/// `j` a body of JSON, which each kind of record and each verb is given, `t` a trail file, `l` a line of one. So every file of
/// the corpus can be read.
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
    case UInt8(ascii: "n"): numbers(String(decoding: bytes, as: UTF8.self))
    case UInt8(ascii: "f"): form(bytes)
    case UInt8(ascii: "m"): multipart(bytes)
    case UInt8(ascii: "q"): query(String(decoding: bytes, as: UTF8.self))
    case UInt8(ascii: "c"): list(bytes)
    case UInt8(ascii: "j"): body(bytes)
    case UInt8(ascii: "t"): trail(bytes)
    case UInt8(ascii: "l"): line(bytes)
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

private func numbers(_ text: String) {
    if let number = Whole.reading(text) {
        must(Bounds.reading.contains(number) && Whole.reading(String(number)) == number, "whole", text)
    }
    _ = (Reference(text), Moment(plain: text), Count(plain: text), Digest(plain: text), WebAddress(text))
    if let count = Count(plain: text) { must(Count(plain: count.plain) == count, "count", text) }
    if let moment = Moment(plain: text) { must(Moment(plain: moment.plain) == moment, "moment", text) }
    for shape in [Shape.whole, .day, .when, .amount, .count, .line] {
        let read = Words.of(.en).read(text, as: shape)
        _ = shape.findings(in: read, of: nobody)
    }
}

private let nobody = Project(name: "nobody")

/// A form that is read is the same when it is sent again.
private func form(_ bytes: [UInt8]) {
    guard let sent = try? Sent(urlencoded: bytes) else { return }
    let again = sent.fields.map { escaped($0.name) + "=" + escaped($0.value) }.joined(separator: "&")
    must((try? Sent(urlencoded: Array(again.utf8))) == sent, "form", again)
}

/// In whatever portions a form with files comes, it is read as the same, or refused for the same.
private func multipart(_ bytes: [UInt8]) {
    func read(_ size: Int) -> [String] {
        var said: [String] = []
        do {
            var reader = try Multipart("multipart/form-data; boundary=g")
            var rest = bytes[...]
            while !rest.isEmpty {
                try reader.read(rest.prefix(size)) { piece in
                    switch piece {
                    case .file(let file): said.append("\(file)")
                    case .bytes(let bytes):
                        said[said.count - 1] += bytes.map { String($0) }.joined(separator: " ") + " "
                    }
                }
                rest = rest.dropFirst(size)
            }
            return said + (try reader.whole()).map { "\($0)" }
        } catch { return ["\(error)"] }
    }
    let once = read(.max)
    for size in [1, 2 + bytes.count % 61] { must(read(size) == once, "form with files", "\(once)") }
}

private func escaped(_ text: String) -> String {
    text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

private func query(_ text: String) {
    for field in Sent.query(text) {
        _ = (Whole.reading(field.value), Day(field.value), Words.of(.de).readDay(field.value))
    }
}

private func list(_ bytes: [UInt8]) {
    for language in ["en", "lv"] {
        guard let sheet = try? CSV.sheet(bytes, language: language) else { continue }
        let written = CSV.written(sheet.rows.map(\.cells))
        must(!written.isEmpty, "list", written)
        let entries = sheet.rows.prefix(20).flatMap(\.cells).map { cell in
            ICalendarEntry(uid: cell, sequence: 0, changed: nil, first: Day(count: 0), title: cell)
        }
        let calendar = ICalendar.written(entries, named: language)
        must(calendar.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 }, "calendar", calendar)
    }
}

/// What is read as a record is written as the same, and is asked what is wrong with it; each verb decides or refuses.
private func body(_ bytes: [UInt8]) {
    guard let json = try? JSON(reading: bytes) else { return }
    must((try? JSON(reading: json.bytes)) == json, "JSON", json.written)
    let setting = Setting(moment: Moment(milliseconds: 0, day: Day(count: 20_000)), salt: "grain")
    for kind in Kind.all {
        guard let record = bytes.withUnsafeBufferPointer({ try? kind.decode($0) }) else { continue }
        must((try? JSON(reading: record.json.bytes)) == record.json, "record", record.json.written)
        let project = nobody.applying([.put(record)], entry: 1)
        let dues = kind.dues(project, setting.today)
        _ = (record.findings(in: project), kind.needs(project, setting.today, nil, dues))
    }
    for verb in AnyVerb.all { _ = try? verb.decide(nobody, json, setting) }
}

/// A file without a name, for what is read from files.
private let file = tmpfile().map { fileno($0) } ?? -1

/// What verifies is a trail: as many entries as it says, up to its head.
private func trail(_ bytes: [UInt8]) {
    let written = bytes + [UInt8(ascii: "\n")]
    must(ftruncate(file, 0) == 0 && pwrite(file, written, written.count, 0) == written.count, "cannot write", "file")
    must(Digest(of: "abc".utf8).text.hasPrefix("ba7816bf8f01cfea414140de5dae2223"), "SHA-256", "abc")
    guard let lines = try? TrailLines(URL(fileURLWithPath: "/proc/self/fd/\(file)")),
        var reading = try? TrailReading(lines)
    else { return }
    var (entries, bodies) = (0, 0)
    var isGood = false
    do {
        try reading.read { part in
            switch part {
            case .header(let header, _):
                entries += 1
                must(header.entry == entries, "entry", "\(header.entry)")
            case .body(let body, _, _):
                bodies += 1
                _ = (try? body.change, body.reason)
            case .endOfEntries, .document, .withheldDocument: break
            }
        }
        isGood = true
    } catch {}
    guard isGood else { return }
    let said = reading.preface
    must(entries == said.entries && reading.verifier.result.entries == entries, "entries", "\(entries)")
    must(reading.verifier.result.head == said.head && bodies >= entries, "head", said.head.text)
}

/// One line: as a header, it is written as the same; as a body, it says a change, or that its bytes are gone.
private func line(_ bytes: [UInt8]) {
    guard let letter = bytes.first, bytes.count > 2, letter < 128 else { return }
    let rest = bytes.dropFirst(2)
    if letter == UInt8(ascii: "H"), let header = try? Canonical.decode(Header.self, from: Array(rest)) {
        let again = Canonical.bytes(header)
        must(
            (try? Canonical.decode(Header.self, from: again)) == header, "header",
            String(decoding: again, as: UTF8.self))
        var verifier = Verifier(project: header.project, mayWithhold: true)
        try? verifier.take(header, Array(rest))
    }
    guard let body = Entry.Body(Character(UnicodeScalar(letter)), rest) else { return }
    must(body.state != .written || body.bytes == Array(rest), "body", "\(body.reference)")
    _ = (try? body.change, body.reason, body.withheld.state)
    for entry in 1...2 {
        let header = Header(
            format: entry, project: "lagoon", entry: 1, moment: Moment(milliseconds: 0, day: Day(count: 20_000)),
            person: nil,
            verb: "add-event", documents: [], bodies: 1, digest: Header.noPrevious, previous: Header.noPrevious)
        var verifier = Verifier(project: "lagoon", mayWithhold: true)
        try? verifier.take(header, Canonical.bytes(header))
        try? verifier.take(body)
        try? verifier.endEntries()
    }
}
