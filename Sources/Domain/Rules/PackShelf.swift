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

extension Project {
    /// The pack that the project stands on; nil while it names none.
    public var rulePack: RulePack? { identification?.pack.flatMap { packs.pack($0) } }

    /// The rules that hold for the project on a day; nil while it stands on no pack.
    public func rules(on day: Day) -> RulesInForce? { rulePack.map { RulesInForce($0, on: day) } }
}
