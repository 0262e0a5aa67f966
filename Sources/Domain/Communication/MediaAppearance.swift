/// The project in print, on the air, on somebody's pages. One release may appear in several outlets.
public struct MediaAppearance: Record {
    public static let kind = "media-appearance"
    public static let plural = "media-appearances"
    public static let room = Room.communication

    /// What became of a misprint.
    public enum Correction: String, Choice { case corrected, notCorrected, notKnown }

    public var id: Key<MediaAppearance>
    public var outlet: String
    public var subject: String
    public var on: When?
    public var language: LanguageCode?
    public var address: WebAddress?
    /// The appearance that it repeats word for word.
    public var copyOf: Key<MediaAppearance>?
    public var misprint: String?
    /// Whether the outlet corrected the misprint, as far as is known, and when.
    public var corrected: Correction?
    public var correctedOn: When?
    /// The event that it tells of. Its day is not that of the text.
    public var event: Key<Event>?
    public var provenance: Provenance = Provenance()

    public static var knownBy: [String] { ["subject", "outlet", "on"] }

    public func findings(in project: Project) -> [Finding] {
        var found: [Finding] = []
        if corrected != nil, misprint == nil { found.append(Finding("misprintMissing", .blocks, field: "misprint")) }
        if correctedOn != nil, corrected != .corrected {
            found.append(Finding("notCorrected", .blocks, field: "correctedOn"))
        }
        return found
    }

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
