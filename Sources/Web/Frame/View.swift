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
        View(.workPlan, "gantt"), View(.indicators, "results"), View(.indicators, "indicators"),
        View(.quality, "risk-matrix"), View(.quality, "against-plan"), View(.obligations, "calendar"),
        View(.obligations, "week"), View(.obligations, "hand-over"), View(.obligations, "take-over"),
        View(.communication, "publicity"), View(.communication, "wordings"), View(.partnership, "dates"),
        View(.partnership, "baselines"), View(.partnership, "signatures"), View(.partnership, "partnership"),
        View(.partnership, "participation"), View(.events, "event-calendars"), View(.events, "not-shown"),
        View(.policy, "chain"), View(.policy, "monitoring"),
    ]

    static func of(_ room: Room) -> [View] { all.filter { $0.room == room } }
}
