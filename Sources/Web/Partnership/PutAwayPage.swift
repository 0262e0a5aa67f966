import Desk
import Domain
import Words

/// Puts a project away that was begun by mistake: what that means, why, and its name typed once more.
struct PutAwayPage: ProjectPage {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/projects/:project/put-away") { ask, _ in
            let place = try ask.place(.partnership)
            try refuse(place, ask)
            return .page(PutAwayPage(place: place, name: "", reason: "", refusal: nil))
        },
        Site.Route(method: .post, pattern: "/projects/:project/put-away", asks: .init(["name", "reason"])) {
            ask, form in
            let place = try ask.place(.partnership)
            try refuse(place, ask)
            let (name, reason) = (form?["name"] ?? "", form?["reason"] ?? "")
            do {
                guard name == place.name, !reason.isEmpty else {
                    throw Refusal("notConfirmed", [.init("name", .text(place.name))])
                }
                _ = try await ask.site.installation.putAway(place.name, because: reason)
                return .redirect(Path("projects"))
            } catch let refusal as Refusal {
                return .page(PutAwayPage(place: place, name: name, reason: reason, refusal: refusal), status: 422)
            }
        },
    ]

    /// For the project's coordinator, as long as nothing of it was reported and it is young and small.
    private static func refuse(_ place: Place, _ ask: Ask) throws {
        if let refusal = place.refusal(BeginProject.any) { throw Stop(refusal, 403) }
        if place.project.jointReports.contains(where: { $0.status != .draft }) {
            throw Stop(Refusal("reportSubmitted", [.init("name", .text(place.name))]), 403)
        }
        do { try ask.site.installation.refuseOld(try ask.site.installation.desk(place.name)) } catch let refusal
            as Refusal
        {
            throw Stop(refusal, 403)
        }
    }

    let place: Place
    let name: String
    let reason: String
    let refusal: Refusal?

    var room: Room? { .partnership }
    func title(_ words: Words) -> String { words("putAway.title") }

    func body(_ words: Words) -> HTML {
        """
        \(Frame.crumbs(place, words, []))
        <h1>\(title(words))</h1>
        <p class="lead">\(words("putAway.about"))</p>
        \(refusal.map { Fields.summary(nil, "<p>\(Show.sentence($0, words, place))</p>") })
        <form method="post" action="/projects/\(place.name)/put-away" class="fields" novalidate>
        <div class="field"><label for="reason">\(words.label(field: "reason", of: PutAway.kind))</label>
        <input id="reason" name="reason" value="\(reason)">
        </div>
        <div class="field"><label for="name">\(words("putAway.name", [("name", place.name)]))</label>
        <input class="medium" id="name" name="name" value="\(name)" autocomplete="off">
        </div>
        <p class="acts"><button class="button">\(title(words))</button></p>
        </form>
        """
    }

    var json: JSON { ["project": .text(place.name), "refused": refusal.map { .text($0.code) } ?? .null] }
}
