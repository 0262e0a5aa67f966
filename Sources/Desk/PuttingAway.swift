import Domain
import Foundation
import Trail

extension Installation {
    /// What may be put away without a second question: a project that somebody began by mistake is young and small.
    public static let youngest = (entries: 200, days: 30)

    private static func folder(in data: URL) -> URL { data.appendingPathComponent("put-away", isDirectory: true) }

    /// Puts a project away that was begun by mistake: its trail goes into a file, verified while it is written, with its
    /// documents and everything in it; its name is free again. What was entered is not lost, and the installation's trail
    /// says where it lies, up to which entry and head.
    ///
    /// First the file is on the disk, then the entry that says so and the rows that go are one transaction, then the
    /// documents go that no other project names. Ended in between, all is as before, or put away; `sweepPutAway` removes a
    /// file that no entry names.
    /// - Parameter old: whether it may be larger or older than `youngest`.
    public func putAway(_ name: String, because reason: String, old: Bool = false) async throws -> PutAway {
        try store.refuseReadOnly()
        let desk = try desk(name)
        if let hindrance = desk.hindrance { throw hindrance }
        if !old { try refuseOld(desk) }
        desk.hinder(by: Refusal("beingPutAway", [.init("name", .text(name))]))
        do {
            while !desk.isSettled { try await Task.sleep(for: .milliseconds(5)) }
            let published = desk.published
            let file = Installation.folder(in: store.folder).appendingPathComponent(
                PutAway.file(of: name, entries: published.entry, head: published.head))
            let written = try store.putAside(name, to: file, nameless: NamesOfPersons(everIn: name, store).withheld)
            guard written.head == published.head else { throw Refusal("movedOn") }
            let documents = try store.namedDocuments(of: name)
            let step = Step(
                PutProjectAway.any,
                [
                    "project": .text(name), "entries": .whole(Int64(published.entry)),
                    "head": .text(published.head.text), "reason": .text(reason),
                ])
            var asked = ProjectDesk.Asked([step], by: .steward)
            asked.removing = name
            let answer = try await own().carryOut(asked)
            forget(name)
            for document in documents { try store.removeUnwanted(document) }
            guard let away = answer.published.project.putAway(name) else { throw Refusal("movedOn") }
            return away
        } catch {
            desk.hinder(by: nil)
            throw error
        }
    }

    /// Refuses a project that is no mistake of these days.
    public func refuseOld(_ desk: ProjectDesk) throws {
        let first = try store.headers(of: desk.name, upTo: 1).first?.header.moment.day
        let entries = desk.published.entry
        guard
            entries > Self.youngest.entries
                || first.map({ $0.adding(days: Self.youngest.days) < clock.now().day }) == true
        else { return }
        throw Refusal(
            "tooOldToPutAway",
            [
                .init("name", .text(desk.name)), .init("entries", .whole(entries)),
                .init("day", .day(first ?? clock.now().day)), .init("most", .whole(Self.youngest.entries)),
                .init("days", .whole(Self.youngest.days)),
            ])
    }

    /// Brings back what was put away last under this name, as it was. Refused when the name is taken meanwhile.
    public func bringBack(_ name: String, because reason: String) async throws {
        try store.refuseReadOnly()
        guard let away = try own().published.project.putAway(name) else {
            let known = try own().published.project.putAways.map(\.project).joined(separator: ", ")
            throw Refusal("unknownPutAway", [.init("name", .text(name)), .init("known", .text(known))])
        }
        let file = Installation.folder(in: store.folder).appendingPathComponent(away.file)
        // Ended after it was taken in and before that was noted, it is there already.
        let there = try store.headers(of: name, after: away.entries - 1, upTo: away.entries).first
        if there.map({ Digest(of: $0.bytes) }) != away.head { _ = try await take(file) }
        _ = try await own().carryOut(
            .init(
                BringProjectBack.any, ["putAway": .whole(Int64(away.id.number)), "reason": .text(reason)],
                by: .steward))
        try FileManager.default.removeItem(at: file)
    }

    /// Removes files of trails that no entry says are put away: somebody ended the process before it said so, or after they
    /// were brought back.
    func sweepPutAway() throws {
        let folder = Installation.folder(in: store.folder)
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        let named = Set(try own().published.project.putAways.map(\.file))
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !named.contains(file) {
            try FileManager.default.removeItem(at: folder.appendingPathComponent(file))
        }
    }
}
