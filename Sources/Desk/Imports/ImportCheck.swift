import Domain
import Synchronization
import Trail
import Words

extension Importing {
    /// One row with what would become of it.
    public struct Row: Sendable {
        /// As a spreadsheet counts it, from 1.
        public let number: Int
        public let cells: [String]
        public let outcome: Outcome
        /// The record that it changes, or is the same as.
        public let record: Reference?
        /// What it would be called.
        public let caption: String
        /// Why it is refused, or what to look at; `field` is a path as in the columns.
        public let findings: [Finding]
        /// What is done for it: mostly one verb; two where a record on file is changed and its state was found.
        let steps: [Step]
        /// The sums of its cells, by column.
        let numbers: [Int: Quantity]
        /// Columns of numbers whose cell did not read.
        let unread: [Int]
        /// What was shown, in a few letters: another outcome has others.
        public let mark: String
        fileprivate var brought: Brought?

        /// What it would change, or what it would bring: made when it is asked for, as most rows of a long table are not shown.
        public var fields: [Comparison.Field] {
            guard let brought else { return [] }
            return brought.after.project.withLock { project in
                project.record(brought.record).flatMap { record in
                    Kind.named(brought.record.kind).map {
                        Comparison.fields(brought.old, record.row(in: project), $0.shape)
                    }
                } ?? []
            }
        }
    }

    /// A record that a row adds or changes, and how it was before.
    fileprivate struct Brought: Sendable {
        let record: Reference
        let old: JSON?
        let after: After
    }

    /// The project as all rows leave it.
    fileprivate final class After: Sendable {
        let project: Mutex<Project>
        init(_ project: Project) { self.project = Mutex(project) }
    }

    enum Quantity: Sendable, Equatable {
        case whole(Int)
        case amount(Money)
    }

    /// The sum of a column, to be held against the sum that the sender knows.
    public struct Total: Sendable, Equatable {
        public let column: Column
        /// Of all rows whose cell reads.
        public let all: [String: Int64]
        /// Of the rows that are not refused.
        public let accepted: [String: Int64]
        /// Cells with something in them that is no such number.
        public let unread: Int
    }

    /// What would become of every row, in the state of the project at `entry`.
    public struct Check: Sendable {
        public let importing: Importing
        public let entry: Int
        public let rows: [Row]
        public let totals: [Total]

        /// A record that was proved by another file of the same name.
        public let sameName: Reference?

        public func count(_ outcome: Outcome) -> Int { rows.filter { $0.outcome == outcome }.count }
        /// Rows that would be added or changed.
        public var accepted: Int { count(.add) + count(.change) }
        public var marks: [String] { rows.map(\.mark) }

        /// Where the finding belongs in the table, from 0; nil when the table has no such column.
        public func column(of finding: Finding) -> Int? {
            importing.columns.firstIndex { column in
                guard let path = column.path else { return false }
                return finding.field == path || finding.field.hasPrefix(path + ".")
            }
        }
    }

    /// Says for every row what would become of it. Nothing is written.
    ///
    /// Refused for who may not enter such rows, and where what is said about how they were found does not read.
    public func check(on project: Project, by seat: Seat, today: Day) throws(Refusal) -> Check {
        let sorts: [AnyVerb.Sort] = [.add, .change] + (found == nil ? [] : [.addAsFound, .setAsFound])
        for sort in sorts {
            guard let verb = kind.verb(sort) else {
                throw found == nil
                    ? .unknownVerb("add-\(kind.name)") : Refusal("noStates", [.init("kind", .word("kind", kind.name))])
            }
            if let refusal = Permission.refusal(.doing(verb), by: seat, in: project, on: today) { throw refusal }
        }
        if let found {
            let wrong = Found.findings(in: found, of: project, on: today)
            guard wrong.isEmpty else { throw .blocked(by: wrong) }
        }
        var state = Checking(self, project, seat, today)
        let rows = sheet.rows.map { state.row($0) }
        state.after.project.withLock { $0 = state.project }
        let numeric = columns.indices.filter { Importing.isNumber(columns[$0].shape) && columns[$0].path != "id" }
        let totals = numeric.map { index -> Total in
            func sum(_ rows: [Row]) -> [String: Int64] {
                var sums: [String: Int64] = [:]
                for row in rows {
                    switch row.numbers[index] {
                    case .whole(let number): sums["", default: 0] = Importing.sum(sums["", default: 0], Int64(number))
                    case .amount(let money):
                        sums[money.currency] = Importing.sum(sums[money.currency, default: 0], money.cents)
                    case nil: break
                    }
                }
                return sums
            }
            return Total(
                column: columns[index], all: sum(rows), accepted: sum(rows.filter { $0.outcome != .refused }),
                unread: rows.filter { $0.unread.contains(index) }.count)
        }
        let sameName = digest.flatMap { digest in
            kind.each(project).last { $0.provenance.proofs.contains { $0.name == name && $0.document != digest } }
        }
        return Check(
            importing: self, entry: project.entry, rows: rows, totals: totals, sameName: sameName?.reference)
    }

