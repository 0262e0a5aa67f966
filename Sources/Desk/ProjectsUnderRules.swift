import Domain
import Programmes
import Words

extension Packs {
    /// The pack of a programme, by the name under which projects name it; capitals do not matter.
    public static func pack(ofProgramme name: String) -> Loaded? {
        let wanted = Words.folded(name)
        return (try? ofProduct.get())?.first { Words.folded($0.pack.title) == wanted }
    }
}

extension Installation {
    /// The projects that stand on a pack, with their lines.
    public func projects(standingOn pack: RulePack) throws -> [(name: String, line: ProjectLine)] {
        try projects().compactMap { listed in
            listed.line?.pack == pack.id ? listed.line.map { (listed.name, $0) } : nil
        }
    }
}
