import Testing

@testable import Web

/// What is being sent lies in bounded memory.
@Suite struct ReceivingTests {
    @Test func `one address holds half of what may be held, and what is given back is free again`() {
        let receiving = Receiving(small: 8 << 20, large: 100 << 20)
        var held = (0..<3).map { _ in receiving.begin(from: "10.0.0.1") }
        // 2 MB of each are of the small room, of which an address has 4.
        #expect(held[0].add(22 << 20) && held[1].add(32 << 20))
        #expect(!held[2].add(1))
        let other = receiving.begin(from: "10.0.0.2")
        #expect(other.add(52 << 20))
        held.removeFirst()
        #expect(held[1].add(2 << 20) && !held[1].add(21 << 20) && held[1].add(20 << 20))
    }

    @Test func `files lie on the disk, where one address has half of the room too, and take none from forms`() {
        let receiving = Receiving(small: 4 << 20, large: 4 << 20, files: 128 << 20)
        var held = (0..<2).map { _ in receiving.begin(from: "10.0.0.1") }
        #expect(held[0].add(ofFiles: 60 << 20) && !held[1].add(ofFiles: 5 << 20) && held[1].add(ofFiles: 4 << 20))
        #expect(held[1].add(1 << 20))
        #expect(receiving.begin(from: "10.0.0.2").add(ofFiles: 64 << 20))
        held.removeFirst()
        #expect(held[0].add(ofFiles: 60 << 20))
    }

    @Test func `forms without files pass while files fill their room`() {
        let receiving = Receiving(small: 8 << 20, large: 8 << 20)
        let files = (1...2).map { receiving.begin(from: "10.0.0.\($0)") }
        for file in files { #expect(file.add(6 << 20)) }
        let third = receiving.begin(from: "10.0.0.3")
        #expect(!third.add(3 << 20))
        #expect(third.add(1 << 20))
    }
}
