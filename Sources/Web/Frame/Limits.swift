import Foundation
import Synchronization

/// How many requests of visitors are answered: per address so many a minute, and so many at once. People seated at a desk
/// have no limit. What is kept is bounded, however many addresses there are.
public final class Limits: Sendable {
    public struct Settings: Sendable {
        /// Requests of one address in a minute; nil for any number.
        public var perMinute: Int?
        public var atOnce = 40
        /// The address of the proxy that alone is believed about where a request comes from.
        public var proxy: String?
        /// Open connections of one address, whoever sits there; those of the proxy have no such limit.
        public var ofOneAddress = 400
        /// Open connections, from wherever they come.
        public var connections = 2_000

        /// A hall of 200 people that register one after the other has about 100 a minute, and begins all at once.
        public static let usual = 1_200

        public init(perMinute: Int? = nil, atOnce: Int? = nil, connections: Int? = nil, proxy: String? = nil) {
            self.perMinute = perMinute ?? (proxy == nil ? nil : Settings.usual)
            self.proxy = proxy
            if let atOnce { self.atOnce = atOnce }
            if let connections { ofOneAddress = connections }
        }

        /// The same for a process that may have so many files open: a quarter stays for the data folder and its commands, and
        /// no address has more than half of the rest.
        public func within(_ files: Int) -> Settings {
            var settings = self
            settings.connections = max(8, min(connections, files / 4 * 3))
            settings.ofOneAddress = min(ofOneAddress, settings.connections / 2)
            return settings
        }
    }

    /// What an address has left, as it was at a moment.
    private struct Bucket {
        var left: Double
        var at: ContinuousClock.Instant
        var running = 0
    }

    let settings: Settings
    private let buckets = Mutex<[String: Bucket]>([:])
    static let mostAddresses = 10_000

    public init(_ settings: Settings = Settings()) { self.settings = settings }

    /// Nil when the request may be answered; it must be `left` afterwards. Else in how many seconds there is room.
    func enter(_ address: String, now: ContinuousClock.Instant = .now) -> Int? {
        guard let most = settings.perMinute else { return nil }
        let rate = Double(most) / 60
        return buckets.withLock { buckets in
            if buckets.count >= Self.mostAddresses, buckets[address] == nil {
                // Whoever has waited long enough is as good as new; the rest is let go too, before memory is.
                buckets = buckets.filter { $0.value.running > 0 || Self.left($0.value, most, rate, now) < Double(most) }
                if buckets.count >= Self.mostAddresses { buckets = buckets.filter { $0.value.running > 0 } }
            }
            var bucket = buckets[address] ?? Bucket(left: Double(most), at: now)
            bucket.left = Self.left(bucket, most, rate, now)
            bucket.at = now
            defer { buckets[address] = bucket }
            guard bucket.running < settings.atOnce else { return 1 }
            guard bucket.left >= 1 else { return max(1, Int(((1 - bucket.left) / rate).rounded(.up))) }
            bucket.left -= 1
            bucket.running += 1
            return nil
        }
    }

    /// How many addresses are kept.
    var count: Int { buckets.withLock { $0.count } }

    func left(_ address: String) {
        guard settings.perMinute != nil else { return }
        buckets.withLock { $0[address]?.running -= 1 }
    }

    private static func left(
        _ bucket: Bucket, _ most: Int, _ rate: Double, _ now: ContinuousClock.Instant
    ) -> Double {
        min(Double(most), bucket.left + rate * (bucket.at.duration(to: now) / .seconds(1)))
    }

    /// By what a visitor is told from others: the address that the connection comes from, or, where that is the configured
    /// proxy, the last one that it names. Of the long addresses the first half, which is one house.
    func address(of remote: String?, forwarded: String?) -> String {
        let remote = remote ?? ""
        guard isProxy(remote), let named = forwarded?.split(separator: ",").last else {
            return Limits.house(remote) ?? remote
        }
        return Limits.house(String(named.prefix(60)).trimmingCharacters(in: .whitespaces)) ?? remote
    }

    func isProxy(_ remote: String) -> Bool { settings.proxy.map { $0 == remote } ?? false }

    /// Nil when it is no address.
    private static func house(_ address: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, address, &bytes) == 1 { return bytes.prefix(4).map { "\($0)" }.joined(separator: ".") }
        guard inet_pton(AF_INET6, address, &bytes) == 1 else { return nil }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }
}
