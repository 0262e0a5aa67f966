import Domain
import Trail
import Words

extension Importing {
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
        check.rows.compactMap { row in
            let sort: AnyVerb.Sort? = row.outcome == .add ? .add : row.outcome == .change ? .change : nil
            guard let verb = sort.flatMap(kind.verb) else { return nil }
            guard let proof else { return Step(verb, row.input) }
            let provenance =
                row.input["provenance"] ?? row.record.flatMap { project.record($0)?.json["provenance"] } ?? .object([])
            let proofs = (provenance["proofs"]?.list ?? []).filter { $0["document"]?.text != proof.document.text }
            let whole = provenance.overlaid(by: ["proofs": .list(proofs + [Canonical.json(proof)])])
            return Step(verb, row.input.overlaid(by: ["provenance": whole]))
        }
    }
}

extension ProjectDesk {
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
                proof = Proof(document: uploads.add(bytes), name: importing.name, mediaType: "text/csv")
            }
            let reason = keepsFile ? importing.name : "\(importing.name) · \(Digest(of: bytes).text)"
            do {
                let answer = try await carryOut(
                    Asked(
                        importing.steps(check, proof: proof, in: project), by: seat, seen: project.entry,
                        reason: reason, today: today, after: project.entry, uploads: uploads))
                return .done(answer, check)
            } catch let refusal as Refusal where refusal.code == "movedOn" && attempts < 100 {
                // Somebody else's entry came in between: look again.
                attempts += 1
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}
