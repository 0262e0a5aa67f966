import Domain
import Trail

/// Why something is not there.
extension Installation {
    /// Why a record is not there up to an entry: withdrawn, with the reason; its last version erased, with the ground, or withheld;
    /// or that it never was.
    public func absence(
        of reference: Reference, in published: ProjectDesk.Published, upTo entry: Int, eyes: Eyes = .all
    ) throws -> Refusal {
        let project = published.project
        if try store.hides(reference, from: eyes, in: project) { return .unknownRecord(reference) }
        guard let last = try store.history(of: reference, in: project.name).last(where: { $0.entry <= entry }) else {
            return .unknownRecord(reference)
        }
        let about = [
            Fact.Named("kind", .word("kind", reference.kind)), .init("number", .text(String(reference.number))),
        ]
        if last.body.state == .withheld { return Refusal("recordWithheld", about) }
        if last.body.state == .erased,
            let erasure = project.erasures.first(where: { $0.entry == last.entry && $0.old == last.body.digest })
        {
            return try saying("recordErased", erasure, in: published, about)
        }
        guard let reason = last.body.reason else { return .unknownRecord(reference) }
        return Refusal(
            "withdrawn", about + [.init("entry", .text(String(last.entry))), .init("reason", .text(reason))])
    }

    /// That something was erased: in which entry, on which day, and on what ground.
    public func saying(
        _ code: String, _ erasure: Erasure, in published: ProjectDesk.Published, _ about: [Fact.Named] = []
    ) throws -> Refusal {
        let project = published.project
        let entry = project.entry(of: erasure.reference) ?? 0
        let day = try store.headers(of: project.name, after: entry - 1, upTo: entry).first?.header.moment.day
        return Refusal(
            code,
            about + [.init("entry", .text(String(entry))), .init("ground", .text(erasure.ground))]
                + (day.map { [.init("day", .day($0))] } ?? []))
    }
}
