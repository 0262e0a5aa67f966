import Domain

/// What stands behind a record's name in the lists of this room.
enum EventsLists {
    static let lists = [
        RecordList(
            Event.self, by: "start",
            [
                Column("start") { .when($0.start, $0.end) }, .words("sorts") { $0.sorts },
                .word("status") { $0.status },
                .word("mode") { $0.mode }, Column("country") { .word("country", $0.country?.code) },
                Column("host") { .record($0.host?.reference) }, Column("participants") { .count($0.participants) },
            ])
    ]
}
