import Desk
import Domain
import Synchronization
import Trail
import Words

/// What a request asks, with everything that an answer depends on.
struct Ask: Sendable {
    let site: Site
    let words: Words
    let seat: Seat
    /// All desks at which one sits, the last first.
    let seats: [Seat]
    let method: String
    var path: [String]
    var query: [(name: String, value: String)]
    let wants: Wants

    enum Wants: Sendable { case page, json, csv }

    let today: Day
    /// Host and all before the path, for links that are read elsewhere.
    let base: String
    let readings = Readings()

    func query(_ name: String) -> String? {
        guard let value = query.first(where: { $0.name == name })?.value, !value.isEmpty else { return nil }
        return value
    }

    /// The same address with members of the query put in, or taken away by nil.
    func path(with changes: [(String, String?)]) -> Path {
        var query = query.filter { member in !changes.contains { $0.0 == member.name } }.map { ($0.name, $0.value) }
        for (name, value) in changes { if let value { query.append((name, value)) } }
        return Path(path, query: query)
    }
}

/// A project as one request sees it: which state of it, and who looks.
///
/// A class, so that the parts of a page hand it on at no cost: it holds a state of the project, and what is kept of it.
final class Place: Sendable {
    let name: String
    /// The state that is looked at, as these eyes see it.
    let project: Project
    /// The latest state, as these eyes see it.
    let latest: Project
    let published: ProjectDesk.Published
    /// Why nothing may be done here now, though it can be read.
    let hindrance: Refusal?
    let seat: Seat
    /// The desks at which the same somebody sits, in this project and in others.
    let seats: [Seat]
    let today: Day
    /// The trail's state that is looked at, where it is not the latest.
    let asKnown: String?
    /// The day that the records are asked for.
    let asked: Day?
    /// Whether anything of the page was made for that day. What asks for it, tells of it; a page that never asks shows today.
    private let isOfDay = Mutex(false)
    let installation: Installation
    let readings: Readings
    /// Host and all before the path, for links that are read elsewhere.
    let base: String
    private let markup: Kept<HTML>
    private let kept: Kept<NamesOfPersons>
    private let ever: NamesEver
    private let then: NamesThen
    /// What the project was when locks were made that froze nothing, each looked up once.
    private let whenLocked = Mutex<[Reference: Project?]>([:])

    init(
        name: String, project: Project, published: ProjectDesk.Published, hindrance: Refusal?, seat: Seat,
        seats: [Seat],
        today: Day,
        asKnown: String?, asOf: Day?, installation: Installation, readings: Readings, markup: Kept<HTML>,
        names: Kept<NamesOfPersons>, ever: NamesEver, base: String
    ) {
        self.name = name
        let eyes = installation.eyes(of: seat, in: published.project, on: today)
        // Names are those of the day that is looked at.
        let day = asOf ?? today
        latest = installation.seen(published, by: eyes).called(on: day)
        self.project = asKnown == nil ? latest : project.seen(by: eyes).called(on: day)
        self.published = published
        self.hindrance = hindrance
        self.seat = seat
        self.seats = seats
        self.today = today
        self.asKnown = asKnown
        asked = asOf
        self.installation = installation
        self.readings = readings
        self.markup = markup
        self.base = base
        kept = names
        self.ever = ever
        then = NamesThen(installation)
    }

    /// Through whose eyes it is looked at; what is kept of the project is kept for each.
    var eyes: Eyes { latest.eyes }

    /// Markup that is the same for everybody with these eyes until the project or the day changes: of the latest state it is made once.
    /// What depends on who looks, or on more of the address than its name says, must not be asked for like this.
    func kept(_ name: String, _ words: Words, _ make: () -> HTML) -> HTML {
        guard isLatest else { return make() }
        let key = "\(name) \(words.language.rawValue)"
        return markup.value(of: Reference(kind: key, number: today.count), in: self, make)
    }

    /// The names of the persons as they are now.
    var names: NamesOfPersons {
        kept.value(of: Reference(kind: Person.kind, number: 0), in: self) { NamesOfPersons(published.project) }
    }

    /// The names that persons have or had, also where an earlier state is looked at.
    func namesEver() throws -> NamesOfPersons { try ever.names(of: published, installation.trails) }

