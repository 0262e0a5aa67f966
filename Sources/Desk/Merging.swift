import Domain
import Trail

// Two people change one record: what one of them changed stands, field by field, for every verb. Asked is only where both changed
// the same, and where the two changes together are wrong though each alone is not.
extension ProjectDesk {
    /// A record that others changed since a page was made of it.
    private struct Meeting {
        let reference: Reference
        let kind: Kind
        /// The entry that last changed it.
        let entry: Int
        /// The project with the record as the page showed it; nil where nobody can tell any more.
        let then: Project?
        let now: Project
        let theirs: any Record

        private func entered(in project: Project) -> JSON? { project.record(reference)?.row(in: project) }
        /// As the page showed it; nil where it was not there, or nobody can tell.
        var before: JSON? { then.flatMap { entered(in: $0) } }
        var after: JSON { theirs.row(in: now) }

        /// What both changed, where it becomes so.
        func both(_ new: JSON) -> Set<String> {
            guard let before else { return Set(Comparison.fields(after, new, kind.shape).map(\.name)) }
            return Set(kind.shape.both(before, after, new))
        }

        func conflict(_ mine: (any Record)?, _ fields: [Comparison.Field], _ input: JSON, _ findings: [Finding] = [])
            -> Conflict
        {
            Conflict(
                reference: reference, entry: entry, theirs: theirs, mine: mine, both: fields, input: input,
                refusal: Refusal(
                    "changedSince",
                    [.init("record", .record(reference)), .init("entry", .text(String(entry)))], findings: findings))
        }
    }

    /// What others changed of the record since the page was made; nil where nobody did.
    private func meeting(_ reference: Reference, _ deciding: Deciding) throws -> Meeting? {
        let now = deciding.start
        guard let seen = deciding.asked.seen, let kind = Kind.named(reference.kind), let record = now.record(reference)
        else { return nil }
        let parts = reference.parts(in: now)
        let erased = try erasing(parts, since: seen, in: now)
        guard let entry = (parts.compactMap { now.entry(of: $0) } + [erased].compactMap(\.self)).max(), entry > seen
        else { return nil }
        // What a page shows that was erased since is no longer told: it does not come back by a form that was open.
        guard erased == nil else {
            return Meeting(reference: reference, kind: kind, entry: entry, then: nil, now: now, theirs: record)
        }
        let before = try parts.map { part -> Change? in
            guard let last = try store.history(of: part, in: name).last(where: { $0.entry <= seen }) else {
                return .remove(part, reason: "")
            }
            return try? last.body.change
        }
        let then = before.contains { $0 == nil } ? nil : now.applying(before.compactMap(\.self), entry: now.entry)
        return Meeting(reference: reference, kind: kind, entry: entry, then: then, now: now, theirs: record)
    }

    /// The last entry that erased or redacted anything of it since; nil where none did.
    private func erasing(_ parts: [Reference], since seen: Int, in project: Project) throws -> Int? {
        let erasures = project.erasures.filter { !$0.isOfDocument && (project.entry(of: $0.reference) ?? 0) > seen }
        guard !erasures.isEmpty else { return nil }
        let places = try parts.flatMap { try store.history(of: $0, in: name) }
        return erasures.filter { erasure in
            places.contains { $0.entry == erasure.entry && $0.position == erasure.position }
        }.compactMap { project.entry(of: $0.reference) }.max()
    }

