/// Where it is said is added to a record: a page, or a document or conversation named in words.
public struct AddSource<R: Record>: KindVerb {
    public static var name: String { "add-\(R.kind)-source" }
    public static var sort: AnyVerb.Sort { .addSource }

    public var id: Int
    public var address: WebAddress?
    public var title: String?
    public var on: When?

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var record = try project[R.self].require(Key(id))
        guard address != nil || title != nil else {
            throw .blocked(by: [Finding("missing", .blocks, field: "address")])
        }
        let isKnown = record.provenance.sources.contains {
            address != nil ? $0.address == address : $0.address == nil && $0.title == title
        }
        guard !isKnown else { throw Refusal("nothingChanged", [.init("record", .record(record.reference))]) }
        record.provenance.sources.append(Source(address: address, title: title, on: on))
        return [.put(record)]
    }
}

/// A document that proves a record is added to it.
public struct AddProof<R: Record>: KindVerb {
    public static var name: String { "add-\(R.kind)-proof" }
    public static var sort: AnyVerb.Sort { .addProof }

    public var id: Int
    public var provenance: Given?

    /// What comes as files, in the place where every form has it.
    public struct Given: Codable, Sendable {
        public var proofs: [Proof] = []
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var record = try project[R.self].require(Key(id))
        let given = provenance?.proofs ?? []
        guard !given.isEmpty else { throw .blocked(by: [Finding("missing", .blocks, field: "upload")]) }
        let new = given.filter { !record.provenance.proofs.contains($0) }
        guard !new.isEmpty else { throw Refusal("nothingChanged", [.init("record", .record(record.reference))]) }
        record.provenance.proofs += new
        return [.put(record)]
    }
}

/// Somebody is not sure of one of the record's own fields, or whether it belongs to the project at all.
public struct NoteDoubt<R: Record>: KindVerb {
    public static var name: String { "doubt-\(R.kind)" }
    public static var sort: AnyVerb.Sort { .noteDoubt }
    public static var form: Shape {
        .group([
            .init(name: "id", shape: .key(kind: kind ?? ""), required: true),
            .init(name: "about", shape: .choice(name: "doubt.\(R.kind)", R.doubted), required: true),
            .init(name: "reason", shape: .line, required: true),
        ])
    }

    public var id: Int
    public var about: String
    public var reason: String

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var record = try project[R.self].require(Key(id))
        let doubt = Doubt(about: about, reason: reason)
        guard !record.provenance.doubts.contains(doubt) else {
            throw Refusal("nothingChanged", [.init("record", .record(record.reference))])
        }
        record.provenance.doubts.append(doubt)
        return [.put(record)]
    }
}

/// What was doubted is clear now, and how. The doubt leaves the record and stays in its history.
public struct SettleDoubt<R: Record>: KindVerb {
    public static var name: String { "settle-\(R.kind)-doubt" }
    public static var sort: AnyVerb.Sort { .settleDoubt }

    public var id: Int
    /// What was doubted, as the doubt says it.
    public var about: String
    public var because: String

    public static func hindrance(of record: any Record, in project: Project) -> Refusal? {
        record.provenance.doubts.isEmpty ? Refusal("noDoubt", [.init("record", .record(record.reference))]) : nil
    }

    public func decided(in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        var record = try project[R.self].require(Key(id))
        guard record.provenance.doubts.contains(where: { $0.about == about }) else {
            throw Refusal("noDoubt", [.init("record", .record(record.reference))])
        }
        record.provenance.doubts.removeAll { $0.about == about }
        return [.put(record)]
    }
}

extension Record {
    /// What a new one is asked for: of doubts, which of its own fields they are about.
    static func doubting(_ members: [Shape.Member]) -> [Shape.Member] {
        members.map { member in
            guard member.name == "provenance" else { return member }
            let about = Shape.choice(name: "doubt.\(kind)", doubted)
            return .init(
                name: member.name, shape: member.shape.replacing(["doubts", "about"], by: about),
                required: member.required)
        }
    }

    /// Doubts that are about none of its fields, but for those that an earlier version took.
    static func unknownDoubts(in json: JSON, since before: [Doubt]) -> [Finding] {
        (json["provenance"]?["doubts"]?.list ?? []).enumerated().compactMap { index, doubt in
            guard let about = doubt["about"]?.text, !before.contains(where: { $0.about == about }),
                !doubted.contains(String(about.prefix { $0 != "." }))
            else { return nil }
            return Finding(
                "notOneOf", .blocks, field: "provenance.doubts.\(index).about",
                facts: [
                    .init("text", .text(about)), .init("words", .text(doubted.joined(separator: ", "))),
                    .init("list", .text("doubt.\(kind)")),
                ])
        }
    }

    /// What may be doubted: whether it belongs, and each of its own fields.
    static var doubted: [String] {
        [Doubt.belonging]
            + shape.members.map(\.name).filter { !["id", "salt", "found", "provenance"].contains($0) }
    }
}
