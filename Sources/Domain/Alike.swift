extension Project {
    /// Other records that may well be the same thing as this one, in order of number: they are called the same, whatever the
    /// capitals, spaces and marks, and nothing that says which is meant says otherwise; or they stand at the same web address.
    ///
    /// Which is meant say the fields by which a row of a table is known (`Record.knownBy`); of a kind that has none, the records
    /// that it points to, and its days. What one of the two does not say speaks for neither; a month is no other day than one of
    /// its days. What is only numbered, or called by a number, is called like nothing.
    public func alike(_ record: some Record) -> [Reference] { others(like: record) }

    private func others<R: Record>(like record: R) -> [Reference] {
        let name = Self.letters(of: record.caption(in: self))
        let asks = R.shape.members.filter { $0.shape == .address }.map(\.name)
        let json = record.json
        let addresses = asks.compactMap { json[$0]?.text }
        func isSame(_ other: R) -> Bool {
            if name != nil, Self.letters(of: other.caption(in: self)) == name, !isOther(record, other) { return true }
            guard !addresses.isEmpty else { return false }
            let theirs = other.json
            return asks.contains { theirs[$0]?.text.map { addresses.contains($0) } ?? false }
        }
        guard name != nil || !addresses.isEmpty else { return [] }
        return self[R.self].filter { $0.id != record.id && isSame($0) }.map(\.reference)
    }

    /// Whether what says which is meant says that these are two.
    private func isOther<R: Record>(_ one: R, _ other: R) -> Bool {
        let paths: [String]
        if R.knownBy.isEmpty {
            paths = R.shape.members.filter { member in
                switch member.shape {
                case .key, .day, .when: true
                default: false
                }
            }.map(\.name).filter { $0 != "id" }
        } else {
            paths = Array(R.knownBy.dropFirst())
        }
        let (mine, theirs) = (one.entered(in: self), other.entered(in: self))
        return paths.contains { path in
            guard let a = mine[path]?.said, let b = theirs[path]?.said else { return false }
            return !a.hasPrefix(b) && !b.hasPrefix(a)
        }
    }

    /// The letters and digits of a name, all small; nil where there is no letter.
    private static func letters(of caption: Caption) -> String? {
        guard case .text(let text) = caption, text.contains(where: \.isLetter) else { return nil }
        return text.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}

extension JSON {
    /// What stands in a field, to compare it; nil where nothing does.
    fileprivate var said: String? {
        if let text { return text.isEmpty ? nil : text.lowercased() }
        // A number ends where it ends: 1 is no beginning of 12.
        return self == .null ? nil : written + ";"
    }
}
