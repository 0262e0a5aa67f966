extension Project {
    /// What a body says instead: the same record with other texts, as a body to be written.
    ///
    /// Refused: another kind or number; anything but texts that is not as it was (amounts, days, states, whom it points to, how
    /// many items a list has, what is doubtful); what blocks and did not before; what would change a figure. A withdrawal stays
    /// one: only its reason may be said otherwise.
    func redacted(_ body: JSON, of kind: String, saying replacement: Prose, in entry: Int, _ setting: Setting)
        throws(Refusal) -> [UInt8]
    {
        func refuse(_ code: String) -> Refusal { .blocked(by: [Finding(code, .blocks, field: "replacement")]) }
        guard let given = try? JSON(reading: replacement.text), case .object = given else { throw refuse("notJSON") }
        guard given["kind"] == nil || given["kind"] == .text(kind), given["id"] == body["id"],
            let known = Kind.named(kind), let number = body["id"]?.whole
        else { throw refuse("otherRecord") }

        var new = given.overlaid(by: ["kind": nil])
        var shape = known.shape
        if body["removed"] != nil { shape = Shape.withdrawal(of: kind) }
        new = shape.normalised(new)
        // A registration's own link is made of its chance; what is said instead keeps it, though nobody enters it.
        if let salt = body["salt"], known.name == Registration.kind { new = new.overlaid(by: ["salt": salt]) }
        let old = body.overlaid(by: ["kind": nil])
        let moved = shape.differingBeyondTexts(old, new)
        guard moved.isEmpty else {
            throw .blocked(
                by: moved.map {
                    Finding("onlyTexts", .blocks, field: "replacement", facts: [.init("field", .text($0))])
                })
        }
        try requireNothingNew(shape.findings(in: old, of: self), shape.findings(in: new, of: self))
        let written = new.overlaid(by: ["kind": .text(kind)]).bytes
        guard body["removed"] == nil else { return written }

        func read(_ json: JSON) -> (any Record)? {
            let bytes = json.overlaid(by: ["kind": .text(kind)]).bytes
            return try? bytes.withUnsafeBufferPointer { try known.decode($0) }
        }
        guard let record = read(new) else { throw refuse("unreadable") }
        try requireNothingNew(read(old)?.findings(in: self) ?? [], record.findings(in: self))
        if self.entry(of: Reference(kind: kind, number: Int(number))) == entry {
            let after = applying([.put(record)], entry: self.entry)
            for figure in figures {
                guard let then = after.figures[figure.id], standing(of: figure).counts(as: after.standing(of: then))
                else {
                    throw .blocked(by: [
                        Finding(
                            "figureChanges", .blocks, field: "replacement",
                            facts: [.init("record", .record(figure.reference))])
                    ])
                }
            }
        }
        return written
    }

    /// A text of before may break a check of today; a new one may not break any other.
    private func requireNothingNew(_ old: [Finding], _ new: [Finding]) throws(Refusal) {
        let found = new.filter { finding in
            finding.blocks && !old.contains { $0.code == finding.code && $0.field == finding.field }
        }
        guard found.isEmpty else { throw .blocked(by: found) }
    }
}

extension Standing {
    fileprivate func counts(as other: Standing) -> Bool {
        claimedValue == other.claimedValue && evidenced == other.evidenced && doubtful == other.doubtful
    }
}

extension Shape {
    /// What a body says that withdraws a record.
    fileprivate static func withdrawal(of kind: String) -> Shape {
        .group([
            Member(name: "id", shape: .key(kind: kind), required: true),
            Member(name: "removed", shape: .prose, required: true),
        ])
    }

    /// Texts that decide something, so that another text is another fact: what a doubt is about, a rate, a rule pack.
    private static let deciding: Set<String> = ["about", "rate", "pack", "programme"]

    /// Where two values of this shape differ in anything but their texts.
    fileprivate func differingBeyondTexts(_ old: JSON?, _ new: JSON?, at field: String = "") -> [String] {
        switch self {
        case .line, .mail, .prose, .who, .address, .list(.line), .list(.prose), .list(.address): return []
        case .list(let item):
            let (olds, news) = (old?.list ?? [], new?.list ?? [])
            guard olds.count == news.count else { return [field] }
            return zip(olds, news).enumerated().flatMap { index, pair in
                item.differingBeyondTexts(pair.0, pair.1, at: "\(field).\(index)")
            }
        case .group(let members):
            return members.flatMap { member -> [String] in
                let inner = field.isEmpty ? member.name : "\(field).\(member.name)"
                let (old, new) = (old?[member.name], new?[member.name])
                if Shape.deciding.contains(member.name) { return old == new ? [] : [inner] }
                return member.shape.differingBeyondTexts(old, new, at: inner)
            }
        default: return old == new ? [] : [field]
        }
    }
}
