import Domain
import Trail

extension ProjectDesk {
    /// What somebody asks for.
    public struct Asked: Sendable {
        public let steps: [Step]
        public let seat: Seat
        /// The entry that the page was made from; nil from a command, which sees the latest.
        public let seen: Int?
        public let reason: String?
        /// Records that earlier entries named.
        public let names: StepNames
        /// The day for what is due and late, where somebody set another.
        public let today: Day?
        /// The entry after which alone it may be carried out: refused as `movedOn` when anything happened since.
        public let after: Int?
        /// Files that came with it: kept if it is accepted and names them.
        public let uploads: Uploads
        /// A key of chance under which it is sent: sent again, it is not done again.
        public var once: String?
        /// What the entry is called in the trail, where that is no verb of its steps.
        var called: String?
        /// What is done about a new record that looks like another.
        public var alike: Alike = .ignored
        /// A trail from elsewhere that is taken over together with the entry.
        let arrival: Arrival?
        /// A project whose trail goes with the entry; only the installation's own desk is asked for this.
        var removing: String?

        public init(
            _ steps: [Step], by seat: Seat, seen: Int? = nil, reason: String? = nil, names: StepNames = StepNames(),
            today: Day? = nil, after: Int? = nil, uploads: Uploads = Uploads(), bringing arrival: Arrival? = nil
        ) {
            self.steps = steps
            self.seat = seat
            self.seen = seen
            self.reason = reason
            self.names = names
            self.today = today
            self.after = after
            self.uploads = uploads
            self.arrival = arrival
        }

        public init(_ verb: AnyVerb, _ input: JSON, by seat: Seat, seen: Int? = nil, uploads: Uploads = Uploads()) {
            self.init([Step(verb, input)], by: seat, seen: seen, uploads: uploads)
        }

        /// What is done about new records that look like others which whoever enters them sees (`Project.alike`).
        public enum Alike: Sendable {
            /// A sample, an import that matched its rows itself, or somebody who said that it is another one.
            case ignored
            /// They are added, and the answer names both: for commands and programs.
            case told
            /// Refused as `likelyDouble` until somebody says that it is another one.
            case asked
        }

        /// What is refused in one of several steps names the step and its record.
        func naming(_ place: Int, _ work: (Step) throws -> Void) throws {
            let step = steps[place]
            guard steps.count > 1 else { return try work(step) }
            func met(_ refusal: Refusal) -> Refusal {
                let kind = step.verb.kind.flatMap { Kind.named($0) }
                let number = step.verb.subject.flatMap { step.input[$0]?.whole }
                let name =
                    step.verb.subject.flatMap { step.input[$0]?.text } ?? step.input["title"]?.text ?? step.input[
                        "name"]?.text ?? step.name.map { "@\($0)" }
                let record: Fact? =
                    number.flatMap { number in kind.map { .record(Reference(kind: $0.name, number: number)) } }
                    ?? name.map { .text(String($0.prefix(80))) }
                return refusal.met(in: .init(number: place + 1, verb: step.verb.name, record: record))
            }
            do { try work(step) } catch let refusal as Refusal { throw met(refusal) } catch let conflict as Conflict {
                throw conflict.met(met(conflict.refusal))
            }
        }

        /// The key of whoever sends it, and what is sent.
        func sent(in project: String) throws(Refusal) -> SentOnce? {
            guard let once, !once.isEmpty else { return nil }
            guard once.utf8.count <= 200 else {
                throw .blocked(by: [
                    Finding(
                        "tooLong", .blocks, field: "once",
                        facts: [.init("most", .whole(200)), .init("length", .whole(once.utf8.count))])
                ])
            }
            let content = steps.map { "\($0.verb.name)\n\($0.input.written)\n" }.joined()
            let who = seat.person(in: project).map { String($0.number) } ?? (seat == .steward ? "steward" : "visitor")
            return SentOnce(key: "\(who) \(once)", content: Digest(of: Array(content.utf8)))
        }

        /// Why what verbs govern is corrected, a doubt is settled, or a record comes back.
        var correction: String? {
            let reasons = steps.compactMap { step in
                if step.verb.name == TakeBackImport.name { return step.input["reason"]?.text }
                return switch step.verb.sort {
                case .correct, .settleDoubt: step.input["because"]?.text
                case .restore: step.input["reason"]?.text
                default: nil
                }
            }
            return reasons.isEmpty ? nil : reasons.uniqued.joined(separator: " · ")
        }
    }

    public struct Answer: Sendable {
        public let entry: Int
        /// The records that it made or changed, in order.
        public let records: [Reference]
        public let published: Published
        /// What its steps named, and what was named before.
        public let names: StepNames
        /// New records, each with what looks the same.
        public internal(set) var alike: [LooksAlike] = []

        func showing(_ project: Project) -> Answer {
            let shown = Published(project: project, head: published.head, moment: published.moment)
            return Answer(entry: entry, records: records, published: shown, names: names, alike: alike)
        }
    }

    /// A new record, and those that look the same.
    public struct LooksAlike: Sendable, Equatable {
        public let record: Reference
        public let others: [Reference]

        /// As it is told beside the answer.
        public var refusal: Refusal {
            Refusal("looksAlike", [.init("record", .record(record)), .init("others", .records(others))])
        }

        public var json: JSON {
            ["record": .text(record.description), "others": .list(others.map { .text($0.description) })]
        }
    }

    /// Two people changed one record, and both the same of it, or what they changed does not go together.
    public struct Conflict: Error, Sendable {
        public let reference: Reference
        /// The entry that changed it since the page was made.
        public let entry: Int
        public let theirs: (any Record)?
        public let mine: (any Record)?
        /// What both changed: as it is on record, and as the second wants it.
        public let both: [Comparison.Field]
        /// What was entered, with what the other alone changed in its place: what a form goes on with.
        public let input: JSON
        /// That it was changed since; and what the two changes do wrong together.
        public private(set) var refusal: Refusal

        init(
            reference: Reference, entry: Int, theirs: (any Record)?, mine: (any Record)?, both: [Comparison.Field],
            input: JSON, refusal: Refusal
        ) {
            self.reference = reference
            self.entry = entry
            self.theirs = theirs
            self.mine = mine
            self.both = both
            self.input = input
            self.refusal = refusal
        }

        func met(_ refusal: Refusal) -> Conflict {
            var conflict = self
            conflict.refusal = refusal
            return conflict
        }
    }
}
