/// The rule packs that a project can stand on, found by name. Whoever opens a project gives them with it; they are no
/// part of what the project knows.
public struct PackShelf: Sendable {
    /// The pack of that name; nil when there is none, or when it does not read.
    public let pack: @Sendable (String) -> RulePack?
    /// Names of all packs, in order.
    public let names: [String]

    public init(names: [String] = [], _ pack: @escaping @Sendable (String) -> RulePack? = { _ in nil }) {
        self.names = names
        self.pack = pack
    }
}
