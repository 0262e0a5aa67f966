/// The project named the practice in public as its own: a list, a page, a publication, which is its source.
public struct NamePractice: RecordVerb {
    public static let name = "name-practice"
    static let starts: [GoodPractice.Status] = [.candidate]

    public var practice: Key<GoodPractice>
    public var on: When
    public var provenance: Provenance = Provenance()

    public var subject: Key<GoodPractice> { practice }

    public static func hindrance(_ practice: GoodPractice, in project: Project) -> Refusal? {
        starts.contains(practice.status) ? nil : .notInState(needed: starts, is: practice.status)
    }

    public func decided(_ record: GoodPractice, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(on, record.reference, on: setting.today)
        guard !provenance.sources.isEmpty || !provenance.proofs.isEmpty else {
            throw .blocked(by: [Finding("missing", .blocks, field: "provenance.sources")])
        }
        var practice = record
        practice.status = .named
        practice.provenance.take(provenance)
        return [.put(practice)]
    }
}

/// The practice was shown to the partners, at an event that was held.
public struct PresentPractice: RecordVerb {
    public static let name = "present-practice"
    static let starts: [GoodPractice.Status] = [.candidate, .named]

    public var practice: Key<GoodPractice>
    public var event: Key<Event>
    public var presenter: Who?
    public var provenance: Provenance?

    public var subject: Key<GoodPractice> { practice }

    public static func hindrance(_ practice: GoodPractice, in project: Project) -> Refusal? {
        starts.contains(practice.status) ? nil : .notInState(needed: starts, is: practice.status)
    }

    public func decided(_ record: GoodPractice, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        let event = try project.events.require(event)
        guard event.status == .held else { throw .notInState(needed: [.held], is: event.status) }
        var practice = record
        practice.status = .presented
        practice.presentedAt = event.id
        practice.presenter = presenter ?? practice.presenter
        practice.provenance.take(provenance)
        return [.put(practice)]
    }
}
