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
            \(PartnershipPages.crumbs(place, words))<h1>\(title(words))</h1><p class="lead">\(words("participation.about"))</p>
            \(if: groups.isEmpty, "<p class=\"empty\">\(words("participation.none"))</p>")\(sections)
            """
    }

    private func section(_ group: Group, _ words: Words) -> HTML {
        """
        <h2>\(Show.link(group.group.reference, words, place))</h2><p class="hint">\(Show.link(group.group.partner.reference, words, place))\(if: group.group.origin != nil, " · \(group.group.origin ?? "")")</p>
        \(if: group.group.members.isEmpty, "<p>\(words("participation.noMembers"))</p>")\(if: group.events.isEmpty, "<p>\(words("participation.noEvents"))</p>")\(grid(group, words))
        """
    }

    private func grid(_ group: Group, _ words: Words) -> HTML {
        guard !group.group.members.isEmpty else {
            let events = group.events.map { event -> HTML in
                "<li>\(Show.days(event.start, nil, words)) \(Show.link(event.reference, words, place))</li>"
            }
            return "\(if: !events.isEmpty, "<ul class=\"plain\">\(events)</ul>")"
        }
        let heads = group.events.map { event -> HTML in
            """
            <th scope="col"><a\(href: place.to(event.reference)) title="\(event.title)">\(Show.days(event.start, nil, words))</a></th>
            """
        }
        let rows = group.group.members.map { member -> HTML in
            let cells = zip(group.events, group.present).map { event, present -> HTML in
                let day = event.lastDay ?? place.today
                let shown: HTML =
                    if member.organisation.map(present.contains) ?? false {
                        Show.state(words("participation.present"), "held")
                    } else if member.belongs(on: day) {
                        "<span class=\"hint\">\(words("participation.member"))</span>"
                    } else {
                        "<span class=\"far\">\(words("participation.outside"))</span>"
                    }
                return PartnershipPages.cell(Show.days(event.start, nil, words), shown)
            }
            let name: HTML =
                member.organisation.map { Show.link($0.reference, words, place) } ?? "\(member.name ?? "")"
            let role = [member.person.map { words.name($0.reference, in: place.project) }, member.role].compactMap(
                \.self
            )
            .joined(separator: ", ")
            let time = member.from == nil && member.to == nil ? "" : words.span(member.from, member.to)
            return """
                <tr><th scope="row">\(name)<span class="reason">\(role)\(if: !role.isEmpty && !time.isEmpty, " · ")\(time)</span></th>\(cells)</tr>
                """
        }
        let counted = group.events.map { event -> HTML in
            PartnershipPages.cell(
                Show.days(event.start, nil, words), "\(event.organisations.map { words.count($0) } ?? "")")
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(group.group.name)"><table class="list"><thead><tr><th scope="col">\(words("kind.organisation.one"))</th>\(heads)</tr></thead><tbody>\(rows)</tbody>\(if: !group.events.isEmpty, "<tfoot><tr><th scope=\"row\">\(words("participation.organisations"))</th>\(counted)</tr></tfoot>")</table></div>
            """
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
