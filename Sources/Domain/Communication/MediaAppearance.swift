/// The project in print, on the air, on somebody's pages. One release may appear in several outlets.
public struct MediaAppearance: Record {
    public static let kind = "media-appearance"
    public static let plural = "media-appearances"
    public static let room = Room.communication

    public var id: Key<MediaAppearance>
    public var outlet: String
    public var subject: String
    public var on: When?
    public var language: LanguageCode?
    public var address: WebAddress?
    /// The appearance that it repeats word for word.
    public var copyOf: Key<MediaAppearance>?
    public var misprint: String?
    public var provenance: Provenance = Provenance()

    public static var knownBy: [String] { ["subject", "outlet", "on"] }
    public var span: (from: When?, to: When?) { (on, nil) }
    public var caption: Caption { .text("\(outlet): \(subject)") }
    public var dated: Day? { on?.last }
}

extension Project {
    public var mediaAppearances: Table<MediaAppearance> { self[MediaAppearance.self] }
}

extension Kind {
    static let ofCommunication = [
        Kind(MediaAppearance.self), Kind(News.self), Kind(Newsletter.self), Kind(Website.self), Kind(Material.self),
        Kind(OfficialText.self), Kind(OutboxMessage.self),
    ]
}

extension MediaAppearance: Countable {
    public func candidate(in project: Project) -> Candidate {
        var candidate = Candidate(self, day: on?.last)
        candidate.addresses = [address].compactMap { $0 }
        candidate.names = {
            [address?.text].compactMap { $0 }
                + [[outlet, subject, on?.plain ?? ""].map(Candidate.folded).joined(separator: "\n")]
        }
        return candidate
    }
}
