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
        Site.Route(method: .post, pattern: "/projects/:project/dates") { ask, form in
            try await DatesAnswered.carryOut(ask, try ask.place(.partnership), form)
        },
        Site.Route(method: .get, pattern: "/projects/:project/baselines") { ask, _ in
            let place = try ask.place(.partnership)
            return .page(try BaselinesPage(place, from: ask.query("from"), to: ask.query("to")))
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
}
