/// A text of the project's own can be read by everybody. Its day has come.
public struct PublishNews: StateVerb {
    public static let name = "publish-news-item"
    public static let starts: [News.Status] = [.draft]

    public var newsItem: Key<News>
    public var on: When
    /// Where it can be read.
    public var address: WebAddress?
    public var provenance: Provenance = Provenance()

    public var subject: Key<News> { newsItem }

    public func decided(_ record: News, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(on, record.reference, on: setting.today)
        var news = record
        news.status = .published
        news.on = on
        news.address = address ?? news.address
        news.provenance.take(provenance)
        return [.put(news)]
    }
}

/// An issue of the newsletter went out. Its day has come.
public struct SendNewsletter: StateVerb {
    public static let name = "send-newsletter"
    public static let starts: [Newsletter.Status] = [.draft]

    public var newsletter: Key<Newsletter>
    public var on: When
    /// Where it can be read.
    public var address: WebAddress?
    public var provenance: Provenance = Provenance()

    public var subject: Key<Newsletter> { newsletter }

    public func decided(_ record: Newsletter, in project: Project, _ setting: Setting) throws(Refusal) -> [Change] {
        try project.requirePast(on, record.reference, on: setting.today)
        var issue = record
        issue.status = .sent
        issue.on = on
        issue.address = address ?? issue.address
        issue.provenance.take(provenance)
        return [.put(issue)]
    }
}
