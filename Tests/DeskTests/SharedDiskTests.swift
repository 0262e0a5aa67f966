import Cast
import Foundation
import Testing

@testable import Desk
@testable import Domain

@Suite struct SharedDiskTests {
    private func type(_ path: String, _ mounts: String) -> String? {
        SharedDisk.type(under: URL(fileURLWithPath: path), mounts: mounts)
    }

    @Test(arguments: [
        "nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.glusterfs", "lustre", "ocfs2", "gfs2", "ceph", "afs",
    ])
    func `a disk of a network is known`(type: String) {
        #expect(self.type("/srv/data", "30 22 0:40 / /srv rw shared:1 - \(type) server:/srv rw") == type)
        #expect(self.type("/var/data", "30 22 0:40 / /srv rw shared:1 - \(type) server:/srv rw") == nil)
    }

    @Test(arguments: ["ext4", "xfs", "btrfs", "tmpfs", "zfs", "overlay", "fuseblk", "fuse.ext2", "virtiofs"])
    func `a disk of this machine alone is none`(type: String) {
        #expect(self.type("/srv/data", "30 22 0:40 / / rw - \(type) /dev/sda1 rw") == nil)
    }

    @Test func `how a place was mounted is that of the nearest mount above it, the last one there`() {
        let mounts = """
            22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
            30 22 0:40 / /srv rw shared:1 - nfs4 server:/srv rw
            31 30 0:41 / /srv/with\\040blank rw shared:2 master:1 - fuse.sshfs ana@host: rw
            32 22 0:42 / /srvother rw - xfs /dev/sdb rw
            33 30 0:43 / /srv/over rw - cifs //host/share rw
            34 33 0:44 / /srv/over rw - tmpfs tmpfs rw
            broken line
            """
        #expect(type("/var/lib/grozd", mounts) == nil)
        #expect(type("/srv", mounts) == "nfs4")
        #expect(type("/srv/grozd/../data", mounts) == "nfs4")
        #expect(type("/srv/with blank/data", mounts) == "fuse.sshfs")
        #expect(type("/srvother/data", mounts) == nil)
        #expect(type("/srv/over/data", mounts) == nil)
        #expect(type("/data", "") == nil)
    }

    @Test func `a folder on such a disk is opened by who takes the risk alone, and nothing is made before`() throws {
        let folder = Temporary()
        let data = folder.url.appendingPathComponent("data")
        let mounts = "30 22 0:40 / / rw - nfs4 server:/srv rw"
        let refusal = #expect(throws: Refusal.self) { try Installation(data, mounts: mounts) }
        #expect(refusal?.code == "sharedDisk")
        #expect(!FileManager.default.fileExists(atPath: data.path))
        #expect(throws: Never.self) { try Installation(data, sharedDisk: true, mounts: mounts) }
    }
}
