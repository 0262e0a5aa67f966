import Domain
import Trail
import Words

extension Importing {
    /// What is done for a row. Where the rows were found, so is what verbs govern; else its words refuse the row.
    ///
    /// - Parameter old: the record that it is about, as it was.
    func steps(_ input: JSON, over old: JSON?, of record: Reference?) -> [Step] {
        let governed = input.members.filter {
            found != nil && kind.governed.contains($0.name) && $0.value != old?[$0.name] ?? .null
        }
        guard let found, !governed.isEmpty else {
            let id: JSON = record.map { ["id": .whole(Int64($0.number))] } ?? .object([])
            return kind.verb(record == nil ? .add : .change).map { [Step($0, input.overlaid(by: id))] } ?? []
        }
        guard let record else {
            return kind.verb(.addAsFound).map { [Step($0, input.overlaid(by: ["found": found]))] } ?? []
        }
        let id: JSON = ["id": .whole(Int64(record.number))]
        let others = input.members.filter { member in !governed.contains { $0.name == member.name } }
        return [
            kind.verb(.change).map { Step($0, .object(of: others.map { ($0.name, $0.value) }).overlaid(by: id)) },
            kind.verb(.setAsFound).map {
                Step(
                    $0,
                    .object(of: governed.map { ($0.name, $0.value) }).overlaid(by: id).overlaid(by: ["found": found]))
            },
        ].compactMap { $0 }
    }

    /// What came of starting.
    public enum Started: Sendable {
        case done(ProjectDesk.Answer, Check)
        /// The project has changed since the check was shown, and rows would come out otherwise. Nothing was done.
        case differs(Check)
        /// Rows are refused, and nobody said to leave them out. Nothing was done.
        case refused(Check)
    }

    /// The steps of the rows that are added or changed, each with the file as its proof where that is kept.
    func steps(_ check: Check, proof: Proof?, in project: Project) -> [Step] {
        check.rows.flatMap { row -> [Step] in
            guard let proof, !row.steps.isEmpty else { return row.steps }
            var steps = row.steps
            // A state that was found changes nothing else of the record: the proof does.
            if let first = steps.first, first.verb.form.member("provenance") == nil, let change = kind.verb(.change) {
                steps.insert(Step(change, .object(of: [("id", first.input["id"] ?? .null)])), at: 0)
            }
            let input = steps[0].input
            let provenance =
                input["provenance"] ?? row.record.flatMap { project.record($0)?.json["provenance"] } ?? .object([])
            let proofs = (provenance["proofs"]?.list ?? []).filter { $0["document"]?.text != proof.document.text }
            let whole = provenance.overlaid(by: ["proofs": .list(proofs + [Canonical.json(proof)])])
            steps[0] = Step(steps[0].verb, input.overlaid(by: ["provenance": whole]))
            return steps
        }
    }
}

extension ProjectDesk {
    /// What an entry is called that takes a table in.
    public static let importing = "import-table"

    /// Checks again on the newest state, and carries out all rows that are accepted as one entry; or nothing.
    ///
    /// - Parameters:
    ///   - shown: the marks of the rows as they were shown; nil from a command, which shows and starts at once.
    ///   - withoutRefused: whether the rest is imported when rows are refused.
    ///   - bytes: the file as it came; kept as a proof where it may be, else only its digest stands in the trail.
    public func start(
        _ importing: Importing, shown: [String]? = nil, withoutRefused: Bool = false, by seat: Seat, today: Day,
        bytes: [UInt8]
    ) async throws -> Importing.Started {
        var attempts = 0
        while true {
            let latest = published.project
            let project = latest.seen(by: eyes(of: seat, latest, today))
            let check = try importing.check(on: project, by: seat, today: today)
            if let shown, shown != check.marks { return .differs(check) }
            if check.count(.refused) > 0, !withoutRefused { return .refused(check) }
            guard check.accepted > 0 else { throw Refusal("nothingToImport") }
            var proof: Proof?
            var uploads = Uploads()
            let keepsFile = importing.keepsFile(in: project)
            if keepsFile {
                proof = Proof(document: uploads.add(bytes), name: importing.name, mediaType: "text/csv", isOrigin: true)
            }
            let reason = keepsFile ? importing.name : "\(importing.name) · \(Digest(of: bytes).text)"
            do {
                var asked = Asked(
                    importing.steps(check, proof: proof, in: project), by: seat, seen: project.entry,
                    reason: reason, today: today, after: project.entry, uploads: uploads)
                asked.called = ProjectDesk.importing
                let answer = try await carryOut(asked)
                return .done(answer, check)
            } catch let refusal as Refusal where refusal.code == "movedOn" && attempts < 100 {
                // Somebody else's entry came in between: look again.
                attempts += 1
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}
