import Cast
import Foundation
import Testing

@testable import Domain
@testable import Trail

@Suite struct FolderTests {
    @Test func `one process has the folder, with one connection`() throws {
        let written = try Written()
        #expect(throws: TrailFault.folderInUse(written.folder.url.path)) { try Store(written.folder.url) }
        try written.store.close()
        #expect(throws: Never.self) { try Store(written.folder.url).close() }
    }

    @Test func `a child that outlives its parent's hold does not keep the lock`() throws {
        let written = try Written()
        var child: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("20"), nil]
        defer { for argument in arguments { free(argument) } }
        #expect(posix_spawnp(&child, "sleep", nil, nil, &arguments, environ) == 0)
        defer {
            kill(child, SIGKILL)
            waitpid(child, nil, 0)
        }
        #expect(throws: TrailFault.folderInUse(written.folder.url.path)) { try Store(written.folder.url) }
        try written.store.close()
        #expect(kill(child, 0) == 0)
        #expect(throws: Never.self) { try Store(written.folder.url).close() }
    }

    @Test func `a trail of a newer version is not opened in part, and the folder is`() throws {
        let written = try Written.five()
        var header = try written.header(5)
        header.format = 3
        header.entry = 6
        try written.store.execute("INSERT INTO entries VALUES ('green-harbours', 6, \(Canonical.bytes(header).blob))")
        try written.store.close()
        let store = try Store(written.folder.url)
        let newer = TrailFault.newer(format: 3, project: "green-harbours")
        #expect(throws: newer) { try store.read("green-harbours") }
        #expect(throws: newer) { try store.verify("green-harbours") }
        let file = written.folder.url.appendingPathComponent("out.grozd")
        #expect(throws: newer) {
            try store.export("green-harbours", to: file, particulars: true, nameless: { _ in nil })
        }
        #expect(!FileManager.default.fileExists(atPath: file.path))
        #expect(try store.names() == ["green-harbours"])
    }

    @Test func `what the owner keeps is for the owner alone`() throws {
        let folder = Temporary()
        let data = folder.url.appendingPathComponent("a/b/data")
        try Store(data).close()
        #expect(try FileManager.default.attributesOfItem(atPath: data.path)[.posixPermissions] as? Int == 0o700)
    }

    /// A small disk of its own, where this process may mount one.
    final class SmallDisk {
        let folder = Temporary()
        init?() {
            guard getuid() == 0, SmallDisk.run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.url.path) else {
                return nil
            }
        }
        deinit { _ = SmallDisk.run("umount", "-l", folder.url.path) }
        static func run(_ arguments: String...) -> Bool {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = arguments
            process.standardError = FileHandle.nullDevice
            do { try process.run() } catch { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
    }

    @Test(.enabled(if: SmallDisk() != nil, "needs a process that may mount"))
    func `a full disk refuses, and goes on once there is room`() throws {
        let disk = try #require(SmallDisk())
        let filler = disk.folder.url.appendingPathComponent("filler")
        let store = try Store(disk.folder.url.appendingPathComponent("data"))
        #expect(FileManager.default.createFile(atPath: filler.path, contents: Data(count: 900_000)))
        var project = GreenHarbours.unbegun
        var head = Header.noPrevious
        func append(_ verb: String, _ input: JSON) throws {
            let changes = try project.changes(verb, input)
            let entry = Entry(
                try Draft.of(changes), in: "green-harbours",
                number: project.entry + 1, after: head, moment: .friday, person: nil, verb: verb)
            try store.append([Append(entry)])
            project = project.applying(changes)
            head = entry.hash
        }
        try append("begin-project", GreenHarbours.begun)
        let long: JSON = [
            "title": "Long", "sorts": ["other"],
            "outcome": .text(String(repeating: "water ", count: 20_000)),
        ]
        var fault: TrailFault?
        for _ in 0..<40 where fault == nil {
            do { try append("add-event", long) } catch { fault = error as? TrailFault }
        }
        #expect(fault == .diskFull)
        #expect(try store.head(of: "green-harbours").entry == project.entry)
        #expect(try store.verify("green-harbours").head == head)
        #expect(throws: TrailFault.diskFull) { try store.keep([UInt8](repeating: 7, count: 2_000_000)) }

        try FileManager.default.removeItem(at: filler)
        try append("add-person", ["name": "Luka Furlan"])
        #expect(try store.open("green-harbours") == project)
        #expect(try store.verify("green-harbours").head == head)
        try store.close()
    }
}
