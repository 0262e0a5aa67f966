import Domain

/// One step of a batch: a verb with what its form asks.
public struct Step: Sendable {
    public let verb: AnyVerb
    public let input: JSON
    /// Under which later steps may point to the record that it makes: `"@krems"`.
    public let name: String?
    /// The day on which it was recorded, for samples that are played through.
    public let on: Day?
    /// Who did it, for samples: a person's name.
    public let by: String?

    public init(_ verb: AnyVerb, _ input: JSON, name: String? = nil, on: Day? = nil, by: String? = nil) {
        self.verb = verb
        self.input = input
        self.name = name
        self.on = on
        self.by = by
    }

    /// Reads steps: `[{"verb": "add-event", "name": "krems", "with": {…}}]`.
    public static func reading(_ json: JSON) throws(Refusal) -> [Step] {
        guard let items = json.list else { throw Refusal("notSteps") }
        var steps: [Step] = []
        for item in items {
            guard let name = item["verb"]?.text else { throw Refusal("notSteps") }
            guard let verb = AnyVerb.named(name) else { throw .unknownVerb(name) }
            steps.append(
                Step(
                    verb, verb.form.written(item["with"] ?? .object([])), name: item["name"]?.text,
                    on: item["on"]?.text.flatMap { Day($0) }, by: item["as"]?.text))
        }
        return steps
    }
}

extension Refusal {
    public static func unknownVerb(_ name: String) -> Refusal { Refusal("unknownVerb", [.init("name", .text(name))]) }
}

/// Names that steps gave to their records, put in where later steps point to them.
public struct StepNames: Sendable {
    private var numbers: [String: Int] = [:]

    public init() {}

    mutating func note(_ step: Step, _ changes: [Change]) {
        guard let name = step.name, let made = changes.first(where: { $0.reference.kind == step.verb.kind }) else {
            return
        }
        numbers[name] = made.reference.number
    }

    public subscript(name: String) -> Int? { numbers[name] }

    /// Only where the form asks for a record: a title may begin with an @.
    public func resolve(_ json: JSON, _ shape: Shape) -> JSON {
        switch (shape, json) {
        case (.key, .text(let text)) where text.hasPrefix("@"): named(text) ?? json
        case (.whole, .text(let text)) where text.hasPrefix("@"): named(text) ?? json
        case (.who, .text(let text)) where text.hasPrefix("@"):
            numbers[String(text.dropFirst())].map { .text(Who(Key($0)).plain) } ?? json
        case (.list(let item), .list(let items)): .list(items.map { resolve($0, item) })
        case (.group(let members), .object(let given)):
            .object(
                of: given.map { name, value in
                    (name, members.first { $0.name == name }.map { resolve(value, $0.shape) } ?? value)
                })
        default: json
        }
    }

    /// The names in what was entered that no record was given, each at its field.
    func unknown(_ json: JSON, _ shape: Shape, at field: String = "") -> [Finding] {
        func inner(_ name: String) -> String { field.isEmpty ? name : "\(field).\(name)" }
        switch (shape, json) {
        case (.key, .text(let text)) where text.hasPrefix("@"), (.whole, .text(let text)) where text.hasPrefix("@"),
            (.who, .text(let text)) where text.hasPrefix("@") && !numbers.isEmpty:
            let known = numbers.keys.sorted().prefix(20).map { "@\($0)" }.joined(separator: ", ")
            return [
                Finding(
                    "unknownName", .blocks, field: field,
                    facts: [.init("name", .text(String(text.prefix(80)))), .init("known", .text(known))])
            ]
        case (.list(let item), .list(let items)):
            return items.enumerated().flatMap { unknown($1, item, at: inner("\($0)")) }
        case (.group(let members), .object(let given)):
            return given.flatMap { name, value in
                members.first { $0.name == name }.map { unknown(value, $0.shape, at: inner(name)) } ?? []
            }
        default: return []
        }
    }

    private func named(_ text: String) -> JSON? { numbers[String(text.dropFirst())].map { .whole(Int64($0)) } }
}
