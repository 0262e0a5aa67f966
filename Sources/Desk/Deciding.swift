import Domain
import Synchronization
import Trail
import Words

// What is asked of every step before it is decided, and of what it changes.
extension ProjectDesk {
    func eyes(of seat: Seat, _ project: Project, _ today: Day) -> Eyes {
        planted == .seesAll ? .all : Permission.eyes(of: seat, in: project, on: today, hiding: hiding)
    }

    /// The steps of one asking, decided one after the other, each on the project as the one before leaves it.
    struct Deciding {
        let asked: Asked
        let today: Day
        let setting: Setting
        let folder: Asking
        /// The project before the first step.
        let start: Project
        var names: StepNames
        /// The names of the persons, once somebody asked.
        var persons: NamesOfPersons?
        var alike: [LooksAlike] = []
    }

    func deciding(_ asked: Asked, on project: Project, at moment: Moment, today: Day, person: Key<Person>?) -> Deciding
    {
        let folder = Asking()
        return Deciding(
            asked: asked, today: today, setting: setting(at: moment, today: today, person: person, folder),
            folder: folder, start: project, names: asked.names)
    }

    /// What a step changes, by somebody who may.
    func decided(_ step: Step, in project: Project, _ deciding: inout Deciding) throws -> [Change] {
        let (seat, today) = (deciding.asked.seat, deciding.today)
        if planted != .asksNobody,
            let refusal = Permission.refusal(.doing(step.verb), by: seat, in: project, on: today)
        {
            throw refusal
        }
        let resolved = deciding.names.resolve(step.input, step.verb.form)
        let unknown = deciding.names.unknown(resolved, step.verb.form)
        guard unknown.isEmpty else { throw Refusal.blocked(by: unknown) }
        try refuseNaming(step.verb, resolved)
        let seen = project.seen(by: eyes(of: seat, project, today))
        if planted != .knowsHidden { try ProjectDesk.refuseHidden(step.verb, resolved, seen) }
        var persons = deciding.persons
        let input = NamesOfPersons.choosing(
            resolved, step.verb.form, but: ProjectDesk.words(before: step.verb, resolved, in: project)
        ) {
            let known = persons ?? NamesOfPersons(project)
            persons = known
            return known
        }
        let decided = try merging(step.verb, input, in: project, seen, deciding)
        if step.verb.sort == .restore { try refuseRestoring(decided, by: seen.eyes, in: project) }
        deciding.names.note(step, decided)
        deciding.persons = decided.contains { $0.reference.meant.kind == Person.kind } ? nil : persons
        return decided
    }

    /// What a step makes of records is asked too: none of another partner's, before or after; and nothing goes over what others
    /// changed since.
    func refuse(_ step: Step, _ decided: [Change], from project: Project, to next: Project, _ deciding: Deciding) throws
    {
        if planted != .asksNobody,
            let refusal = Permission.refusal(
                step.verb, changing: decided, from: project, to: next, by: deciding.asked.seat, on: deciding.today)
        {
            throw refusal
        }
        if step.verb.name == TakeBackImport.name {
            for kind in Set(decided.map(\.reference.meant.kind)).sorted() {
                guard let verb = Kind.named(kind)?.verb(.withdraw) else { continue }
                if let refusal = Permission.refusal(
                    .doing(verb), by: deciding.asked.seat, in: project, on: deciding.today)
                {
                    throw refusal
                }
            }
        }
        if planted != .overwrites { try refuseConflicts(decided, to: next, deciding) }
    }

    /// Of a batch with more steps none is compared: everybody else would wait for it.
    private static let mostCompared = 100

    /// A new record that looks like one that is there is asked about, or told.
    func compare(_ step: Step, _ decided: [Change], to next: Project, _ deciding: inout Deciding) throws(Refusal) {
        guard deciding.asked.alike != .ignored, deciding.asked.steps.count <= Self.mostCompared, step.verb.sort.isOfNew,
            let kind = step.verb.kind,
            let new = decided.compactMap(\.record).first(where: { $0.reference.kind == kind })
        else { return }
        let others = next.seen(by: eyes(of: deciding.asked.seat, next, deciding.today)).alike(new) { Words.folded($0) }
        guard !others.isEmpty else { return }
        guard deciding.asked.alike == .told else { throw Refusal("likelyDouble", [.init("others", .records(others))]) }
        deciding.alike.append(LooksAlike(record: new.reference, others: others))
    }

    /// What the steps would change in the project as it is published, in order; nothing is carried out, and what would be refused is.
    public func foreseeing(_ asked: Asked) throws -> [Change] {
        if let hindrance { throw hindrance }
        var project = published.project
        var deciding = self.deciding(
            asked, on: project, at: clock.now(), today: asked.today ?? clock.today(),
            person: asked.seat.person(in: name))
        var changes: [Change] = []
        for place in asked.steps.indices {
            try asked.naming(place) { step in
                let decided = try self.decided(step, in: project, &deciding)
                let next = project.applying(decided, entry: published.entry + 1)
                try refuse(step, decided, from: project, to: next, deciding)
                changes += decided
                project = next
            }
        }
        guard !changes.isEmpty else { throw Refusal("nothingChanged") }
        return changes
    }