    static func isNumber(_ shape: Shape?) -> Bool {
        switch shape {
        case .whole, .amount, .count: true
        default: false
        }
    }

    private static func sum(_ a: Int64, _ b: Int64) -> Int64 {
        let (sum, over) = a.addingReportingOverflow(b)
        return over ? (b > 0 ? .max : .min) : sum
    }
}

/// The rows one after the other, each on the project as the rows above leave it.
private struct Checking {
    let importing: Importing
    let before: Project
    private let seat: Seat
    let setting: Setting
    let values: ImportedValue
    var project: Project
    let after: Importing.After
    var names = RecordNames()
    /// As the project was before: a row is never taken for a record that a row above adds.
    var known = RecordNames()
    var takenBy: [Reference: Int] = [:]
    var addedBy: [String: Int] = [:]
    /// The records before by what they are known by first, where that is no name.
    private(set) lazy var byFirst = Dictionary(
        grouping: importing.kind.each(before).map { ($0.entered(in: before), $0.reference.number) },
        by: { $0.0[importing.kind.knownBy.first ?? ""]?.written ?? "" }
    ).mapValues { $0.map(\.1) }
    /// The persons before by their addresses.
    private(set) lazy var byMail = Dictionary(
        grouping: before.contacts.compactMap { contact in contact.mail.map { ($0.folded, contact.person) } }, by: \.0
    ).mapValues { Set($0.map(\.1)).sorted() }
    /// The persons before, whom a row may name in words.
    let persons: NamesOfPersons

    init(_ importing: Importing, _ project: Project, _ seat: Seat, _ today: Day) {
        self.importing = importing
        before = project
        self.project = project
        after = Importing.After(project)
        self.seat = seat
        setting = Setting(
            moment: Moment(milliseconds: 0, day: today), today: today, person: seat.person(in: project.name))
        persons = NamesOfPersons(project)
        values = ImportedValue(importing.kind, importing.language, importing.days)
    }

