import Desk
import Domain
import Foundation

/// Projects to look at: INNO INDUSTRY, of which everything is public and has its source, and Green Harbours, which is invented.
///
/// They are recorded through the same verbs that users use, with moments that are always the same.
public enum Sample: String, CaseIterable, Sendable {
    case innoIndustry = "inno-industry"
    case greenHarbours = "green-harbours"

    /// The steps of each file, in the order of the files' names.
    public func files() throws -> [(name: String, steps: [Step])] {
        guard let folder = Bundle.module.url(forResource: rawValue, withExtension: nil) else {
            throw CocoaError(.fileReadNoSuchFile)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
            .sorted()
        return try names.map { name in
            (name, try Step.reading(JSON(reading: Array(try Data(contentsOf: folder.appendingPathComponent(name))))))
        }
    }

    /// Plays the sample into an installation that has no such project. A file is one entry, unless its steps have days of their own.
    public func play(into installation: Installation, progress: (String) -> Void = { _ in }) async throws {
        let desk = try installation.unbegun(rawValue)
        var names = StepNames()
        // Without days of its own a sample was recorded when its facts were compiled.
        var moment: Moment?
        for (file, steps) in try files() {
            progress(file)
            var at = 0
            while at < steps.count {
                let own = steps[at].on != nil
                let batch = own ? [steps[at]] : Array(steps[at...].prefix { $0.on == nil })
                let begins = Sample.moment(steps[at].on ?? Sample.compiled, hour: 9)
                let next = moment.map { Moment(milliseconds: $0.milliseconds + 60_000, day: begins.day) } ?? begins
                let now = max(begins, next)
                moment = now
                let seat: Seat =
                    steps[at].by.flatMap { names[String($0.dropFirst())] }.map { .person(rawValue, Key($0)) }
                    ?? .steward
                let answer = try await desk.carryOut(.init(batch, by: seat, names: names), at: now)
                names = answer.names
                at += batch.count
            }
        }
        try await installation.introduce(desk.published.project, at: nil)
    }

    private static let compiled = Day(2026, 11, 23)!

    private static func moment(_ day: Day, hour: Int) -> Moment {
        Moment(milliseconds: Int64(day.count) * 86_400_000 + Int64(hour) * 3_600_000, day: day)
    }
}