    /// The ground of an erasure stays for ever: it does not say the name that goes.
    func refuseNaming(_ verb: AnyVerb, _ input: JSON) throws {
        guard verb.name == EraseParticulars.name, let ground = input["ground"]?.text,
            let person = input["person"]?.whole,
            try !NamesOfPersons(everIn: name, store, of: Key(person)).found(in: ground).isEmpty
        else { return }
        throw Refusal.blocked(by: [Finding("groundNames", .blocks, field: "ground")])
    }

    /// What the folder cannot be asked is no answer: no verb is decided on it.
    final class Asking: Sendable {
        private let fault = Mutex<(any Error)?>(nil)

        func callAsFunction<T>(_ usual: T, _ question: () throws -> T) -> T {
            do { return try question() } catch {
                fault.withLock { $0 = $0 ?? error }
                return usual
            }
        }

        func deciding(_ decide: () throws -> [Change]) throws -> [Change] {
            do {
                let decided = try decide()
                if let fault = fault.withLock({ $0 }) { throw fault }
                return decided
            } catch { throw fault.withLock { $0 } ?? error }
        }
    }

    func setting(at moment: Moment, today: Day, person: Key<Person>?, _ folder: Asking) -> Setting {
        Setting(
            moment: moment, today: today, person: person, salt: ProjectDesk.salt(),
            digest: { entry, position in folder(nil) { try self.body(entry, position)?.digest } },
            body: { entry, position in folder(nil) { try self.body(entry, position)?.record } },
            salted: { Entry.Body.salted($0) }, hash: { Digest(of: $0) },
            places: { reference in folder([]) { try self.store.places(of: reference, in: self.name) } },
            everOf: { kind in folder([]) { try self.store.everOf(kind, in: self.name) } },
            withdrawn: { reference in folder(nil) { try self.store.withdrawn(reference, in: self.name) } },
            takenIn: { entry in
                folder(nil) { try self.store.takenIn(entry, of: self.name, under: ProjectDesk.importing) }
            })
    }

    /// A record that somebody did not see is not withdrawn for that somebody, either.
    private func refuseRestoring(_ decided: [Change], by eyes: Eyes, in project: Project) throws(Refusal) {
        for change in decided {
            if let record = change.record, eyes.hides(record, in: project) { throw .unknownRecord(change.reference) }
        }
    }

    /// The documents that a record names and did not before: sent with the verb, or in the folder already. One that this project
    /// erased since may stay named, and is not named anew.
    func newDocuments(of record: some Record, in project: Project, _ uploads: Uploads) throws(Refusal)
        -> [Digest]
    {
        let known = Set(project.record(record.reference)?.provenance.proofs.map(\.document) ?? [])
        var new: [Digest] = []
        for (index, proof) in record.provenance.proofs.enumerated() where !known.contains(proof.document) {
            let field = "provenance.proofs.\(index).document"
            if let erasure = project.erasure(of: proof.document) {
                throw .blocked(by: [
                    Finding(
                        "documentErased", .blocks, field: field,
                        facts: [.init("name", .text(proof.name)), .init("ground", .text(erasure.ground))])
                ])
            }
            guard uploads[proof.document] != nil || store.hasDocument(proof.document) || planted == .namesAnyDocument
            else {
                throw .blocked(by: [
                    Finding(
                        "noSuchDocument", .blocks, field: field, facts: [.init("text", .text(proof.document.text))])
                ])
            }
            new.append(proof.document)
        }
        return new
    }

    /// The words that stand already where the record that is changed says who: they stay words until somebody types them anew.
    static func words(before verb: AnyVerb, _ input: JSON, in project: Project) -> Set<String> {
        guard let name = verb.kind, let kind = Kind.named(name), let number = input["id"]?.whole,
            let record = project.record(Reference(kind: name, number: number))
        else { return [] }
        return NamesOfPersons.words(in: record.json, kind.shape)
    }

    /// Keys to records that somebody does not see are keys to nothing, in the same words, whatever else is wrong. A change that
    /// leaves one as it is keeps it.
    static func refuseHidden(_ verb: AnyVerb, _ input: JSON, _ seen: Project) throws(Refusal) {
        guard seen.isPart else { return }
        func unknown(_ json: JSON) -> [Finding] {
            verb.form.findings(in: json, of: seen).filter { $0.code == "noSuchRecord" }
        }
        var before: [Finding] = []
        if let subject = verb.subject, let name = verb.kind, let number = input[subject]?.whole {
            let reference = Reference(kind: name, number: number)
            guard let record = seen.record(reference) else { throw .unknownRecord(reference) }
            if verb.sort == .change { before = unknown(record.json) }
        }
        let found = unknown(input).filter { !before.contains($0) }
        if !found.isEmpty { throw .blocked(by: found) }
    }
}
