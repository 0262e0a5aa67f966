extension Shape {
    /// Whether a value of this shape can point to a record of the kind.
    public func points(to kind: String) -> Bool {
        switch self {
        case .key(let mine): mine == kind
        case .who: kind == Person.kind
        case .list(let item): item.points(to: kind)
        case .group(let members): members.contains { $0.shape.points(to: kind) }
        default: false
        }
    }

    /// Whether a value of this shape can point to any record.
    public var pointsAnywhere: Bool {
        switch self {
        case .key, .who: true
        case .list(let item): item.pointsAnywhere
        case .group(let members): members.contains { $0.name != "id" && $0.shape.pointsAnywhere }
        default: false
        }
    }

    /// The records that a value of this shape points to, each once.
    public func references(in json: JSON) -> [Reference] {
        var found: [Reference] = []
        func look(_ shape: Shape, _ json: JSON) {
            switch (shape, json) {
            case (.key(let kind), .whole(let number)):
                let reference = Reference(kind: kind, number: Int(number))
                if !found.contains(reference) { found.append(reference) }
            case (.who, .text(let text)):
                if let person = Who.person(in: text)?.reference, !found.contains(person) { found.append(person) }
            case (.list(let item), .list(let items)): for inner in items { look(item, inner) }
            case (.group(let members), .object):
                for member in members { if let inner = json[member.name] { look(member.shape, inner) } }
            default: break
            }
        }
        look(self, json)
        return found
    }

    func holds(_ reference: Reference, in json: JSON) -> Bool {
        switch self {
        case .key(let kind): kind == reference.kind && json.whole == reference.number
        case .who: json.text.flatMap { Who.person(in: $0) }?.reference == reference
        case .list(let item): json.list?.contains { item.holds(reference, in: $0) } ?? false
        case .group(let members):
            members.contains { member in json[member.name].map { member.shape.holds(reference, in: $0) } ?? false }
        default: false
        }
    }

    /// The same value written in one way: chosen words in the order of their list, each once, and nothing for what is empty.
    func normalised(_ json: JSON) -> JSON {
        switch (self, json) {
        case (.list(.choice(_, let words)), .list(let items))
        where items.allSatisfy({ $0.text.map(words.contains) ?? false }):
            .list(words.filter { word in items.contains(.text(word)) }.map { .text($0) })
        case (.list(let item), .list(let items)): .list(items.map { item.normalised($0) })
        case (.group(let members), .object(let given)):
            .object(
                of: given.compactMap { name, value in
                    guard let member = members.first(where: { $0.name == name }) else { return (name, value) }
                    let normal = member.shape.normalised(value)
                    switch (member.shape, normal) {
                    case (.list, .list([])): return nil
                    case (.group, .object(let inner)) where inner.isEmpty: return nil
                    default: return (name, normal)
                    }
                })
        default: json
        }
    }

    /// The object with the named members taken away, or replaced by any value of their shape where one must be given.
    func standingIn(for wrong: Set<String>, in json: JSON) -> JSON {
        let kept = json.members.filter { member in !wrong.contains(member.name) && self.member(member.name) != nil }
        let stand = members.filter { wrong.contains($0.name) && $0.required }.map { ($0.name, $0.shape.anything) }
        return .object(of: kept.map { ($0.name, $0.value) } + stand)
    }

    /// Any value of this shape.
    private var anything: JSON {
        switch self {
        case .line, .prose, .who: "x"
        case .whole, .key: 1
        case .number, .percent: "1"
        case .flag: true
        case .day: .text(Day.specimen.plain)
        case .when: .text(When.specimen.plain)
        case .moment: .text(Moment.specimen.plain)
        case .amount: .text(Money.specimen.plain)
        case .count: .text(Count.specimen.plain)
        case .address: .text(WebAddress.specimen.plain)
        case .mail: .text(MailAddress.specimen.plain)
        case .digest: .text(Digest.specimen.plain)
        case .choice(_, let words): .text(words.first ?? "")
        case .list: []
        case .group(let members): .object(of: members.filter(\.required).map { ($0.name, $0.shape.anything) })
        }
    }

    /// Refuses what does not have this shape, with everything that is wrong at once.
    public func require(_ json: JSON, in project: Project) throws(Refusal) {
        let found = findings(in: json, of: project)
        guard found.isEmpty else { throw .blocked(by: found) }
    }

    /// All that is wrong with a value that should have this shape. Records that it names must exist in the project.
    public func findings(in json: JSON, of project: Project, at field: String = "") -> [Finding] {
        func finding(_ code: String, _ facts: [Fact.Named] = []) -> [Finding] {
            [Finding(code, .blocks, field: field, facts: facts)]
        }
        func inner(_ name: String) -> String { field.isEmpty ? name : field + "." + name }

        switch self {
        case .line, .prose, .who:
            guard let text = json.text else { return finding("notText") }
            if self == .who, let person = Who.person(in: text) {
                return project.persons[person] == nil
                    ? finding(
                        "noSuchRecord",
                        [.init("kind", .word("kind", Person.kind)), .init("number", .whole(person.number))]) : []
            }
            let (characters, bytes) = self == .prose ? Bounds.prose : Bounds.line
            let length = text.utf8.count
            // Characters are only counted where the bytes leave it open: one character may have thousands of them.
            if length > bytes * 4 {
                return finding("tooManyBytes", [.init("most", .whole(bytes)), .init("length", .whole(length))])
            }
            if length > characters, text.count > characters {
                return finding("tooLong", [.init("most", .whole(characters)), .init("length", .whole(text.count))])
            }
            if length > bytes {
                return finding("tooManyBytes", [.init("most", .whole(bytes)), .init("length", .whole(length))])
            }
            let refused = { Shape.forbids($0, inLine: self != .prose) }
            if text.unicodeScalars.contains(where: refused) {
                return finding("controlCharacter", [.init("text", .text(Unseen.shown(text, refused: refused)))])
            }
            // Blanks alone say nothing.
            return !text.isEmpty && text.allSatisfy(\.isWhitespace) ? finding("missing") : []
        case .whole:
            guard let number = json.whole else { return finding("notWhole") }
            return Bounds.whole.contains(number)
                ? []
                : finding(
                    "countOutOfRange",
                    [
                        .init("least", .whole(Bounds.whole.lowerBound)), .init("most", .whole(Bounds.whole.upperBound)),
                    ])
        case .number, .percent:
            let most = Bounds.reading.upperBound
            let tooLarge = finding("numberOutside", [.init("most", .whole(most))])
            guard let number = json.text.flatMap({ Exact(reading: $0) }) else {
                let isLong = json.text.map { $0.utf8.count > 30 && !$0.contains { !"-.0123456789".contains($0) } }
                return isLong == true ? tooLarge : finding("notNumber", read(json))
            }
            return number.magnitude <= Exact(most) ? [] : tooLarge
        case .flag: return json.flag == nil ? finding("notFlag") : []
        case .day:
            guard let day = json.text.flatMap({ Day($0) }) else { return finding("notDay", read(json)) }
            return isWithin(day, day) ? [] : finding("dayOutside", Shape.days)
        case .when:
            guard let when = json.text.flatMap({ When($0) }) else { return finding("notWhen", read(json)) }
            return isWithin(when.first, when.last) ? [] : finding("dayOutside", Shape.days)
        case .moment: return json.text.flatMap { Moment(plain: $0) } == nil ? finding("notWhen", read(json)) : []
        case .amount:
            guard let money = json.text.flatMap({ Money(plain: $0) }) else { return finding("notAmount", read(json)) }
            let most = Money(cents: Bounds.cents, currency: money.currency) ?? money
            return money.cents.magnitude <= Bounds.cents.magnitude
                ? [] : finding("amountOutside", [.init("most", .amount(most))])
        case .count:
            guard let count = json.text.flatMap({ Count(plain: $0) }) else { return finding("notCount", read(json)) }
            return count.number <= Bounds.count
                ? [] : finding("numberOutside", [.init("most", .whole(Bounds.count))])
        case .address: return json.text.flatMap { WebAddress($0) } == nil ? finding("notAddress", read(json)) : []
        case .mail:
            let wrong = Shape.line.findings(in: json, of: project, at: field)
            guard wrong.isEmpty, let text = json.text, !MailAddress.isOne(text) else { return wrong }
            return finding("notMail", read(json))
        case .digest: return json.text.flatMap { Digest(plain: $0) } == nil ? finding("notDigest") : []
        case .choice(let name, let words):
            guard let text = json.text, words.contains(text) else {
                return finding(
                    "notOneOf",
                    read(json) + [.init("words", .text(words.joined(separator: ", "))), .init("list", .text(name))])
            }
            return []
        case .key(let kind):
            guard let number = json.whole else { return finding("notWhole") }
            return project.record(Reference(kind: kind, number: number)) == nil
                ? finding("noSuchRecord", [.init("kind", .word("kind", kind)), .init("number", .whole(number))]) : []
        case .list(let item):
            guard let items = json.list else { return finding("notList") }
            guard items.count <= Bounds.items else {
                return finding("tooMany", [.init("most", .whole(Bounds.items)), .init("length", .whole(items.count))])
            }
            return items.enumerated().flatMap { item.findings(in: $1, of: project, at: inner("\($0)")) }
        case .group(let members):
            guard case .object(let given) = json else { return finding("notGroup") }
            let foreign = given.lazy.map(\.name).filter { name in !members.contains { $0.name == name } }
            var found: [Finding] = foreign.prefix(Bounds.named).map {
                unknownField($0, at: inner(String($0.prefix(80))))
            }
            for member in members {
                let value = json[member.name]
                if let value, value != .null, !member.required || value != .text("") && value != .list([]) {
                    if member.name == "id", case .whole = member.shape, value.whole != nil { continue }
                    if member.name == "id", case .key = member.shape { continue }
                    found += member.shape.findings(in: value, of: project, at: inner(member.name))
                } else if member.required {
                    found.append(Finding("missing", .blocks, field: inner(member.name)))
                }
            }
            return found
        }
    }

    /// That a group has no field of this name, and which it has.
    public func unknownField(_ name: String, at field: String) -> Finding {
        Finding(
            "unknownField", .blocks, field: field,
            facts: [
                .init("name", .text(String(name.prefix(80)))),
                .init("known", .text(members.map(\.name).filter { $0 != "salt" }.joined(separator: ", "))),
            ])
    }

    private func isWithin(_ first: Day, _ last: Day) -> Bool { first >= Bounds.firstDay && last <= Bounds.lastDay }

    private static let days: [Fact.Named] = [
        .init("first", .day(Bounds.firstDay)), .init("last", .day(Bounds.lastDay)),
    ]

    private func read(_ json: JSON) -> [Fact.Named] {
        [.init("text", .text(String((json.text ?? json.written).prefix(80))))]
    }

    /// Control characters are refused; in texts of several lines, line ends and tabs are not. Right-to-left marks are
    /// letters' business, but the overrides that turn what follows around are refused: they make names lie.
    static func forbids(_ scalar: Unicode.Scalar, inLine: Bool) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: inLine
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