    mutating func row(_ row: Sheet.Row) -> Importing.Row {
        let cells = row.cells.map(Importing.trimmed)
        func plain(_ outcome: Importing.Outcome) -> Importing.Row {
            Importing.Row(
                number: row.number, cells: row.cells, outcome: outcome, record: nil, caption: "", findings: [],
                steps: [], numbers: [:], unread: [], mark: outcome.rawValue)
        }
        if let aside = importing.aside(row, cells) { return plain(aside) }
        let read = importing.read(row, cells, values, &names, in: project)
        let (given, numbers, unread) = (read.given, read.numbers, read.unread)
        var findings = read.findings
        let id = importing.identifier(cells)
        let match = self.match(ErrorCell.holds(id) ? "" : id, given, &findings)
        if match == nil { findings += addressKnown(given) }
        let caption = Self.caption(given, importing.kind)
        func refused(_ all: [Finding], _ record: Reference? = nil) -> Importing.Row {
            let codes = all.map { "\($0.field) \($0.code)" }.joined(separator: ", ")
            return Importing.Row(
                number: row.number, cells: row.cells, outcome: .refused, record: record, caption: caption,
                findings: all, steps: [], numbers: numbers, unread: unread,
                mark: "refused " + Digest(of: codes.utf8).text.prefix(12))
        }
        if findings.contains(where: { ["severalMatch", "noSuchRecord", "notWhole"].contains($0.code) }) {
            return refused(findings, match)
        }

        let old = match.flatMap { before.record($0)?.row(in: before) }
        let steps = importing.steps(Self.input(given, over: old), over: old, of: match)
        var (done, decided, changed): ([Step], [Change], Project) = ([], [], project)
        for step in steps {
            do throws(Refusal) {
                let changes = try step.verb.decide(changed, step.input, setting)
                let after = changed.applying(changes, entry: before.entry)
                let foreign = Permission.refusal(
                    step.verb, changing: changes, from: before, to: after, by: seat, on: setting.today)
                if let foreign { findings.append(Finding(foreign.code, .blocks, facts: foreign.facts)) }
                (changed, decided) = (after, decided + changes)
                done.append(step)
            } catch {
                if error.code == "nothingChanged" { continue }
                let known = findings.map(\.field).filter { !$0.isEmpty }
                findings += error.findings.filter { finding in
                    !known.contains { finding.field == $0 || finding.field.hasPrefix($0 + ".") }
                }
                if error.findings.isEmpty {
                    findings.append(Finding("refusedRow", .blocks, facts: [.init("code", .text(error.code))]))
                }
            }
        }
        if done.isEmpty, !findings.contains(where: \.blocks), let match {
            if let other = takenBy[match] { return refused([Self.twice(other)], match) }
            takenBy[match] = row.number
            return Importing.Row(
                number: row.number, cells: row.cells, outcome: .same, record: match, caption: caption,
                findings: findings, steps: [], numbers: numbers, unread: unread, mark: "same \(match.number)")
        }
        guard !findings.contains(where: \.blocks), let about = match ?? decided.first?.reference.meant,
            let record = changed.record(about)
        else {
            return refused(findings, match)
        }
        let key = importing.kind.knownBy.map { path in
            given.first { $0.path == path }.map { RecordNames.folded($0.value.text ?? $0.value.written) } ?? ""
        }.joined(separator: "\u{1}")
        if let other = match.flatMap({ takenBy[$0] }) ?? (match == nil ? addedBy[key] : nil) {
            return refused([Self.twice(other)], match)
        }
        if let match { takenBy[match] = row.number } else { addedBy[key] = row.number }

        project = changed
        names.note(record, in: project)
        let warnings = findings + record.findings(in: project).filter { !$0.blocks } + persons.findings(in: record)
        let outcome: Importing.Outcome = old == nil ? .add : .change
        let changes = old.map { Comparison.fields($0, record.row(in: project), importing.kind.shape) } ?? []
        let content =
            done.map { "\($0.verb.name) \($0.input.written)" }.joined(separator: "\n")
            + changes.map { "\($0.name) \(($0.old ?? .null).written)" }.joined(separator: "\n")
        return Importing.Row(
            number: row.number, cells: row.cells, outcome: outcome, record: match,
            caption: caption, findings: warnings, steps: done, numbers: numbers, unread: unread,
            mark: "\(outcome.rawValue) \(match?.number ?? 0) \(Digest(of: content.utf8).text.prefix(12))",
            brought: Importing.Brought(record: about, old: old, after: after))
    }

    private static func twice(_ row: Int) -> Finding {
        Finding("rowTwice", .blocks, facts: [.init("row", .text(String(row)))])
    }

    private static func caption(_ given: [(path: String, shape: Shape, value: JSON)], _ kind: Kind) -> String {
        for path in kind.knownBy + ["title", "name"] {
            if let text = given.first(where: { $0.path == path })?.value.text { return text }
        }
        return ""
    }

