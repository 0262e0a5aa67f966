/// How a figure stands: what was claimed, what the records show, and what lies between.
public struct Standing: Sendable, Equatable {
    public let figure: Figure
    /// The last claim of what the figure counts; nil when nobody claimed anything.
    public let claimed: PublishedValue?
    public let evidence: Evidence
    /// Every claim of what the figure counts, the earliest first. A cumulative claim may fall.
    public let claims: [PublishedValue]
    /// Published values with a definition of their own, which stand beside.
    public let beside: [PublishedValue]

    /// How many records count; where they add up to something else, that. Nil where it is not known: records that may count
    /// were withheld.
    public var reached: FigureValue? {
        evidence.isKnown ? evidence.value ?? FigureValue(part: Int128(evidence.counted.count)) : nil
    }
    /// The same in whole numbers, what is behind the point cut; nil of nothing too.
    public var evidenced: Int? { reached.flatMap { $0.isOfNothing ? nil : $0.whole } }
    public var claimedValue: FigureValue? { claimed?.number(of: figure) }
    public var unshown: Int { evidence.unshown.count }
    public var doubtful: Int { evidence.doubtful.count }
    /// Claimed less evidenced; nil without a claim, where either is not known, and where they are in different measures.
    /// Negative when the records show more than was claimed.
    public var gap: FigureValue? { reached.flatMap { claimedValue?.less($0) } }
}

extension Project {
    /// How a figure stood at the end of a day, or stands by all that is on record.
    ///
    /// - Parameter today: by which what is planned should have happened.
    public func standing(of figure: Figure, asOf day: Day? = nil, on today: Day? = nil) -> Standing {
        let values = publishedValues.filter { value in
            guard value.figure == figure.id else { return false }
            // Nobody has claimed yet what bears a day to come.
            guard let day else { return today.flatMap { today in value.on.map { $0.first <= today } } ?? true }
            return (value.on?.last ?? identification?.end).map { $0 <= day } ?? false
        }
        let claims = values.filter { $0.definition == nil }.sorted {
            let (a, b) = ($0.on?.last ?? Day(count: 0), $1.on?.last ?? Day(count: 0))
            return a != b ? a < b : $0.id < $1.id
        }
        return Standing(
            figure: figure, claimed: claims.last, evidence: evidence(of: figure, asOf: day, on: today), claims: claims,
            beside: values.filter { $0.definition != nil })
    }

    /// The key results in their order.
    public func keyResults(asOf day: Day? = nil, on today: Day? = nil) -> [Standing] {
        figures.filter(\.isKeyResult).map { standing(of: $0, asOf: day, on: today) }
    }

    /// Texts that quote the figure, and what each of them says against what is so now.
    public func quotes(of figure: Figure, asOf day: Day? = nil, on today: Day? = nil) -> [(
        text: News, quote: News.Quote, now: Int?
    )] {
        let now = standing(of: figure, asOf: day, on: today)
        return news.flatMap { text in
            text.quotes.filter { $0.figure == figure.id }.map { quote in
                (text, quote, quote.basis == .claimed ? now.claimedValue?.whole : now.evidenced)
            }
        }
    }
}

extension Figure {
    /// The twelve that every lead partner is asked for, in the order in which they are reported.
    static let usual: [(name: String, rule: CountingRule)] = [
        ("kick-off-meetings", .kickOffMeetings), ("study-visits", .studyVisits), ("partner-meetings", .partnerMeetings),
        ("final-events", .finalEvents), ("joint-progress-reports", .jointReports), ("evaluations", .evaluations),
        ("good-practices", .goodPractices), ("action-plans", .actionPlans), ("policy-changes", .policyChanges),
        ("media-appearances", .mediaAppearances), ("newsletters", .newsletters), ("websites", .websites),
    ]
}
