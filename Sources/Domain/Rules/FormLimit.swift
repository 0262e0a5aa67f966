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

extension Project {
    /// What the programme's form demands on the day of the record's fields; nothing where the pack is silent.
    public func formLimits(_ form: String, _ fields: [(asked: String, own: String)], on day: Day) -> [FormLimit] {
        guard let pack = rulePack else { return [] }
        return fields.compactMap { asked, own in
            guard let dated = pack.value(ParameterName("form.field"), about: "\(form).\(asked)", on: day),
                case .field(let field)? = dated.value
            else { return nil }
            return FormLimit(
                field: own, most: field.limit, isRequired: field.required, source: dated.source.text,
                isVerified: dated.isVerified)
        }
    }

    /// The limits that the form of a kind shows while it is filled in.
    public func formLimits(of kind: String, on day: Day) -> [FormLimit] {
        switch kind {
        case GoodPractice.kind: formLimits("goodPractice", GoodPractice.formFields, on: day)
        case ActionPlan.kind: formLimits("actionPlan", ActionPlan.formFields, on: day)
        case Action.kind: formLimits("actionPlan", Action.formFields, on: day)
        default: []
        }
    }

    /// What a record's fields lack or have too much of, each with the source of the rule.
    func formFindings(_ limits: [FormLimit], text: (String) -> String?) -> [Finding] {
        limits.compactMap { limit in
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
