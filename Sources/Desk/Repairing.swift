import Domain
import Trail

/// Why a project does not open as it stands: at which entry, in which record, and what is wrong with it.
public struct Damage: Sendable, Equatable {
    public let entry: Int
    public let record: Reference
    public let reason: String

    init(_ unreadable: UnreadableBody) {
        entry = unreadable.entry
        record = unreadable.reference
        reason = unreadable.reason
    }

    /// Why nothing may be done, while the project is shown as of an earlier entry.
    func refusal(shown: Int) -> Refusal {
        Refusal(
            "damaged",
            [
                .init("entry", .text(String(entry))), .init("record", .text(record.description)),
                .init("reason", .text(reason)), .init("shown", .text(String(shown))),
            ])
    }
}

extension Refusal {
    /// That a trail is not the one that was written, from an entry on.
    package static func damaged(_ name: String, _ flaw: Flaw) -> Refusal {
        Refusal(
            "damagedTrail",
            [
                .init("name", .text(name)), .init("entry", .whole(flaw.entry)),
                .init("what", .word(Flaw.What.choiceName, flaw.what.rawValue)),
            ])
    }
}

extension ProjectDesk {
    /// The project as it opens: whole, or as of the last entry before what cannot be read, with why nothing may be done then.
    static func opened(_ name: String, _ store: any TrailSource) throws -> (Published, Refusal?) {
        let last = try store.lastReadable(of: name)
        var (project, unreadable) = try store.read(name, upTo: last.entry)
        let broken = last.flaw.map { Refusal.damaged(name, $0) }
        guard let damage = unreadable.first.map(Damage.init) else {
            return (Published(project: project, head: last.hash, moment: last.moment), broken)
        }
        while !unreadable.isEmpty {
            let entry = try store.lastEntry(before: unreadable, in: name)
            (project, unreadable) = try store.read(name, upTo: entry)
        }
        let shown = try store.lastReadable(of: name, upTo: project.entry)
        return (
            Published(project: project, head: shown.hash, moment: shown.moment),
            broken ?? damage.refusal(shown: project.entry)
        )
    }

    /// Puts a record that cannot be read as it was at an entry, or withdraws it where there was none then: one more entry.
    /// The body that cannot be read stays where it is.
    ///
    /// Refused: a record that reads, an entry that is none, and a version of then that does not read either.
    func repairing(_ reference: Reference, asOf then: Int, reason: String, _ store: any TrailSource, now: Moment) throws
        -> (
            entry: Entry, published: Published, damage: Damage?
        )
    {
        let head = try store.head(of: name)
        guard then >= 0, then <= head.entry else {
            throw Refusal(
                "unknownEntry", [.init("entry", .text(String(then))), .init("last", .text(String(head.entry)))])
        }
        let (project, unreadable) = try store.read(name, upTo: head.entry)
        guard unreadable.contains(where: { $0.reference == reference }) else {
            throw Refusal("nothingToRepair", [.init("record", .text(reference.description))])
        }
        let version = try store.history(of: reference, in: name).last { $0.entry <= then }
        let change: Change
        do { change = try version?.body.change ?? .remove(reference, reason: reason) } catch {
            throw Refusal(
                "unreadableThen",
                [
                    .init("record", .text(reference.description)),
                    .init("entry", .text(String(version?.entry ?? then))), .init("reason", .text(error.reason)),
                ])
        }
        let number = head.entry + 1
        var drafts = [try Draft(change)]
        if case .put = change { drafts.append(try Draft(.put(Reason(entry: number, text: reason)))) }
        let moment = max(now, head.moment ?? now)
        let entry = Entry(
            drafts, in: name, number: number, after: head.hash, moment: moment, person: nil, verb: "repair-record")
        let repaired = project.applying(drafts.map(\.change), entry: number)
        let left = unreadable.first { $0.reference != reference }.map(Damage.init)
        return (entry, Published(project: repaired, head: entry.hash, moment: moment), left)
    }
}
