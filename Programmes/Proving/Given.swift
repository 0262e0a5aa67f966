import Domain

/// Names, each with a number: what funds pay. An example writes an object.
struct NamedNumber: Decodable, Sendable {
    let name: String, value: Exact
}

extension [NamedNumber] {
    var funds: [FundRate] { map { FundRate(fund: $0.name, rate: Percent($0.value)) } }
}

/// Costs by category, or one amount of no category.
struct CostsOrAmount: Decodable, Sendable {
    let amount: Exact?, costs: Costs

    init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: MadeName.self)
        amount = try box.decodeIfPresent(Exact.self, forKey: MadeName(stringValue: "amount"))
        costs = try Costs(from: decoder)
    }
}

/// A member whose name is made: `period12`, `certifiedStaff`.
struct MadeName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    /// `certified` and `staff` make `certifiedStaff`.
    static func of(_ name: String, _ category: CostCategory) -> String {
        name + category.rawValue.prefix(1).uppercased() + category.rawValue.dropFirst()
    }
}

extension Shape {
    /// The inputs in their stored form, so that a slip of the pen in an example is found and not passed over.
    ///
    /// Numbers may stand in quotes or bare, one of them for a list of one, an amount for costs of no category, and an
    /// object for a list of names with numbers. What is null or empty is not given.
    func given(_ json: JSON, at name: String = "") throws(Refusal) -> JSON {
        switch (self, json) {
        case (.group(let members), .object(let all)):
            var read: [(String, JSON)] = []
            for (inner, value) in all {
                let path = name.isEmpty ? inner : "\(name).\(inner)"
                guard let member = member(inner) else {
                    let known = members.map(\.name).joined(separator: ", ")
                    throw Refusal("unknownInput", [.init("name", .text(path)), .init("known", .text(known))])
                }
                if value != .null, value != .object([]) {
                    read.append((inner, try member.shape.given(value, at: path)))
                }
            }
            for member in members where member.required && !read.contains(where: { $0.0 == member.name }) {
                let path = name.isEmpty ? member.name : "\(name).\(member.name)"
                throw Refusal("inputMissing", [.init("name", .text(path))])
            }
            return .object(of: read)
        case (.group, .text), (.group, .whole):
            if member("amount") != nil { return try given(["amount": json], at: name) }
        case (.list(let item), .list(let all)):
            var read: [JSON] = []
            for (index, value) in all.enumerated() { read.append(try item.given(value, at: "\(name)[\(index + 1)]")) }
            return .list(read)
        case (.list(let item), .object(let all)) where item.member("value") != nil:
            var read: [JSON] = []
            for (inner, value) in all {
                read.append(["name": .text(inner), "value": try Shape.number.given(value, at: "\(name).\(inner)")])
            }
            return .list(read)
        case (.list(let item), .text), (.list(let item), .whole): return .list([try item.given(json, at: name)])
        case (.whole, .text(let text)):
            if let whole = Whole.reading(text) { return .whole(Int64(whole)) }
        case (.number, .whole(let whole)), (.percent, .whole(let whole)), (.line, .whole(let whole)):
            return .text("\(whole)")
        default: break
        }
        let wrong = findings(in: json, of: Shape.nobody).first
        if wrong == nil { return json }
        if wrong?.code == "numberOutside" { throw .numberTooLarge(json.text ?? json.written) }
        let facts: [Fact.Named] = [.init("name", .text(name)), .init("text", .text(json.written))]
        throw Refusal("inputNotAValue", facts + [.init("expected", expected)])
    }

    private static let nobody = Project(name: "")

    /// What is asked for: words of a list as they are, everything else by names that `Words` knows.
    var expected: Fact {
        switch self {
        case .choice(_, let words): .text(words.joined(separator: ", "))
        case .number: .word("asked", "number")
        case .percent: .word("asked", "percent")
        case .whole: .word("asked", "whole")
        case .flag: .word("asked", "flag")
        case .day: .word("asked", "day")
        case .list(let item): .word("asked", item.member("value") == nil ? "list" : "byName")
        case .group: .word("asked", "group")
        default: .word("asked", "text")
        }
    }
}

extension Optional {
    /// `??` whose other side may refuse.
    func or(_ otherwise: @autoclosure () throws(Refusal) -> Wrapped) throws(Refusal) -> Wrapped {
        if let self { self } else { try otherwise() }
    }

    /// Refuses by name what the other inputs make necessary.
    func needed(_ name: String) throws(Refusal) -> Wrapped {
        guard let self else { throw Refusal("inputMissing", [.init("name", .text(name))]) }
        return self
    }
}

extension JSON {
    /// A number, in quotes or bare.
    var exact: Exact? { text.flatMap { Exact(reading: $0) } ?? whole.map { Exact($0) } }
}
