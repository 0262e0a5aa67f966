import Domain

/// Chance that is the same in every run.
public struct Chance: RandomNumberGenerator {
    private var state: UInt64

    public init(_ seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    public mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
    public mutating func once(in times: Int) -> Bool { below(times) == 0 }
    public mutating func one<T>(of items: [T]) -> T { items[below(items.count)] }
}

extension Chance {
    static let letters = [
        "a", "b", "Maja ", "č", "Ž", "ß", "ā", "日本", "🚢", "'", "\"", "\\", "<script>", "&amp;", "</textarea>", "=1+1",
        ";", ",", "@", " · ", "%3C", "/", "0", "٣",
    ]

    public mutating func line(longest: Int = 8) -> String {
        (0...below(longest)).map { _ in one(of: Self.letters) }.joined()
    }

    public mutating func day() -> Day { Day(count: below(40_000)) }

    /// A value of the shape as it is stored. Records that it names are among those of the project; a member that need
    /// not be given is often left out, and one that must is sometimes left out when `sloppy`.
    public mutating func json(_ shape: Shape, in project: Project, sloppy: Bool = false) -> JSON {
        switch shape {
        case .line: return .text(line())
        case .prose: return .text(line() + (once(in: 2) ? "\n\n" + line() + "\n" + line() : ""))
        case .whole: return .whole(Int64(below(30) + 1))
        case .number, .percent: return .text(Exact(cents: Int64(below(1 << 30)) - (1 << 28)).plain)
        case .flag: return .flag(once(in: 2))
        case .day: return .text(day().plain)
        case .when:
            let text = day().plain
            return .text(String(text.prefix(one(of: [4, 7, 10]))))
        case .moment: return .text(Moment(milliseconds: Int64(below(1 << 40)), day: day()).plain)
        case .amount:
            return .text(Money(cents: Int64(below(1 << 50)) - (1 << 49), currency: one(of: ["EUR", "SEK"]))!.plain)
        case .count: return .text(Count(below(500), one(of: [.exact, .about, .atLeast])).plain)
        case .address:
            return .text("https://example.org/" + String(below(1_000)) + one(of: ["", "?a=1&b='2'", "#%C4%8D"]))
        case .mail: return .text("name\(below(40))" + one(of: ["@example.org", "+a@example.org", "@EXAMPLE.org"]))
        case .digest: return .text((0..<64).map { _ in one(of: Array("0123456789abcdef").map(String.init)) }.joined())
        case .who:
            let persons = Array(project.persons).map(\.id)
            return .text(persons.isEmpty || once(in: 2) ? line() : Who(one(of: persons)).plain)
        case .choice(_, let words): return .text(one(of: words))
        case .key(let kind):
            let numbers = Kind.named(kind)?.each(project).map(\.reference.number) ?? []
            return .whole(Int64(numbers.isEmpty ? below(5) + 1 : one(of: numbers)))
        case .list(let item): return .list((0..<below(4)).map { _ in json(item, in: project, sloppy: sloppy) })
        case .group(let members):
            return .object(
                of: members.compactMap { member in
                    if sloppy, once(in: 60) { return nil }
                    if !member.required, case .key(let kind) = member.shape, Kind.named(kind)?.count(project) == 0 {
                        return nil
                    }
                    guard member.required || once(in: 2) else { return nil }
                    return (member.name, json(member.shape, in: project, sloppy: sloppy))
                })
        }
    }
}
