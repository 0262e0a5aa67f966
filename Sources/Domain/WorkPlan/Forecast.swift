/// When activities can be expected, from what is done, what is late and what each depends on.
///
/// What depends on another begins the day after that one ends at the earliest. What is late ends today at the earliest.
/// Nothing is drawn together: an activity keeps its planned length.
public struct Forecast: Sendable {
    public struct Expected: Sendable, Equatable {
        public let activity: Key<Activity>
        public let start: Day?
        public let end: Day?
        /// Days by which its start is pushed; 0 when it can begin as planned.
        public let pushedDays: Int
        /// What pushes it.
        public let pushedBy: Key<Activity>?
        /// Days by which its end is later than it is due.
        public let lateDays: Int
    }

    private let places: [Key<Activity>: Int]
    /// In order of identifier.
    public let all: [Expected]
    private let pushedBy: [Key<Activity>: [Key<Activity>]]

    fileprivate init(_ all: [Expected]) {
        self.all = all
        places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.activity, $0) })
        pushedBy = Dictionary(grouping: all.filter { $0.pushedBy != nil }, by: { $0.pushedBy ?? 0 }).mapValues {
            $0.map(\.activity)
        }
    }

    public subscript(activity: Key<Activity>) -> Expected? { places[activity].map { all[$0] } }

    /// What waits for the activity itself and is pushed by it.
    public func pushedStraight(by activity: Key<Activity>) -> [Key<Activity>] { pushedBy[activity] ?? [] }

    /// Everything that is pushed by the activity, straight or through others, the nearest first.
    public func pushed(by activity: Key<Activity>) -> [Key<Activity>] {
        var found: [Key<Activity>] = []
        var seen: Set<Key<Activity>> = [activity]
        var next = pushedStraight(by: activity)
        while !next.isEmpty {
            next = next.filter { seen.insert($0).inserted }
            found += next
            next = next.flatMap(pushedStraight)
        }
        return found
    }
}

/// Something that comes later because another thing does.
public struct Consequence: Sendable, Equatable {
    public let record: Reference
    /// By how many days it comes later than planned.
    public let days: Int
    /// The day on which it can be expected.
    public let becomes: Day
    /// The activity that it waits for.
    public let because: Key<Activity>
}

extension Project {
    /// What can be expected of every activity on the day. With days of slipping: as if that activity ended so much later.
    public func forecast(on today: Day, slipping: Key<Activity>? = nil, by days: Int = 0) -> Forecast {
        // In a closed project nothing comes later any more.
        let today = stage(on: today) == .closed ? min(today, identification?.end ?? today) : today
        var known: [Key<Activity>: Forecast.Expected] = [:]
        for activity in inOrderOfDependence {
            var push = 0
            var cause: Key<Activity>?
            let start = activity.start?.first
            if activity.status == .planned, let start {
                for other in activity.dependsOn {
                    guard let end = known[other]?.end, end.count + 1 - start.count > push else { continue }
                    push = end.count + 1 - start.count
                    cause = other
                }
                if start.adding(days: push) < today {
                    push = today.count - start.count
                    // Only what is not yet finished still holds it up.
                    if cause.flatMap({ activities[$0]?.isOpen }) != true { cause = nil }
                }
            }
            let due = activity.due?.last
            var end: Day?
            switch activity.status {
            case .done: end = activity.finishedOn?.last ?? due
            case .running: end = due.map { max($0, today) }
            case .planned: end = due.map { max($0.adding(days: push), today) }
            case .dropped: end = nil
            }
            if activity.id == slipping { end = end?.adding(days: days) }
            let late = activity.isOpen ? max(0, (end?.count ?? 0) - (due?.count ?? end?.count ?? 0)) : 0
            known[activity.id] = Forecast.Expected(
                activity: activity.id, start: start?.adding(days: push), end: end, pushedDays: push, pushedBy: cause,
                lateDays: late)
        }
        return Forecast(activities.compactMap { known[$0.id] })
    }

    /// Each after all that it depends on. What lies on a circle, which no form lets in, comes last.
    private var inOrderOfDependence: [Activity] {
        let all = Array(activities)
        let places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.id, $0) })
        var waitsFor = all.map { activity in activity.dependsOn.count { places[$0] != nil } }
        var followers = all.map { _ in [Int]() }
        for (place, activity) in all.enumerated() {
            for other in activity.dependsOn { if let before = places[other] { followers[before].append(place) } }
        }
        var order = all.indices.filter { waitsFor[$0] == 0 }
        var at = 0
        while at < order.count {
            for follower in followers[order[at]] {
                waitsFor[follower] -= 1
                if waitsFor[follower] == 0 { order.append(follower) }
            }
            at += 1
        }
        return order.map { all[$0] } + all.indices.filter { waitsFor[$0] > 0 }.map { all[$0] }
    }

    /// What comes later because the activity does: those that depend on it, and what they and it must deliver.
    public func consequences(of activity: Key<Activity>, on today: Day, slippingBy days: Int = 0) -> [Consequence] {
        let forecast = forecast(on: today, slipping: days > 0 ? activity : nil, by: days)
        let pushed = forecast.pushed(by: activity)
        var found: [Consequence] = []
        for key in [activity] + pushed {
            guard let expected = forecast[key], expected.lateDays > 0, let end = expected.end else { continue }
            if key != activity {
                found.append(
                    Consequence(
                        record: key.reference, days: expected.lateDays, becomes: end,
                        because: expected.pushedBy ?? activity))
            }
            for deliverable in deliverables where deliverable.activity == key && deliverable.isOpen {
                guard let due = deliverable.due?.last else { continue }
                let becomes = max(due.adding(days: expected.lateDays), today)
                found.append(
                    Consequence(
                        record: deliverable.reference, days: becomes.count - due.count, becomes: becomes, because: key))
            }
        }
        return found
    }

    /// The activities that wait for this one, each with the days to spare before it is pushed; fewer than 0 when it is.
    public func followers(of activity: Key<Activity>, in forecast: Forecast) -> [(activity: Activity, spare: Int?)] {
        let end = forecast[activity]?.end
        return activities.filter { $0.dependsOn.contains(activity) && $0.isOpen }.map { follower in
            let spare = end.flatMap { end in follower.start.map { $0.first.count - end.count - 1 } }
            return (follower, spare)
        }
    }
}
