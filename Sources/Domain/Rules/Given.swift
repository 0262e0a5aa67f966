/// What a calculation may be given, by name: so that a slip of the pen in an example is found and not passed over.
indirect enum Asked: Sendable {
    /// An amount: at most as much as fits into 64 bits of cents.
    case amount
    case number
    case percent
    case whole
    case flag
    case day
    case text
    case word([String])
    case list(Asked)
    /// A list of lists of so many.
    case group([Input])
    /// Any names, each with such a value.
    case byName(Asked)
    /// The first that fits.
    case either([Asked])
    case orNull(Asked)

    /// What is asked for: words of the format as they are, everything else by names that `Words` knows.
    var expected: Fact {
        switch self {
        case .word(let words): .text(words.joined(separator: ", "))
        default: .words("asked", names)
        }
    }

    private var names: [String] {
        switch self {
        case .amount: ["amount"]
        case .number: ["number"]
        case .percent: ["percent"]
        case .whole: ["whole"]
        case .flag: ["flag"]
        case .day: ["day"]
        case .text: ["text"]
        case .word: ["word"]
        case .list: ["list"]
        case .group: ["group"]
        case .byName: ["byName"]
        case .either(let kinds): kinds.flatMap(\.names)
        case .orNull(let value): value.names + ["null"]
        }
    }
}

struct Input: Sendable {
    let name: String
    let asked: Asked
    init(_ name: String, _ asked: Asked) {
        self.name = name
        self.asked = asked
    }
}

/// The inputs of one calculation, checked against what it asks for.
struct Given {
    let json: JSON

    init(_ json: JSON, asking inputs: [Input]) throws(Refusal) {
        try Given.check(json, .group(inputs), "")
        self.json = json
    }

    private init(unchecked json: JSON) { self.json = json }

    static func number(_ json: JSON) -> Exact? {
        switch json {
        case .whole(let whole): Exact(Int(whole))
        case .text(let text): Exact(reading: text)
        default: nil
        }
    }

    /// A whole number, in quotes or bare, as large as JSON takes one.
    static func whole(_ json: JSON) -> Int? {
        if let whole = json.whole { return whole }
        guard let text = json.text, text.utf8.count <= 15 else { return nil }
        return Whole.reading(text)
    }

    private static func check(_ json: JSON, _ asked: Asked, _ path: String) throws(Refusal) {
        func fail() -> Refusal {
            Refusal(
                "inputNotAValue",
                [
                    .init("name", .text(path)), .init("expected", asked.expected),
                    .init("text", .text(json.written)),
                ])
        }
        switch asked {
        case .amount:
            if case .text(let text) = json, text.utf8.count > 15, number(json) == nil, isDigits(text) {
                throw .numberTooLarge(text)
            }
            guard let number = number(json) else { throw fail() }
            guard number.magnitude <= Exact(cents: .max) else { throw .numberTooLarge(number.plain) }
        case .number, .percent: guard number(json) != nil else { throw fail() }
        case .whole: guard whole(json) != nil else { throw fail() }
        case .flag: guard json.flag != nil else { throw fail() }
        case .day: guard json.text.flatMap({ Day($0) }) != nil else { throw fail() }
        case .text: guard json.text != nil || json.whole != nil else { throw fail() }
        case .word(let words): guard let word = json.text, words.contains(word) else { throw fail() }
        case .list(let item):
            guard let list = json.list else { throw fail() }
            for (index, value) in list.enumerated() { try check(value, item, "\(path)[\(index + 1)]") }
        case .group(let inputs):
            guard case .object(let members) = json else { throw fail() }
            for (name, value) in members {
                let inner = path.isEmpty ? name : "\(path).\(name)"
                guard let input = inputs.first(where: { $0.name == name }) else {
                    throw Refusal(
                        "unknownInput",
                        [
                            .init("name", .text(inner)),
                            .init("known", .text(inputs.map(\.name).joined(separator: ", "))),
                        ])
                }
                // What is null is not given; whether it must be, the calculation says by name.
                if value != .null { try check(value, input.asked, inner) }
            }
        case .byName(let each):
            guard case .object(let members) = json else { throw fail() }
            for (name, value) in members { try check(value, each, "\(path).\(name)") }
        case .either(let kinds):
            for kind in kinds { if (try? check(json, kind, path)) != nil { return } }
            throw fail()
        case .orNull(let inner): if json != .null { try check(json, inner, path) }
        }
    }

