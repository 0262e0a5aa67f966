import Cast
import Domain

extension Chance {
    /// An amount of any size, negative ones among them.
    mutating func cents() -> Int64 { Int64(bitPattern: next()) >> Int64(1 + below(62)) }
    /// A rate with up to two decimals, from nothing to `most`.
    mutating func percent(most: Int = 100) -> Percent { Percent(Exact(cents: Int64(below(most * 100 + 1)))) }
}
