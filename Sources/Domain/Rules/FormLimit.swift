/// Which form of the programme the records of a kind are handed in on.
public struct ProgrammeForm: Sendable {
    /// As packs call it: `goodPractice`.
    public let name: String
    /// The programme's names of the fields, and the record's.
    public let fields: [(asked: String, own: String)]

    init(_ name: String, _ fields: [(asked: String, own: String)]) {
        self.name = name
        self.fields = fields
    }
}

/// A field of a programme's form on a record: how long it may be, whether it must be filled in, and where that stands.
public struct FormLimit: Sendable, Equatable {
    /// The record's own field.
    public let field: String
    public let most: Int?
    public let isRequired: Bool
    public let source: String
    /// Whether somebody compared the rule with its source.
    public let isVerified: Bool
}

extension RulePack {
    /// What the form demands on the day of the record's fields; nothing where the pack is silent.
    public func limits(of form: ProgrammeForm, on day: Day) -> [FormLimit] {
        form.fields.compactMap { asked, own in
            guard let dated = value(ParameterName("form.field"), about: "\(form.name).\(asked)", on: day),
                case .field(let field)? = dated.value
            else { return nil }
            return FormLimit(
                field: own, most: field.limit, isRequired: field.required, source: dated.source.text,
                isVerified: dated.isVerified)
        }
    }
}

extension [FormLimit] {
    /// What a record's fields lack or have too much of, each with the source of the rule.
    func findings(text: (String) -> String?) -> [Finding] {
        compactMap { limit in
            let length = text(limit.field)?.count ?? 0
            let rule: [Fact.Named] = [
                .init("source", .text(limit.source)),
                .init("verified", .word("verified", limit.isVerified ? "yes" : "no")),
            ]
            if length == 0 {
                guard limit.isRequired else { return nil }
                return Finding("formFieldEmpty", .warns, field: limit.field, facts: rule, source: limit.source)
            }
            guard let most = limit.most, length > most else { return nil }
            return Finding(
                "formFieldTooLong", .warns, field: limit.field,
                facts: [.init("most", .whole(most)), .init("length", .whole(length))] + rule, source: limit.source)
        }
    }
}