    /// The record that the row is about: by its number, else by name and what tells two of one name apart. Nil for a new one.
    private mutating func match(
        _ id: String, _ given: [(path: String, shape: Shape, value: JSON)], _ findings: inout [Finding]
    ) -> Reference? {
        let kind = importing.kind
        if !id.isEmpty {
            let reference = Reference(id).flatMap { $0.kind == kind.name ? $0.number : nil }
            guard let number = reference ?? values.words.readWhole(id) ?? Whole.reading(id) else {
                findings.append(Finding("notWhole", .blocks, field: "id"))
                return nil
            }
            guard kind.find(before, number) != nil else {
                findings.append(
                    Finding(
                        "noSuchRecord", .blocks, field: "id",
                        facts: [.init("kind", .word("kind", kind.name)), .init("number", .whole(number))]))
                return nil
            }
            return Reference(kind: kind.name, number: number)
        }
        guard let first = kind.knownBy.first, let name = given.first(where: { $0.path == first })?.value else {
            return nil
        }
        if kind.name == Person.kind, let mail = given.first(where: { $0.path == "mail" })?.value.text {
            let known = byMail[MailAddress(mail).folded] ?? []
            // Whoever has the address and the name is meant, whatever partner the row says.
            let same = known.filter {
                before.name(of: $0).map(RecordNames.folded) == name.text.map(RecordNames.folded)
            }
            if same.count == 1 { return same[0].reference }
        }
        let possible: [Int]
        if let text = name.text {
            possible = known.numbers(of: text, kind: kind, in: before)
        } else {
            possible = byFirst[name.written] ?? []
        }
        var (exact, alike): ([Int], [Int]) = ([], [])
        for number in possible {
            guard let record = kind.find(before, number)?.entered(in: before) else { continue }
            let others = kind.knownBy.dropFirst().map { path in
                Self.agreement(given.first { $0.path == path }?.value, record[path], kind.shape.member(path)?.shape)
            }
            if others.contains(.differs) { continue }
            if others.allSatisfy({ $0 == .equal }) { exact.append(number) } else { alike.append(number) }
        }
        let found = exact.isEmpty ? alike : exact
        if found.count > 1 {
            findings.append(
                Finding(
                    "severalMatch", .blocks, field: first,
                    facts: [
                        .init("records", .records(found.map { Reference(kind: kind.name, number: $0) })),
                        .init("written", .text(found.map(String.init).joined(separator: ", "))),
                    ]))
            return nil
        }
        return found.first.map { Reference(kind: kind.name, number: $0) }
    }

    /// Whose the address of a new person is already: to be looked at, since an office may have one for all.
    private mutating func addressKnown(_ given: [(path: String, shape: Shape, value: JSON)]) -> [Finding] {
        guard importing.kind.name == Person.kind, let mail = given.first(where: { $0.path == "mail" })?.value.text
        else { return [] }
        return (byMail[MailAddress(mail).folded] ?? []).map {
            Finding("mailKnown", .warns, field: "mail", facts: [.init("record", .record($0.reference))])
        }
    }

    private enum Agreement { case equal, open, differs }

    /// Where one side is silent, or a day lies within the month that the other knows, nothing is decided.
    private static func agreement(_ given: JSON?, _ known: JSON?, _ shape: Shape?) -> Agreement {
        guard let given, let known else { return .open }
        if given == known { return .equal }
        if shape == .when, let a = given.text.flatMap({ When($0) }), let b = known.text.flatMap({ When($0) }) {
            return a.first <= b.last && b.first <= a.last ? .open : .differs
        }
        if let a = given.text, let b = known.text {
            return RecordNames.folded(a) == RecordNames.folded(b) ? .equal : .differs
        }
        return .differs
    }

    /// The fields that were given, in their groups. Of a list, what is known already of an item stays with it.
    static func input(_ given: [(path: String, shape: Shape, value: JSON)], over old: JSON?) -> JSON {
        var members: [(String, JSON)] = []
        for (path, shape, value) in given {
            let parts = path.split(separator: ".").map(String.init)
            guard parts.count == 2 else {
                members.append((path, kept(value, shape, old?[path])))
                continue
            }
            let inner = old?[parts[0]]
            let mine = JSON.object([(parts[1], kept(value, shape, inner?[parts[1]]))])
            if let index = members.firstIndex(where: { $0.0 == parts[0] }) {
                members[index].1 = members[index].1.overlaid(by: mine)
            } else {
                members.append((parts[0], (inner ?? .object([])).overlaid(by: mine)))
            }
        }
        return .object(of: members)
    }

    private static func kept(_ value: JSON, _ shape: Shape, _ old: JSON?) -> JSON {
        guard case .list(.group) = shape, let items = value.list, let known = old?.list else { return value }
        return .list(
            items.map { item in
                known.first { known in item.members.allSatisfy { known[$0.name] == $0.value } } ?? item
            })
    }
}

// MARK: What stands in a row

