import Domain

/// A page of a room that is no list of one kind: the Gantt chart, the calendar, the chain. Its name is that in `Words`
/// (`view.gantt`) and the last part of its address (`/projects/NAME/gantt`).
struct View: Sendable {
    let room: Room
    let name: String

    init(_ room: Room, _ name: String) {
        self.room = room
        self.name = name
    }

    /// Every one, by rooms; its routes stand in its own file.
    static let all: [View] = [
        View(.policy, "chain"), View(.policy, "monitoring"),
        View(.indicators, "results"),
    ]

    static func of(_ room: Room) -> [View] { all.filter { $0.room == room } }
}
