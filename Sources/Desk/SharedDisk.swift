import Domain
import Foundation

/// Disks that several machines may have at once. A lock of one machine says nothing to another there, so that two servers
/// would write one trail, and lose what they answered: a data folder is not opened on them unless somebody takes the risk.
///
/// They are known by the type as which they were mounted. `statfs` would give the same as a number, but the same one for
/// everything that a process of its own serves (FUSE), be it a network or a stick.
enum SharedDisk {
    private static let types: Set = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "coda", "ncpfs", "lustre", "ocfs2", "gfs", "gfs2", "ceph",
        "gpfs", "beegfs", "panfs", "pvfs2", "orangefs", "vboxsf", "vmhgfs", "prl_fs", "fuse.sshfs", "fuse.glusterfs",
        "fuse.ceph", "fuse.ceph-fuse", "fuse.s3fs", "fuse.rclone", "fuse.gcsfuse", "fuse.goofys", "fuse.juicefs",
        "fuse.davfs", "fuse.davfs2", "fuse.smbnetfs", "fuse.curlftpfs", "fuse.gvfsd-fuse", "fuse.mfs", "fuse.moosefs",
        "fuse.vmhgfs-fuse", "fuse.afs", "fuse.lizardfs", "fuse.nfs",
    ]

    /// As what the disk under a folder was mounted, when it is one of these; the folder need not be there yet.
    static func type(under folder: URL, mounts: String = mounts()) -> String? {
        let type = mounted(folder.standardizedFileURL.resolvingSymlinksInPath().path, mounts)
        return types.contains(type) ? type : nil
    }

    /// The mounts of this process, as the kernel lists them.
    static func mounts() -> String {
        FileManager.default.contents(atPath: "/proc/self/mountinfo").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The type of the last mount with the longest place above the path.
    private static func mounted(_ path: String, _ mounts: String) -> String {
        var best = (length: -1, type: "")
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 4, let dash = fields.firstIndex(of: "-"), fields.count > dash + 1 else { continue }
            let place = fields[4].replacingOccurrences(of: "\\040", with: " ")
            let isAbove = place == "/" || path == place || path.hasPrefix(place + "/")
            if isAbove, place.utf8.count >= best.length { best = (place.utf8.count, String(fields[dash + 1])) }
        }
        return best.type
    }
}