    /// What the verb decides on the record as others left it, of what was entered on the record as it was before.
    func merging(
        _ verb: AnyVerb, _ input: JSON, in project: Project, _ seen: Project, _ deciding: Deciding
    ) throws -> [Change] {
        let setting = deciding.setting
        func decided(_ input: JSON, in project: Project) throws -> [Change] {
            try deciding.folder.deciding {
                do throws(Refusal) { return try verb.decide(project, input, setting) } catch {
                    throw planted == .namesHidden ? error : error.told(in: seen)
                }
            }
        }
        guard planted != .overwrites, let subject = verb.subject, let name = verb.kind,
            let number = input[subject]?.whole,
            let meeting = try meeting(Reference(kind: name, number: number), deciding), let then = meeting.then,
            let before = meeting.before
        else { return try decided(input, in: project) }
        let merged = verb.form.merged(
            entered: input, since: before, to: meeting.after, of: meeting.kind.shape, asking: verb.asksAnew)
        /// What is wrong with what somebody wants, on the record as the page showed it.
        func alone() -> [Finding] {
            do {
                let mine = then.applying(try decided(input, in: then))
                return mine.record(meeting.reference)?.findings(in: mine) ?? []
            } catch { return (error as? Refusal)?.findings ?? [] }
        }
        func refuse(_ wrong: [Finding], _ new: (any Record)?, known: [Finding]) throws {
            let together = wrong.filter { one in !known.contains { ($0.code, $0.field) == (one.code, one.field) } }
            guard !together.isEmpty else { return }
            // What the other changed, and where it is wrong with mine.
            let concerned = Set(together.map { String($0.field.prefix { $0 != "." }) })
            let mine = meeting.kind.shape.members.filter { input[$0.name] != nil }.map {
                ($0.name, input[$0.name] ?? .null)
            }
            let fields = Comparison.fields(meeting.after, before.overlaid(by: .object(of: mine)), meeting.kind.shape)
            let changed = Set(Comparison.fields(before, meeting.after, meeting.kind.shape).map(\.name))
            throw meeting.conflict(
                new,
                fields.filter { changed.contains($0.name) || concerned.contains(String($0.name.prefix { $0 != "." })) },
                merged, together)
        }
        let changes: [Change]
        do { changes = try decided(merged, in: project) } catch let refusal as Refusal where !refusal.findings.isEmpty {
            try refuse(refusal.findings, nil, known: alone())
            throw refusal
        }
        let next = project.applying(changes)
        if let new = next.record(meeting.reference) {
            let known = meeting.theirs.findings(in: meeting.now)
            let found = new.findings(in: next).filter { one in
                !known.contains { ($0.code, $0.field) == (one.code, one.field) }
            }
            if !found.isEmpty { try refuse(found, new, known: alone()) }
        }
        return changes
    }

    /// Nothing goes over what somebody else changed since: a withdrawal never, a change not where both changed the same.
    func refuseConflicts(_ changes: [Change], to next: Project, _ deciding: Deciding) throws {
        guard deciding.asked.seen != nil else { return }
        let step = deciding.asked.steps.count == 1 ? deciding.asked.steps.first : nil
        for reference in changes.map(\.reference).meant {
            guard let meeting = try meeting(reference, deciding) else { continue }
            guard let mine = next.record(reference) else {
                throw meeting.conflict(
                    nil, Comparison.fields(meeting.after, meeting.before, meeting.kind.shape), step?.input ?? [:])
            }
            let new = mine.row(in: next)
            let both = meeting.both(new)
            guard !both.isEmpty else { continue }
            let fields = Comparison.fields(meeting.after, new, meeting.kind.shape).filter { field in
                both.contains { field.name == $0 || field.name.hasPrefix($0 + ".") }
            }
            var input = step?.input ?? [:]
            if let step, step.verb.kind == reference.kind, let before = meeting.before {
                input = step.verb.form.merged(
                    entered: input, since: before, to: meeting.after, of: meeting.kind.shape,
                    asking: step.verb.asksAnew)
            }
            throw meeting.conflict(mine, fields, input)
        }
    }
}

extension Reference {
    /// The records that are kept of it: of a person its name, its contacts and duties, too.
    fileprivate func parts(in project: Project) -> [Reference] {
        guard kind == Person.kind else { return [self] }
        let person = Key<Person>(number)
        return [self, Reference(kind: PersonName.kind, number: number)]
            + project.contacts.filter { $0.person == person }.map(\.reference)
            + project.duties.filter { $0.person == person }.map(\.reference)
    }
}