extension Importing {
    struct Read {
        var given: [(path: String, shape: Shape, value: JSON)] = []
        var findings: [Finding] = []
        var numbers: [Int: Quantity] = [:]
        var unread: [Int] = []
    }

    /// What the rows below the headings say as fields of the kind, with what does not read.
    public func read(in project: Project) -> [(row: Sheet.Row, fields: JSON, findings: [Finding])] {
        let values = ImportedValue(kind, language, days)
        var names = RecordNames()
        return sheet.rows.compactMap { row in
            let cells = row.cells.map(Importing.trimmed)
            guard aside(row, cells) == nil else { return nil }
            let read = self.read(row, cells, values, &names, in: project)
            return (row, Checking.input(read.given, over: nil), read.findings)
        }
    }

    /// Each cell as its column's field.
    fileprivate func read(
        _ row: Sheet.Row, _ cells: [String], _ values: ImportedValue, _ names: inout RecordNames, in project: Project
    ) -> Read {
        var read = Read()
        for (index, text) in cells.enumerated() where !text.isEmpty {
            let column = columns[index]
            if let fault = faults[row.number]?[index + 1] {
                read.findings.append(
                    Finding(
                        fault == .letters ? "badBytes" : "brokenQuotes", .blocks, field: column.path ?? "",
                        facts: [.init("row", .text(String(row.number))), .init("column", .text(String(index + 1)))]))
                continue
            }
            guard let path = column.path, let shape = column.shape else {
                if column.heading.isEmpty {
                    read.findings.append(
                        Finding("noHeading", .blocks, facts: [.init("text", .text(String(text.prefix(80))))]))
                }
                continue
            }
            if ErrorCell.holds(text) {
                // Which record is meant is not to be guessed; else the cell says nothing.
                read.findings.append(
                    Finding(
                        "errorCell", path == "id" ? .blocks : .warns, field: path, facts: [.init("text", .text(text))]))
                continue
            }
            if path == "id" { continue }
            // A list that leaves says both ends in one cell.
            if path == "start", shape == .when, kind.shape.member("end")?.shape == .when,
                let span = values.words.readSpan(text)
            {
                read.given.append((path, shape, .text(span.from.plain)))
                if !columns.contains(where: { $0.path == "end" }) {
                    read.given.append(("end", shape, .text(span.to.plain)))
                }
                continue
            }
            let value = values.read(text, shape, at: path, &names, in: project, &read.findings)
            if Importing.isNumber(shape) {
                if let quantity = Importing.quantity(value, shape) {
                    read.numbers[index] = quantity
                } else {
                    read.unread.append(index)
                }
            }
            if value != .null { read.given.append((path, shape, value)) }
        }
        return read
    }

    private static func quantity(_ value: JSON, _ shape: Shape) -> Quantity? {
        switch shape {
        case .whole: value.whole.map { .whole($0) }
        case .count: value.text.flatMap { Count(plain: $0) }.map { .whole($0.number) }
        case .amount: value.text.flatMap { Money(plain: $0) }.map { .amount($0) }
        default: nil
        }
    }

    /// What becomes of a row that says nothing about a record.
    fileprivate func aside(_ row: Sheet.Row, _ cells: [String]) -> Outcome? {
        if row.number <= headings ?? 0 { return .above }
        if cells.allSatisfy(\.isEmpty) { return .empty }
        return Importing.isExample(identifier(cells)) ? .example : nil
    }

    fileprivate func identifier(_ cells: [String]) -> String {
        columns.firstIndex { $0.path == "id" }.flatMap { $0 < cells.count ? cells[$0] : nil } ?? ""
    }

    /// The word that marks the template's example, in any language that has one.
    private static func isExample(_ text: String) -> Bool {
        !text.isEmpty && examples.contains(RecordNames.folded(text))
    }

    private static let examples = said("import.example")

    /// The column that refused rows get behind their own, which may come back with them.
    static func isReasons(_ heading: String) -> Bool { reasons.contains(RecordNames.folded(heading)) }

    private static let reasons = said("import.reasons")

    private static func said(_ key: TextKey) -> Set<String> {
        Set(Language.allCases.map { RecordNames.folded(Words.of($0)(key)) })
    }
}