    /// What a record was called at an entry of the trail.
    func name(_ reference: Reference, at entry: Int, _ words: Words) -> String {
        then.name(reference, at: entry, in: latest, words)
    }

    /// The figure, period by period; of a lock that froze nothing, as the project was known when it was made.
    func series(of figure: Figure) -> [PeriodStanding] {
        project.series(of: figure, on: asOf ?? today, asOf: asOf) { [self] lock in
            whenLocked.withLock { known in
                if let kept = known[lock.reference] { return kept }
                let project = installation.project(name, whenMade: lock.reference)
                known[lock.reference] = .some(project)
                return project
            }
        }
    }

    var person: Key<Person>? { seat.person(in: name) }
    var isPast: Bool { asKnown != nil }
    /// Neither an earlier state nor another day is asked for.
    var isLatest: Bool { asKnown == nil && asked == nil }

    /// The day that the records are asked for, for what is told of them.
    var asOf: Day? {
        if asked != nil { isOfDay.withLock { $0 = true } }
        return asked
    }

    /// Whether what was told so far is of today, though another day is asked for.
    var showsToday: Bool { asked != nil && !isOfDay.withLock { $0 } }

    /// Whether a partner is called otherwise today than on the day that is asked for.
    var hasOtherNames: Bool {
        asked.map { day in project.partners.contains { $0.name(on: day) != $0.name(on: today) } } ?? false
    }

    /// A page of this project, in the same state.
    func to(_ segments: String..., query: [(String, String)] = []) -> Path {
        var query = query
        if let asKnown { query.append(("as-known", asKnown)) }
        if let asked { query.append(("as-of", asked.description)) }
        return Path(["projects", name] + segments, query: query)
    }

    /// How often records were changed since each was added, up to the state that is looked at.
    func changes(of records: [Reference]) throws -> Int {
        let all = try records.map { reference in
            try installation.trails.places(of: reference, in: name).count { $0.entry <= project.entry } - 1
        }
        return Int(clamping: all.filter { $0 > 0 }.total)
    }

    func to(_ reference: Reference) -> Path {
        guard let kind = Kind.named(reference.kind) else { return to() }
        return to(kind.plural, String(reference.number))
    }

    /// Nil when the person may carry it out; on a record, where one is meant.
    func refusal(_ verb: AnyVerb, on record: (any Record)? = nil) -> Refusal? {
        if isPast { return Refusal("asItWas") }
        return hindrance ?? Permission.refusal(.doing(verb, record), by: seat, in: project, on: today)
    }
}

/// What a request is answered with.
struct Reply: Sendable {
    enum Body: Sendable {
        case page(any Page)
        case bytes([UInt8], type: String, name: String?)
        case redirect(Path)
    }
    let body: Body
    var status = 200
    var cookies: [String] = []
    /// What the answer depends on, for pages that are the same until something changes.
    var tag: String?

    static func page(_ page: any Page, status: Int = 200, tag: String? = nil) -> Reply {
        Reply(body: .page(page), status: status, tag: tag)
    }
    static func redirect(_ path: Path) -> Reply { Reply(body: .redirect(path), status: 303) }
}

/// A page is a value, and a function from it to markup. The same value answers JSON at the same address.
protocol Page: Sendable {
    func title(_ words: Words) -> String
    func body(_ words: Words) -> HTML
    var json: JSON { get }
    /// What is seen, as a table, where the page is one.
    func table(_ words: Words) -> [[String]]?
    /// The project that it belongs to, for bar and menu.
    var within: Place? { get }
    /// The room, for the menu.
    var room: Room? { get }
    var wide: Bool { get }
}

extension Page {
    func table(_ words: Words) -> [[String]]? { nil }
    var within: Place? { nil }
    var room: Room? { nil }
    var wide: Bool { false }
}

/// A page of one project.
protocol ProjectPage: Page {
    var place: Place { get }
}

extension ProjectPage {
    var within: Place? { place }
}

/// Nothing here, or not for these eyes; said in the language with the status that fits.
struct Stop: Error {
    let refusal: Refusal
    let status: Int
    init(_ refusal: Refusal, _ status: Int = 404) {
        self.refusal = refusal
        self.status = status
    }
}
