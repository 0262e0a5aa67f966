import Domain
import Foundation

/// Commands are carried out by the process that has the folder: their arguments go over a socket in the folder, and
/// output and exit code come back.
public enum Socket {
    /// A command as it was typed.
    public struct Call: Codable, Sendable {
        public var arguments: [String] = []
        public var folder: String
        /// What the file or standard input held that the command reads, in base64.
        private var sent: String?
        /// What whoever carries it out must read or write itself.
        public var place: Place?
        public init(arguments: [String], folder: String, input: [UInt8]?, place: Place? = nil) {
            self.arguments = arguments
            self.folder = folder
            self.place = place
            sent = input.map { Data($0).base64EncodedString() }
        }

        public var input: [UInt8]? { sent.flatMap { Data(base64Encoded: $0) }.map(Array.init) }
    }

    /// What came of it.
    public struct Outcome: Codable, Sendable {
        public var output: String
        public var errors: String
        public var code: Int
        public init(output: String, errors: String, code: Int) {
            self.output = output
            self.errors = errors
            self.code = code
        }
    }

    /// A file or folder as one process sees it. A server may see another one under the same path, or none: its unit gives it
    /// a /tmp of its own, and hides the homes.
    public struct Place: Codable, Sendable {
        private var path: String
        private var isWritten: Bool
        /// What lies there, or else in the nearest folder above it.
        private var seen = ""
        private var isUsable = false

        public init(_ path: String, isWritten: Bool) {
            self.path = path
            self.isWritten = isWritten
            (seen, isUsable) = now
        }

        /// Whether this process sees the same there, and may do with it what the caller may.
        public var isHere: Bool {
            let now = now
            return now.seen == seen && (now.isUsable || !isUsable)
        }

        private var now: (seen: String, isUsable: Bool) {
            let (folder, seen) = Place.nearest(path)
            return (seen, access(isWritten ? folder : path, isWritten ? W_OK : R_OK) == 0)
        }

        private static func nearest(_ path: String) -> (folder: String, seen: String) {
            var place = URL(fileURLWithPath: path).path
            var found = stat()
            while stat(place, &found) != 0, place != "/" { place = (place as NSString).deletingLastPathComponent }
            let isFolder = found.st_mode & S_IFMT == S_IFDIR
            return (
                isFolder ? place : (place as NSString).deletingLastPathComponent,
                "\(place) \(found.st_dev) \(found.st_ino)"
            )
        }
    }

    /// The code of a command whose answer never came.
    public static let unanswered = 4

    private static let largest = 256 << 20
    /// What may be sent with a command, so that it fits in base64.
    public static let largestInput = 180 << 20

    /// Listens in the folder until the process ends; each call is answered by the function.
    public static func listen(in folder: URL, _ answer: @escaping @Sendable (Call) async -> Outcome) throws {
        let handle = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard handle >= 0 else { throw Refusal("noSocket") }
        unlink(folder.appendingPathComponent("grozd.sock").path)
        let old = umask(0o177)
        let bound = withAddress(folder) { Foundation.bind(handle, $0, $1) }
        umask(old)
        guard bound == 0, Foundation.listen(handle, 64) == 0 else {
            close(handle)
            throw Refusal("noSocket")
        }
        Thread {
            // Given up for one caller when the process may open no more files, so that commands go on then too.
            var spare = open("/dev/null", O_RDONLY | O_CLOEXEC)
            while true {
                var peer = acceptOne(handle)
                if peer < 0, errno == EMFILE || errno == ENFILE, spare >= 0 {
                    close(spare)
                    peer = acceptOne(handle)
                    spare = -1
                }
                if peer >= 0 { serve(peer, answer) }
                // Whatever it was, it passes; who calls waits so long.
                if peer < 0, errno != EINTR, errno != ECONNABORTED { usleep(50_000) }
                if spare < 0 { spare = open("/dev/null", O_RDONLY | O_CLOEXEC) }
            }
        }.start()
    }

    private static func acceptOne(_ handle: Int32) -> Int32 {
        let peer = accept(handle, nil, nil)
        if peer >= 0 { _ = fcntl(peer, F_SETFD, FD_CLOEXEC) }
        return peer
    }

    private static func serve(_ peer: Int32, _ answer: @escaping @Sendable (Call) async -> Outcome) {
        // Reading waits for the caller: on a thread of its own, and not for ever.
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        Thread {
            guard let bytes = read(from: peer), let call = try? Canonical.decode(Call.self, from: bytes) else {
                close(peer)
                return
            }
            Task.detached {
                let outcome = await answer(call)
                _ = write(Canonical.bytes(outcome), to: peer)
                close(peer)
            }
        }.start()
    }

    /// The question that a server answers with the address of its pages.
    public static let whereabouts = ["--where"]

    /// Where the pages of the server are that has the folder: nil when there is none, empty when it does not say.
    public static func server(in folder: URL) -> String? {
        ask(in: folder, Call(arguments: whereabouts, folder: folder.path, input: nil))?.output
    }

    /// Asks the process that has the folder; nil when there is none. When it ends before it has answered, nobody knows
    /// whether the command was carried out: that is said, and it is not tried again.
    public static func ask(in folder: URL, _ call: Call) -> Outcome? {
        let handle = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard handle >= 0 else { return nil }
        defer { close(handle) }
        guard withAddress(folder, { connect(handle, $0, $1) }) == 0 else { return nil }
        guard write(Canonical.bytes(call), to: handle), let bytes = read(from: handle),
            let outcome = try? Canonical.decode(Outcome.self, from: bytes)
        else { return Outcome(output: "", errors: "", code: unanswered) }
        return outcome
    }

    /// The address goes by way of the folder's handle: a socket's path may be 107 bytes long only.
    private static func withAddress(_ folder: URL, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        let directory = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return -1 }
        defer { close(directory) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("/proc/self/fd/\(directory)/grozd.sock".utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }

    private static func write(_ bytes: [UInt8], to handle: Int32) -> Bool {
        let size = UInt32(bytes.count)
        let all = [UInt8(size >> 24), UInt8(size >> 16 & 255), UInt8(size >> 8 & 255), UInt8(size & 255)] + bytes
        var at = 0
        while at < all.count {
            let count = all.withUnsafeBytes { send(handle, $0.baseAddress! + at, all.count - at, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            at += count
        }
        return true
    }

    private static func read(from handle: Int32) -> [UInt8]? {
        func exactly(_ count: Int) -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: count)
            var at = 0
            while at < count {
                let got = bytes.withUnsafeMutableBytes { recv(handle, $0.baseAddress! + at, count - at, 0) }
                guard got > 0 else { return nil }
                at += got
            }
            return bytes
        }
        guard let head = exactly(4) else { return nil }
        let size = head.reduce(0) { $0 << 8 | Int($1) }
        return size <= largest ? exactly(size) : nil
    }
}
