import Domain
import Trail
import Words

/// Where a project says who a person is beside the name and the contacts that `erase-particulars` takes: in words, in files and
/// in what was entered about the person.
public struct StillNaming: Sendable, Equatable {
    public enum How: String, Sendable, CaseIterable {
        /// A text of the record holds a whole name that the person has or had.
        case words
        /// So does the name of a file that the record shows as its proof.
        case fileName
        /// So does what nobody can take out: the header of an entry (format 1), the ground of an erasure.
        case stays
        /// A registration, attendance or message holds a name or an address of the person, or a longer name with it.
        case about
        /// The document proves records about the person, and nothing else.
        case document

        /// What takes it away.
        public var verb: String? {
            switch self {
            case .words, .fileName: RedactBody.name
            case .about: EraseBody.name
            case .document: EraseDocument.name
            case .stays: nil
            }
        }
    }

    /// A version that says so: its entry, and its place in it, which what stands in a header has not.
    public struct Version: Sendable, Equatable {
        public let entry: Int
        public let position: Int?
    }

    public let record: Reference
    /// The field: `title`, or `agenda.1.speaker`; nothing where the record is about the person.
    public let field: String
    public let how: How
    public internal(set) var document: Digest?
    /// Every version that says so, the earliest first; none of a document.
    public internal(set) var versions: [Version] = []
    /// Whether the record says so as it is now, not only before.
    public internal(set) var isNow = false

    public var json: JSON {
        [
            "record": .text(record.description), "field": .text(field), "how": .text(how.rawValue),
            "document": document.map { .text($0.text) } ?? .null, "now": .flag(isNow),
            "versions": .list(
                versions.map { version in
                    [
                        "entry": .whole(Int64(version.entry)),
                        "position": version.position.map { .whole(Int64($0)) } ?? .null,
                    ]
                }),
            "verb": how.verb.map { .text($0) } ?? .null,
        ]
    }
}

extension ProjectDesk {
    /// Everything that still names the person once `erase-particulars` has taken what it takes, in order of records. It must be
    /// asked before: afterwards nobody knows the names.
    ///
    /// Cost: one pass over the bodies of the project.
    public func stillNaming(_ person: Key<Person>) throws -> [StillNaming] {
        let project = published.project
        var finding = FindingStill(person, try NamesOfPersons(everIn: name, store, of: person))
        for (_, contact) in try store.records(ofKinds: [Contact.kind], in: name)
        where contact["person"]?.whole == person.number {
            if let mail = contact["mail"]?.text { finding.mails.insert(mail.lowercased()) }
        }
        var (entry, position) = (0, 0)
        try store.walk(
            name,
            header: { header, _ in
                (entry, position) = (header.entry, 0)
                finding.take(header)
            },
            body: { body in
                finding.take(
                    body, .init(entry: entry, position: position), isNow: project.entry(of: body.reference) == entry)
                position += 1
            })
        let own = [person.reference, Reference(kind: PersonName.kind, number: person.number)]
        let contacts = project.contacts.filter { $0.person == person }.map(\.reference)
        let about = finding.found.filter { $0.how == .about && $0.isNow }.map(\.record)
        let taken = project.documents(ofOnly: Set(own.dropFirst() + contacts))
        for document in project.documents(ofOnly: Set(own + contacts + about)) where !taken.contains(document) {
            let named = (own + contacts + about).first { reference in
                project.record(reference)?.provenance.proofs.contains { $0.document == document } ?? false
            }
            finding.found.append(
                StillNaming(
                    record: named ?? person.reference, field: "", how: .document, document: document, isNow: true))
        }
        return finding.found.sorted { ($0.record, $0.field, $0.how.rawValue) < ($1.record, $1.field, $1.how.rawValue) }
    }

    /// What still names the persons whose particulars these steps erase.
    public func stillNaming(after steps: [Step]) throws -> [StillNaming] {
        try steps.filter { $0.verb.name == EraseParticulars.name }.flatMap { step in
            try step.input["person"]?.whole.map { try stillNaming(Key($0)) } ?? []
        }
    }
}

/// Goes through a trail in its order.
private struct FindingStill {
    let person: Key<Person>
    let names: NamesOfPersons
    var mails: Set<String> = []
    var found: [StillNaming] = []
    private var places: [String: Int] = [:]

    init(_ person: Key<Person>, _ names: NamesOfPersons) {
        self.person = person
        self.names = names
    }

    private func isNamed(in text: String) -> Bool { !names.found(in: text).isEmpty }

    private mutating func add(
        _ how: StillNaming.How, _ record: Reference, _ field: String, _ version: StillNaming.Version, isNow: Bool,
        document: Digest? = nil
    ) {
        let key = "\(record) \(field) \(how)"
        let place = places[key] ?? found.count
        if place == found.count { found.append(StillNaming(record: record, field: field, how: how)) }
        places[key] = place
        found[place].versions.append(version)
        if isNow { found[place].isNow = true }
        if let document { found[place].document = document }
    }

    mutating func take(_ header: Header) {
        guard let reason = header.reason, isNamed(in: reason) else { return }
        add(
            .stays, Reference(kind: Reason.kind, number: header.entry), "reason",
            .init(entry: header.entry, position: nil), isNow: true)
    }

    mutating func take(_ body: Entry.Body, _ version: StillNaming.Version, isNow: Bool) {
        let record = body.reference
        guard let kind = Kind.named(record.kind), let json = body.record.flatMap({ try? JSON(reading: $0) }) else {
            return
        }
        // What the verb takes: names and contacts of the person, and the name of before in the person. Whoever is called the same
        // keeps a name.
        if kind.name == PersonName.kind { return }
        if kind.name == Contact.kind, json["person"]?.whole == person.number { return }
        let said = record == person.reference ? json.overlaid(by: ["name": nil]) : json
        let reason = json["removed"]?.text.map { [("reason", $0)] } ?? []
        let texts = reason + kind.shape.texts(in: said).map { ($0.field, $0.text) }

        if kind.isPersonal {
            // What only points to the person says a number, and stays: "person 17" was present.
            guard texts.contains(where: { mails.contains($0.1.lowercased()) || isNamed(in: $0.1) }) else { return }
            if let mail = json["mail"]?.text { mails.insert(mail.lowercased()) }
            return add(.about, record, "", version, isNow: isNow)
        }
        for (field, text) in texts where isNamed(in: text) {
            let parts = field.split(separator: ".")
            if kind.name == Erasure.kind {
                add(.stays, record, field, version, isNow: isNow)
            } else if parts.starts(with: ["provenance", "proofs"]), parts.last == "name",
                let at = Whole.reading(parts[2])
            {
                let proofs = json["provenance"]?["proofs"]?.list ?? []
                let document = proofs.indices.contains(at) ? proofs[at]["document"]?.text : nil
                add(.fileName, record, field, version, isNow: isNow, document: document.flatMap { Digest(plain: $0) })
            } else {
                add(.words, record, field, version, isNow: isNow)
            }
        }
    }
}

extension Words {
    /// What still names a person, where, and what takes it away; records by the name that they are given.
    public func sentence(_ still: StillNaming, naming: (Reference) -> String) -> String {
        let field = still.field.isEmpty ? "" : ", " + label(path: still.field, of: still.record.kind)
        let versions = still.versions.map { version in
            self("page.entry", [("n", String(version.entry))])
                + (version.position.map { " (\(label(field: "position", of: Erasure.kind)) \($0))" } ?? "")
        }
        return "\(naming(still.record))\(field): \(self("still.\(still.how.rawValue)"))"
            + (versions.isEmpty ? "" : " " + versions.joined(separator: ", "))
    }
}
