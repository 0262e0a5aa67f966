/// What a browser, or a proxy before us, says that it holds already.
enum EntityTag {
    /// Whether the tag is among those of `If-None-Match` (RFC 9110, 13.1.2): a list, or `*` for any. Tags are compared
    /// weakly, as is right for reading: a proxy that packs what it hands on makes ours weak. What is no tag matches nothing.
    static func has(_ tag: String, in fields: [String]) -> Bool {
        fields.contains { field in
            var rest = Substring(field).drop(while: isBlank)
            if rest == "*" { return true }
            while !rest.isEmpty {
                if rest.hasPrefix("W/") { rest = rest.dropFirst(2) }
                guard rest.first == "\"", rest.dropFirst().contains("\"") else { return false }
                let named = rest.dropFirst().prefix { $0 != "\"" }
                if "\"\(named)\"" == tag { return true }
                rest = rest.dropFirst(named.count + 2).drop(while: isBlank)
                guard rest.isEmpty || rest.first == "," else { return false }
                rest = rest.drop { isBlank($0) || $0 == "," }
            }
            return false
        }
    }

    private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}
