import Domain

/// What is different between two states of a project, record by record, field by field.
public struct Comparison: Sendable, Equatable {
    public struct Field: Sendable, Equatable {
        /// The field's name; of one inside a group, with the group's before it: `plan.start`.
        public let name: String
        public let shape: Shape
        public let old: JSON?
        public let new: JSON?
    }

    public enum What: String, Choice { case added, changed, withdrawn }

    public struct Difference: Sendable, Equatable {
        public let reference: Reference
        public let what: What
        public let fields: [Field]
    }

    public let differences: [Difference]

    /// In order of kinds and identifiers.
    public init(from old: Project, to new: Project) {
        var differences: [Difference] = []
        // A person's name is compared with the person; why an entry was made is said of the entry.
        for kind in Kind.all where kind.name != PersonName.kind && kind.name != Reason.kind {
            let before = kind.each(old)
            let after = kind.each(new)
            var (i, j) = (0, 0)
            while i < before.count || j < after.count {
                let left = i < before.count ? before[i].reference : nil
                let right = j < after.count ? after[j].reference : nil
                if let left, right == nil || left < right! {
                    differences.append(
                        Difference(
                            reference: left, what: .withdrawn,
                            fields: Comparison.fields(before[i].entered(in: old), nil, kind.shape)))
                    i += 1
                } else if let right, left == nil || right < left! {
                    differences.append(
                        Difference(
                            reference: right, what: .added,
                            fields: Comparison.fields(nil, after[j].entered(in: new), kind.shape)))
                    j += 1
                } else {
                    if kind.name == Person.kind || kind.entry(old, left!.number) != kind.entry(new, right!.number) {
                        let fields = Comparison.fields(
                            before[i].entered(in: old), after[j].entered(in: new), kind.shape)
                        if !fields.isEmpty {
                            differences.append(Difference(reference: right!, what: .changed, fields: fields))
                        }
                    }
                    i += 1
                    j += 1
                }
            }
        }
        self.differences = differences
    }

    /// The fields in which two versions of a record differ; groups are gone into, lists are compared whole.
    public static func fields(_ old: JSON?, _ new: JSON?, _ shape: Shape, in prefix: String = "") -> [Field] {
        shape.members.flatMap { member -> [Field] in
            let (a, b) = (old?[member.name], new?[member.name])
            guard a != b, member.name != "id", member.name != "salt" else { return [] }
            let name = prefix.isEmpty ? member.name : "\(prefix).\(member.name)"
            if case .group = member.shape { return fields(a, b, member.shape, in: name) }
            return [Field(name: name, shape: member.shape, old: a, new: b)]
        }
    }
}

extension Comparison {
    /// The same without what records of personal kinds say.
    public var withoutParticulars: Comparison {
        Comparison(
            differences: differences.map { difference in
                let personal = Kind.named(difference.reference.kind)?.isParticular == true
                return Difference(
                    reference: difference.reference, what: difference.what, fields: personal ? [] : difference.fields)
            })
    }

    /// The same without records of which one state cannot be read.
    public func without(_ unreadable: [Reference]) -> Comparison {
        Comparison(differences: differences.filter { !unreadable.contains($0.reference) })
    }

    private init(differences: [Difference]) { self.differences = differences }

    public var json: JSON {
        .list(
            differences.map { difference in
                [
                    "record": .text(difference.reference.description), "what": .text(difference.what.rawValue),
                    "fields": .list(
                        difference.fields.map { field in
                            JSON.object(of: [
                                ("name", .text(field.name)), ("old", field.old ?? .null), ("new", field.new ?? .null),
                            ])
                        }),
                ]
            })
    }
}
