import Desk
import Domain
import Words

/// Stakeholder groups over time: organisations by the events that they could take part in.
struct ParticipationPage: ProjectPage {
    struct Group: Sendable {
        let group: StakeholderGroup
        let events: [Event]
        /// The organisations that were present at each event, as far as it is recorded.
        let present: [Set<Key<Organisation>>]
    }

    let place: Place
    let groups: [Group]

    init(_ place: Place) {
        self.place = place
        let project = place.project
        groups = project.stakeholderGroups.map { group in
            let events = project.events(of: group).filter { $0.had(by: place.asOf) }
            return Group(
                group: group, events: events, present: events.map { Set(project.organisationsPresent(at: $0)) })
        }
    }

    var room: Room? { .partnership }
    var wide: Bool { true }
    func title(_ words: Words) -> String { words("view.participation") }

    func body(_ words: Words) -> HTML {
        let sections = groups.map { section($0, words) }
        return """
            \(Frame.crumbs(place, words, in: .partnership))
            <h1>\(title(words))</h1>
            <p class="lead">\(words("participation.about"))</p>
            \(if: groups.isEmpty, "<p class=\"empty\">\(words("participation.none"))</p>")
            \(sections)
            """
    }

    private func section(_ group: Group, _ words: Words) -> HTML {
        let origin: HTML = group.group.origin.map { " · \($0)" } ?? ""
        return """
            <h2>\(Show.link(group.group.reference, words, place))</h2>
            <p class="hint">\(Show.link(group.group.partner.reference, words, place))\(origin)</p>
            \(if: group.group.members.isEmpty, "<p>\(words("participation.noMembers"))</p>")
            \(if: group.events.isEmpty, "<p>\(words("participation.noEvents"))</p>")
            \(group.group.members.isEmpty ? events(of: group, words) : grid(group, words).html)
            """
    }

    private func events(of group: Group, _ words: Words) -> HTML {
        let events = group.events.map { event -> HTML in
            "<li>\(Show.days(event.start, nil, words)) \(Show.link(event.reference, words, place))</li>"
        }
        return events.isEmpty ? "" : "<ul class=\"plain\">\(events)</ul>"
    }

    private func grid(_ group: Group, _ words: Words) -> Grid<StakeholderGroup.Member> {
        let total: Cell? = group.events.isEmpty ? nil : .text(words("participation.organisations"))
        return Grid(
            group.group.name, words, place, group.group.members,
            [
                Column("organisation", words("kind.organisation.one"), sum: total) { member in
                    let name: Cell = member.organisation.map { .record($0.reference) } ?? .text(member.name)
                    let person = member.person.map { words.name($0.reference, in: place.project) }
                    let role = [person, member.role].compactMap(\.self).joined(separator: ", ")
                    let time = member.from == nil && member.to == nil ? "" : words.span(member.from, member.to)
                    return name.noted([role, time].filter { !$0.isEmpty }.joined(separator: " · "), words, place)
                }
            ]
                + Column.each("events", group.events) { index, event in
                    let day = Show.days(event.start, nil, words)
                    let head: HTML = "<a\(href: place.to(event.reference)) title=\"\(event.title)\">\(day)</a>"
                    return Column("events", day, head, sum: .count(event.organisations)) { member in
                        presence(of: member, at: event, group.present[index], words)
                    }
                })
    }

    private func presence(
        of member: StakeholderGroup.Member, at event: Event, _ present: Set<Key<Organisation>>, _ words: Words
    ) -> Cell {
        if member.organisation.map(present.contains) ?? false {
            let text = words("participation.present")
            return .shown(.text(text), Show.state(text, "held"))
        }
        let isMember = member.belongs(on: event.lastDay ?? place.today)
        let text = words(isMember ? "participation.member" : "participation.outside")
        return .shown(.text(text), "<span class=\"\(isMember ? "hint" : "far")\">\(text)</span>")
    }

    var json: JSON {
        .list(
            groups.map { group in
                [
                    "group": .text(group.group.reference.description),
                    "members": .list(group.group.members.map(\.json)),
                    "events": .list(
                        zip(group.events, group.present).map { event, present in
                            [
                                "event": .text(event.reference.description),
                                "organisations": event.organisations.map { .text($0.plain) } ?? .null,
                                "present": .list(present.sorted().map { .text($0.reference.description) }),
                                "members": .list(
                                    group.group.members(on: event.lastDay ?? place.today).map(\.json)),
                            ]
                        }),
                ]
            })
    }
}

extension StakeholderGroup.Member {
    fileprivate var json: JSON { .text(organisation?.reference.description ?? name ?? "") }
}
