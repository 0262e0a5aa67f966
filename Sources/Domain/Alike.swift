extension Project {
    /// Other records that may well be the same thing as this one, in order of number: they are called the same, whatever the
    /// capitals, spaces and marks, and nothing that says which is meant says otherwise; or they stand at the same web address.
    ///
    /// Which is meant say the fields by which a row of a table is known (`Record.knownBy`); of a kind that has none, the records
    /// that it points to, and its days. What one of the two does not say speaks for neither; a month is no other day than one of
    /// its days. What has no name of its own looks the same where all of that is the same.
    ///
    /// - Parameter folded: the words without capitals and marks.
    public func alike(_ record: some Record, _ folded: (String) -> String) -> [Reference] {
        others(like: record, folded)
    }

    private func others<R: Record>(like record: R, _ folded: (String) -> String) -> [Reference] {
        let name = letters(of: record, folded)
        let asks = R.shape.members.filter { $0.shape == .address }.map(\.name)
        let json = record.json
        let addresses = asks.compactMap { json[$0]?.text }
        func isSame(_ other: R) -> Bool {
            if name != nil {
                if letters(of: other, folded) == name, !isOther(record, other) { return true }
            } else if isCopy(other.json) {
                return true
            }
            guard !addresses.isEmpty else { return false }
            let theirs = other.json
            return asks.contains { theirs[$0]?.text.map { addresses.contains($0) } ?? false }
        }
        let pointing = R.shape.members.filter { member in
            if case .key = member.shape { member.name != "id" } else { false }
        }.map(\.name)
        // What has no name is known by what it is about, when, and who: all of it.
        let telling =
            pointing + R.shape.members.filter { [.day, .when, .line, .mail, .who].contains($0.shape) }.map(\.name)
        let isAbout = pointing.contains { json[$0]?.whole != nil }
        func isCopy(_ other: JSON) -> Bool { isAbout && telling.allSatisfy { json[$0] == other[$0] } }
        guard name != nil || !addresses.isEmpty || isAbout else { return [] }
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

    /// The letters and digits of its name, all small; nil where it has none, or no letter.
    private func letters(of record: some Record, _ folded: (String) -> String) -> String? {
        let caption = record.caption(in: self)
        switch caption {
        case .text, .figure, .rule: break
        case .numbered, .amount, .count, .day: return nil
        }
        guard let text = caption.text, text.contains(where: \.isLetter) else { return nil }
        return folded(text).lowercased().filter { $0.isLetter || $0.isNumber }
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
