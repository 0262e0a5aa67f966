/// An e-mail address, as it was written. What is no address is refused by its shape wherever one is asked: forms, imports,
/// registration, commands. Bodies of before may hold others, so reading one refuses nothing.
public struct MailAddress: Shaped, Hashable, ExpressibleByStringLiteral {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(stringLiteral text: String) { self.text = text }
    public init?(plain text: String) { self.text = text }

    public static var shape: Shape { .mail }
    public static var specimen: MailAddress { "name@example.org" }
    public var plain: String { text }

    /// By what two addresses are one: capitals tell nothing apart, what stands behind a plus does.
    public var folded: String { text.lowercased() }

    /// Whether letters may be sent there: one name, one @, and the name of a host with at least one dot, all of it in letters and
    /// digits of any language and the few marks that stand in addresses. No two addresses, no brackets, no `mailto:`, no blanks.
    public static func isOne(_ text: String) -> Bool {
        let parts = text.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, Substring(parts[0]).utf8.count <= 64 else {
            return false
        }
        let names = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return names.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isOfWord || marks.contains($0) } }
            && labels.count >= 2 && labels.allSatisfy(isLabel)
            && labels.last.map { $0.count >= 2 && $0.first?.isASCIIDigit == false } == true
    }

    private static let marks = Set("!#$%&'*+/=?^_`{|}~-".unicodeScalars)

    /// A part of the name of a host.
    private static func isLabel(_ label: Substring.UnicodeScalarView) -> Bool {
        guard let first = label.first, let last = label.last, label.count <= 63 else { return false }
        return first != "-" && last != "-" && label.allSatisfy { $0.isOfWord || $0 == "-" }
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }

    /// A letter, the mark above one, or a digit, of any language: nothing unseen.
    fileprivate var isOfWord: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber:
            !properties.isDefaultIgnorableCodePoint
        default: false
        }
    }
}
