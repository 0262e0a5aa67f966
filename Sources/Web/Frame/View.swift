import Domain
import Words

/// What a room brings to the site: its pages with their addresses, and the lists of its kinds.
struct RoomPart: Sendable {
    let room: Room
    /// Its pages that are no list of one kind: the Gantt chart, the calendar. A name is that in `Words` (`view.gantt`) and the last
    /// part of the address (`/projects/NAME/gantt`).
    let views: [String]
    let routes: [Site.Route]
    /// The verbs that have a page instead of a form, with the first part of its address.
    let forms: [String: String]
    /// What a new record of a kind begins with.
    let usual: [String: @Sendable (Place) -> [(String, JSON)]]
    /// Where each of the first steps in a new project is done.
    let begins: [String: String]
    /// What stands on the page of any record.
    let strip: (@Sendable (Reference, Words, Place) -> HTML)?
    let lists: [RecordList]

    init(
        _ room: Room, views: [String] = [], routes: [Site.Route] = [], forms: [String: String] = [:],
        usual: [String: @Sendable (Place) -> [(String, JSON)]] = [:], begins: [String: String] = [:],
        strip: (@Sendable (Reference, Words, Place) -> HTML)? = nil, lists: [RecordList]
    ) {
        (self.room, self.views, self.routes, self.forms) = (room, views, routes, forms)
        (self.usual, self.begins, self.strip, self.lists) = (usual, begins, strip, lists)
    }

    /// Every room that has any, in the order of the menu.
    static let all: [RoomPart] = [
        .partnership, .people, .obligations, .workPlan, .events, .learning, .policy, .indicators, .communication,
        .reports,
        .quality,
    ]

    /// The first part of the address of a verb's own page; nil where it has a form as others.
    static func form(of verb: AnyVerb) -> String? { forms[verb.name] }
    private static let forms = Dictionary(uniqueKeysWithValues: all.flatMap { $0.forms.map { ($0.key, $0.value) } })

    static func usual(of kind: Kind, _ place: Place) -> [(String, JSON)] {
        all.compactMap { $0.usual[kind.name]?(place) }.first ?? []
    }
}

/// A page of a room that is no list of one kind.
struct View: Sendable {
    let room: Room
    let name: String

    static let all = RoomPart.all.flatMap { part in part.views.map { View(room: part.room, name: $0) } }
    static func of(_ room: Room) -> [View] { all.filter { $0.room == room } }
}
