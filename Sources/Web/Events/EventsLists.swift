import Domain

/// What stands behind a record's name in the lists of this room.
enum EventsLists {
    static let lists = [
        RecordList(Event.self, by: "start", [
            Column("start") { .when($0.start, $0.end) }, Column("sorts") { .words(Event.Sort.choiceName, $0.sorts.map(\.rawValue)) },
            Column("status") { .word(Event.Status.choiceName, $0.status.rawValue) },
            Column("mode") { .word(Event.Mode.choiceName, $0.mode?.rawValue) }, Column("country") { .word("country", $0.country?.code) },
            Column("host") { .record($0.host?.reference) }, Column("participants") { .count($0.participants) },
        ])
    ]
}
