import Desk
import Domain
import Help
import Words

/// What each room is for and how the work in it goes, for those who use it.
enum HelpPages {
    static let routes: [Site.Route] = [
        Site.Route(method: .get, pattern: "/help") { _, _ in .page(HelpPage(about: nil)) },
        Site.Route(method: .get, pattern: "/help/:room") { ask, _ in
            guard let room = Room(rawValue: ask.path[1]), Help.text(of: room, language: "en") != nil else {
                throw Stop(Refusal("unknownPage"))
            }
            return .page(HelpPage(about: room))
        },
    ]
}

struct HelpPage: Page {
    /// The room that it is about; nil for the list of all.
    let about: Room?

    func title(_ words: Words) -> String { about.map { words("room.\($0.rawValue)") } ?? words("page.help") }

    func body(_ words: Words) -> HTML {
        guard let about else {
            let items = Room.allCases.filter { Help.text(of: $0, language: "en") != nil }.map { room -> HTML in
                """
                <li>
                <h2><a\(href: Path("help", room.rawValue))>\(words("room.\(room.rawValue)"))</a></h2>
                <p>\(words("room.\(room.rawValue).empty"))</p>
                </li>
                """
            }
            return """
                <h1>\(title(words))</h1>
                <p class="lead">\(words("page.help.about"))</p>
                <ul class="plain cards">\(items)</ul>
                """
        }
        let own = Help.text(of: about, language: words.language.rawValue)
        let text = own ?? Help.text(of: about, language: "en") ?? ""
        let language = own == nil ? "en" : words.language.rawValue
        return """
            <nav class="crumbs" aria-label="\(words("page.way"))">
            <ol><li><a href="/help">\(words("page.help"))</a></li></ol>
            </nav>
            <article class="help" lang="\(language)">\(Written.html(text))</article>
            """
    }

    var json: JSON {
        ["room": about.map { .text($0.rawValue) } ?? .null]
    }
}

/// Text as it is written in the help pages: headings, paragraphs, lists, **bold**, `code` and [links](address).
enum Written {
    static func html(_ text: String) -> HTML {
        var html: HTML = ""
        var list: (tag: Bool, items: [HTML])?
        func close() {
            guard let (numbered, items) = list else { return }
            let inner = items.map { "<li>\($0)</li>" as HTML }
            html += numbered ? "<ol>\(inner)</ol>" : "<ul>\(inner)</ul>"
            list = nil
        }
        func add(_ item: Substring, numbered: Bool) {
            if let open = list, open.tag != numbered { close() }
            list = (numbered, (list?.items ?? []) + [line(item)])
        }
        for block in text.split(separator: "\n\n") {
            var paragraph: [Substring] = []
            func end() {
                guard !paragraph.isEmpty else { return }
                html += "<p>\(line(paragraph.joined(separator: " ")[...]))</p>"
                paragraph = []
            }
            for row in block.split(separator: "\n") {
                let digits = row.prefix { $0.isASCII && $0.isNumber }
                if row.hasPrefix("- ") {
                    end()
                    add(row.dropFirst(2), numbered: false)
                } else if !digits.isEmpty, row.dropFirst(digits.count).hasPrefix(". ") {
                    end()
                    add(row.dropFirst(digits.count + 2), numbered: true)
                } else if row.hasPrefix("  "), let open = list, let last = open.items.last {
                    list?.items[open.items.count - 1] = last + " " + line(row.drop { $0 == " " })
                } else if row.hasPrefix("### ") {
                    close()
                    html += "<h3>\(line(row.dropFirst(4)))</h3>"
                } else if row.hasPrefix("## ") {
                    close()
                    html += "<h2>\(line(row.dropFirst(3)))</h2>"
                } else if row.hasPrefix("# ") {
                    close()
                    html += "<h1>\(line(row.dropFirst(2)))</h1>"
                } else {
                    close()
                    paragraph.append(row)
                }
            }
            end()
        }
        close()
        return html
    }

    /// Within a line.
    private static func line(_ text: Substring) -> HTML {
        var html: HTML = ""
        var rest = text
        while let at = rest.firstIndex(where: { $0 == "*" || $0 == "`" || $0 == "[" }) {
            html += "\(String(rest[..<at]))"
            let tail = rest[at...]
            if tail.hasPrefix("**"), let end = tail.dropFirst(2).firstRange(of: "**") {
                html += "<strong>\(String(tail.dropFirst(2)[..<end.lowerBound]))</strong>"
                rest = tail[end.upperBound...]
            } else if tail.hasPrefix("`"), let end = tail.dropFirst().firstIndex(of: "`") {
                html += "<code>\(String(tail.dropFirst()[..<end]))</code>"
                rest = tail[tail.index(after: end)...]
            } else if tail.hasPrefix("["), let middle = tail.firstRange(of: "]("),
                let end = tail[middle.upperBound...].firstIndex(of: ")")
            {
                html += link(String(tail.dropFirst()[..<middle.lowerBound]), tail[middle.upperBound..<end])
                rest = tail[tail.index(after: end)...]
            } else {
                html += "\(String(tail.prefix(1)))"
                rest = tail.dropFirst()
            }
        }
        return html + "\(String(rest))"
    }

    /// To another help page (`events.md`) or to another site.
    private static func link(_ text: String, _ address: Substring) -> HTML {
        if address.hasSuffix(".md"), Room(rawValue: String(address.dropLast(3))) != nil {
            return "<a\(href: Path("help", String(address.dropLast(3))))>\(text)</a>"
        }
        guard let outside = WebAddress(String(address)) else { return "\(text)" }
        return "<a\(href: outside)>\(text)</a>"
    }
}
