import Desk
import Domain
import Words

/// The pages of the room that are no list of one kind.
enum PartnershipPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/dates") { ask, _ in
            let place = try ask.place(.partnership)
            return .page(DatesPage(place), tag: RecordPages.tag(ask, place))
        },
        Site.Route(method: .get, pattern: "/projects/:project/baselines") { ask, _ in
            let place = try ask.place(.partnership)
            return .page(BaselinesPage(place, from: ask.query("from"), to: ask.query("to")))
        },
        Site.Route(method: .get, pattern: "/projects/:project/signatures") { ask, _ in
            let place = try ask.place(.partnership)
            return .page(SignaturesPage(place), tag: RecordPages.tag(ask, place))
        },
        Site.Route(method: .get, pattern: "/projects/:project/partnership") { ask, _ in
            let place = try ask.place(.partnership)
            guard let text = ask.query("day") else {
                return .page(PartnersOnADayPage(place, place.asOf ?? place.today))
            }
            guard let day = Day(text) ?? ask.words.readDay(text) else {
                throw Stop(Refusal("unknownDay", [.init("text", .text(text))]))
            }
            return .page(PartnersOnADayPage(place, day))
        },
        Site.Route(method: .get, pattern: "/projects/:project/participation") { ask, _ in
            let place = try ask.place(.partnership)
            return .page(ParticipationPage(place), tag: RecordPages.tag(ask, place))
        },
    ]

    /// The way to these pages.
    static func crumbs(_ place: Place, _ words: Words) -> HTML {
        Frame.crumbs(place, words, [(words("room.partnership"), place.to("rooms", Room.partnership.rawValue))])
    }

    /// A table that scrolls in itself where the page is narrow.
    static func table(_ label: String, _ head: [String], _ rows: [HTML]) -> HTML {
        let cells = head.map { "<th scope=\"col\">\($0)</th>" as HTML }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(label)"><table class="list"><thead><tr>\(cells)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    /// A cell that says on a phone, where there are no heads, what it is.
    static func cell(_ label: String, _ content: HTML) -> HTML {
        content.bytes.isEmpty ? "<td></td>" : "<td data-label=\"\(label)\">\(content)</td>"
    }
}