    private static func isDigits(_ text: String) -> Bool {
        text.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    // MARK: Reading

    func has(_ name: String) -> Bool { json[name] != nil && json[name] != .null }

    private func missing(_ name: String) -> Refusal { Refusal("inputMissing", [.init("name", .text(name))]) }

    func numberIfGiven(_ name: String) -> Exact? { json[name].flatMap(Given.number) }
    func number(_ name: String) throws(Refusal) -> Exact {
        guard let number = numberIfGiven(name) else { throw missing(name) }
        return number
    }
    /// The amount; nothing when it is not given.
    func amount(_ name: String) -> Exact { numberIfGiven(name) ?? .zero }
    func percentIfGiven(_ name: String) -> Percent? { numberIfGiven(name).map { Percent($0) } }
    func percent(_ name: String) throws(Refusal) -> Percent { Percent(try number(name)) }
    func wholeIfGiven(_ name: String) -> Int? { json[name].flatMap(Given.whole) }
    func whole(_ name: String) throws(Refusal) -> Int {
        guard let whole = wholeIfGiven(name) else { throw missing(name) }
        return whole
    }
    func flag(_ name: String) -> Bool { json[name]?.flag ?? false }
    func dayIfGiven(_ name: String) -> Day? { json[name]?.text.flatMap { Day($0) } }
    func day(_ name: String) throws(Refusal) -> Day {
        guard let day = dayIfGiven(name) else { throw missing(name) }
        return day
    }
    func textIfGiven(_ name: String) -> String? { json[name].flatMap(Given.text) }
    func text(_ name: String) throws(Refusal) -> String {
        guard let text = textIfGiven(name) else { throw missing(name) }
        return text
    }
    static func text(_ json: JSON) -> String? { json.text ?? json.whole.map { "\($0)" } }

    func numbersIfGiven(_ name: String) -> [Exact]? { json[name]?.list.map { $0.compactMap(Given.number) } }
    func numbers(_ name: String) throws(Refusal) -> [Exact] {
        guard let numbers = numbersIfGiven(name) else { throw missing(name) }
        return numbers
    }
    func rows(_ name: String) -> [[Exact]] {
        (json[name]?.list ?? []).map { ($0.list ?? []).compactMap(Given.number) }
    }
    func group(_ name: String) -> Given { Given(unchecked: json[name] ?? .object([])) }
    func groups(_ name: String) -> [Given] { (json[name]?.list ?? []).map { Given(unchecked: $0) } }

    /// Names and numbers, in the order of the names.
    func byName(_ name: String) -> [(name: String, number: Exact)] {
        (json[name]?.members ?? []).compactMap { member in Given.number(member.value).map { (member.name, $0) } }
    }

    // MARK: Of the field

    static let costs = Asked.group(CostCategory.allCases.map { Input($0.rawValue, .amount) })
    static let options = Input("options", .group(FlatRateOption.allCases.map { Input($0.rawValue, .percent) }))
    static let contributions = Input(
        "contributions",
        .group([
            Input("public", .amount), Input("automaticPublic", .amount), Input("private", .amount),
        ]))

    /// Costs by category from an object of amounts; nothing where a category is not named.
    func costs(_ name: String) -> Costs { group(name).costs }

    var costs: Costs {
        var costs = Costs()
        for (name, value) in json.members {
            if let category = CostCategory(rawValue: name), let number = Given.number(value) {
                costs[category] = number
            }
        }
        return costs
    }

    /// The flat rates that are used; a rate of nothing or above 100 is refused.
    func flatRates() throws(Refusal) -> FlatRates {
        var rates = FlatRates()
        for (name, number) in byName("options") {
            guard let option = FlatRateOption(rawValue: name) else { continue }
            let rate = Percent(number)
            guard number > .zero, rate.isBetweenNothingAndAll else { throw .rateOutside(rate, name) }
            rates[option] = rate
        }
        return rates
    }

    func fundRates(_ name: String) -> [FundRate] {
        byName(name).map { FundRate(fund: $0.name, rate: Percent($0.number)) }
    }

    func contributions(_ name: String = "contributions") -> Contributions {
        let group = group(name)
        return Contributions(
            public: group.amount("public"), automaticPublic: group.amount("automaticPublic"),
            private: group.amount("private"))
    }
}

extension Optional {
    /// `??` whose other side may refuse.
    func or(_ otherwise: @autoclosure () throws(Refusal) -> Wrapped) throws(Refusal) -> Wrapped {
        if let self { self } else { try otherwise() }
    }
}
