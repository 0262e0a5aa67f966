import Domain

/// Records as no project should have them, but as an earlier version took: every kind, with each value at one end of what
/// is read. They can be taken in with a trail, so every page, sum and need must bear them.
public enum Extremes {
    /// So many of every kind, each with other words of its lists, larger and smaller by turns.
    public static func changes(of each: Int) -> [Change] {
        Kind.all.filter { $0.name != Erasure.kind && $0.name != Human.kind && $0.name != Identification.kind }
            .flatMap { kind in (1...each).compactMap { number in record(kind, number).map { Change.put($0) } } }
    }

    static func record(_ kind: Kind, _ number: Int) -> (any Record)? {
        let json = kind.shape.extreme(number).overlaid(by: ["id": .whole(Int64(number))])
        return json.bytes.withUnsafeBufferPointer { try? kind.decode($0) }
    }
}

extension Shape {
    /// A value of this shape at an end of what is read.
    public func extreme(_ number: Int) -> JSON {
        let isLarge = number % 2 == 0
        switch self {
        case .line: return .text("<img src=x>" + String(repeating: "e\u{301}", count: 200))
        case .who: return .text(isLarge ? "person:1" : String(repeating: "e\u{301}", count: 200))
        case .prose: return .text(String(repeating: "=1+2;\n", count: 200))
        case .whole: return .whole(Int64(isLarge ? Bounds.reading.upperBound : Bounds.reading.lowerBound))
        case .number, .percent: return .text(isLarge ? "999999999999.999999999999999999" : "-9007199254740992")
        case .flag: return .flag(isLarge)
        case .day: return .text(isLarge ? "9999-12-31" : "0001-01-01")
        case .when: return .text(isLarge ? "9999" : "0001-01")
        case .moment: return .text(isLarge ? "9007199254740992 9999-12-31" : "-9007199254740992 0001-01-01")
        case .amount: return .text(isLarge ? "92233720368547758.07 EUR" : "-92233720368547758.07 EUR")
        case .count: return .text(isLarge ? "9007199254740992+" : "0")
        case .address: return .text("https://example.org/" + String(repeating: "a", count: 1_900))
        case .mail:
            let host = (0...2).map { _ in String(repeating: "e", count: 60) }.joined(separator: ".")
            return .text(String(repeating: isLarge ? "'" : "č", count: isLarge ? 64 : 32) + "@\(host).example")
        case .digest: return .text(String(repeating: isLarge ? "f" : "0", count: 64))
        case .choice(_, let words): return .text(words[number % words.count])
        // The first records refer to themselves and to one another.
        case .key: return .whole(Int64(1 + (number + 1) % 3))
        case .list(let item): return .list((0...3).map { item.extreme(number + $0) })
        case .group(let members):
            return .object(of: members.filter { $0.name != "id" }.map { ($0.name, $0.shape.extreme(number)) })
        }
    }
}
