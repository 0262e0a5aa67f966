import Domain
import Foundation
import Synchronization

/// The rule packs that come with the product, and packs in folders of one's own.
public struct Packs: Sendable {
    /// A pack with its worked examples, each file by name.
    public struct Loaded: Sendable {
        public let pack: RulePack
        public let examples: [ExampleFile]
    }

    public struct ExampleFile: Sendable {
        public let name: String
        public let examples: [WorkedExample]
        public init(name: String, examples: [WorkedExample]) {
            self.name = name
            self.examples = examples
        }
    }

    /// Where the folders of the packs lie.
    public let folder: URL

    public init(folder: URL) { self.folder = folder }

    /// Those in the product.
    public static var own: Packs {
        Packs(folder: Bundle.module.url(forResource: "packs", withExtension: nil) ?? URL(fileURLWithPath: "/"))
    }

    /// The product's packs for projects to stand on, each read once.
    public static let shelf: PackShelf = {
        let own = Packs.own
        let read = Mutex<[String: RulePack]>([:])
        return PackShelf(names: own.names) { name in
            if let pack = read.withLock({ $0[name] }) { return pack }
            guard own.names.contains(name), let pack = try? own.pack(name).pack else { return nil }
            read.withLock { $0[name] = pack }
            return pack
        }
    }()

    /// Every pack of the product, read once; a fault in one of them is told whoever asks.
    public static let ofProduct: Result<[Loaded], Refusal> = {
        do { return .success(try own.names.map { try own.pack($0) }) } catch let refusal as Refusal {
            return .failure(refusal)
        } catch { return .failure(Refusal("fault", [.init("identifier", .text("\(error)"))])) }
    }()

    /// Names of all packs, in order.
    public var names: [String] {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return found.filter {
            FileManager.default.fileExists(
                atPath: folder.appendingPathComponent($0).appendingPathComponent(RulePack.head).path)
        }.sorted()
    }

    /// A pack by its name, or by the path of a folder; bases are looked for beside it and then in the product. Everything
    /// that is wrong with it is refused at once, each with file, name and reason.
    public func pack(_ name: String) throws -> Loaded { try load(name, standingUnder: []) }

    private func load(_ name: String, standingUnder above: [String]) throws -> Loaded {
        guard let place = place(of: name) else {
            throw Refusal(
                "unknownPack", [.init("name", .text(name)), .init("known", .text(names.joined(separator: ", ")))])
        }
        guard !above.contains(place.path) else { throw Refusal("packStandsOnItself", [.init("name", .text(name))]) }
        let files = try Packs.files(in: place)
        var base: RulePack?
        if let wanted = RulePack.baseNamed(in: files) {
            let beside = Packs(folder: place.deletingLastPathComponent())
            let from = beside.names.contains(wanted) ? beside : self
            // A base that is nowhere is refused with the head that names it.
            if from.names.contains(wanted) {
                base = try from.load(wanted, standingUnder: above + [place.path]).pack
            }
        }
        let pack = try RulePack.reading(files, on: base)
        var examples: [ExampleFile] = []
        for file in try Packs.files(in: place.appendingPathComponent("examples")) {
            let read = try WorkedExample.reading(file.bytes, named: "examples/\(file.name)")
            examples.append(ExampleFile(name: file.name, examples: read))
        }
        return Loaded(pack: pack, examples: examples)
    }

    /// Those of the product first; any other name is a folder.
    private func place(of name: String) -> URL? {
        if names.contains(name) { return folder.appendingPathComponent(name) }
        let path = URL(fileURLWithPath: name).standardizedFileURL
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path.path, isDirectory: &isFolder) && isFolder.boolValue
            ? path : nil
    }

    /// The JSON files of a folder, in order of their names; none when it does not exist.
    private static func files(in folder: URL) throws -> [PackFile] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
            $0.hasSuffix(".json")
        }.sorted()
        return try names.map { name in
            let path = folder.appendingPathComponent(name)
            guard let bytes = FileManager.default.contents(atPath: path.path) else {
                throw Refusal("unknownFile", [.init("name", .text(path.path))])
            }
            return PackFile(name: name, bytes: [UInt8](bytes))
        }
    }
}
