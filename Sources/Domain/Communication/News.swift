/// A text of the project's own: an article on its website, a press release. It may quote figures.
public struct News: Stated {
    public static let kind = "news-item"
    public static let plural = "news"
    public static let room = Room.communication
    public static let governed: Set = ["status", "on", "found"]
    public static var verbs: [AnyVerb] { AnyVerb.ordinary(News.self) + AnyVerb.of(PublishNews.self) }

    public enum Status: String, Choice { case draft, published }

    public var id: Key<News>
    public var title: String
    public var status: Status
    public var on: When?
    public var number: Int?
    public var language: LanguageCode?
    public var address: WebAddress?
    public var text: Prose?
    public var quotes: [Quote] = []
    /// The event that it tells of. Its day is not that of the text.
    public var event: Key<Event>?
    public var found: [Found] = []
    public var provenance: Provenance = Provenance()

    /// A figure as the text gives it, so that a later change shows which texts say otherwise.
    public struct Quote: Codable, Sendable, Equatable {
        public init(figure: Key<Figure>, basis: Basis, value: Int) {
            self.figure = figure
            self.basis = basis
            self.value = value
        }

        public var figure: Key<Figure>
        public var basis: Basis
        public var value: Int
    }

    public enum Basis: String, Choice { case claimed, evidenced }

    public var caption: Caption { .text(title) }
    public var span: (from: When?, to: When?) { (on, nil) }
    public var dated: Day? { on?.last }
}

extension News {
    public static func needs(
        in project: Project, on today: Day, of partner: Key<Partner>?, by dues: [DueEntry]
    ) -> [Need] {
        project.news.compactMap { text in
            // What is published later says nothing of this day.
            if let first = text.on?.first, first > today { return nil }
            let differs = text.quotes.contains { quote in
                guard let figure = project.figures[quote.figure] else { return false }
                let now = project.standing(of: figure, on: today)
                if quote.basis == .evidenced, !now.evidence.isKnown { return false }
                return quote.value != (quote.basis == .claimed ? now.claimedValue?.whole : now.evidenced)
            }
            return differs ? Need("quoteDiffers", .open, about: text.reference, by: ChangeRecord<News>.name) : nil
        }
    }
}

extension Project {
    public var news: Table<News> { self[News.self] }
}
