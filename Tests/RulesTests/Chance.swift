import Domain

/// Chance that is the same in every run. (In the house it is that of `Cast`.)
struct Chance: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
    mutating func one<T>(of items: [T]) -> T { items[below(items.count)] }

    /// An amount of any size, negative ones among them.
    mutating func cents() -> Int64 { Int64(bitPattern: next()) >> Int64(1 + below(62)) }
    /// A rate with up to two decimals, from nothing to `most`.
    mutating func percent(most: Int = 100) -> Percent { Percent(Exact(cents: Int64(below(most * 100 + 1)))) }
}
