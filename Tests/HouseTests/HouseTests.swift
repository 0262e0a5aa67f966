import Cast
import Domain
import Foundation
import Testing

@testable import Web
@testable import Words

@Suite struct HouseTests {
    @Test func `all of the house is looked at`() {
        #expect(SourceFile.all.count > 90)
        #expect(
            Set(SourceFile.all.map(\.module)) == [
                "Domain", "Programmes", "Words", "Trail", "Desk", "Files", "Web", "grozd", "Samples",
            ])
    }

    @Test func `Domain imports nothing, and knows no fractions, clock or machine`() {
        let domain = SourceFile.all.filter { $0.module == "Domain" }
        #expect(domain.flatMap { $0.places(#"^\s*(@\w+ )*import\b"#) } == [])
        #expect(
            domain.flatMap {
                $0.places(
                    #"\b(Double|Float|Float16|Decimal|Date|Calendar|TimeZone|Locale|URL|Foundation|Task|ContinuousClock|SystemRandomNumberGenerator)\b"#
                )
            } == [])
        #expect(domain.flatMap { $0.places(#"\.random\(|\.randomElement\(|\.shuffled\(|\bprint\("#) } == [])
    }

    /// What a rule is, and exact numbers, stand below the rooms: a room computes with them, they know none.
    @Test func `rules and money name no type of a room, and no project`() throws {
        let domain = SourceFile.all.filter { $0.module == "Domain" }
        func folder(_ file: SourceFile) -> Substring { file.path.split(separator: "/").dropLast().last ?? "" }
        let rooms = Set(Room.allCases.map { $0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst() })
        let declared = domain.filter { rooms.contains(String(folder($0))) }.flatMap { file in
            file.code.matches(of: #/\n(?:\w+ )*(?:struct|enum|class|protocol|actor|typealias) (\w+)/#).map {
                String($0.1)
            }
        }
        #expect(declared.count > 200 && declared.contains("CoFinancingSplit") && declared.contains("GoodPractice"))
        let names = declared + ["Project", "Record", "Kind", "AnyVerb", "Verb", "Room"]
        let below = domain.filter { ["Rules", "Money"].contains(folder($0)) }
        #expect(below.count > 15)
        #expect(below.flatMap { $0.places(#"\b(\#(names.joined(separator: "|")))\b"#) } == [])
    }

    /// Eyes are put on where a request is read; the others here ask who somebody is, and answer a visitor's own registration.
    @Test func `no page reads a project past the eyes that look at it`() {
        let known = [
            "Frame/Ask.swift", "Frame/Site.swift", "Frame/Readings.swift", "Frame/Frame.swift",
            "People/DeskPages.swift",
            "Events/RegistrationPages.swift",
        ].map { "Sources/Web/" + $0 }
        let pages = SourceFile.all.filter { $0.module == "Web" && !known.contains($0.path) }
        #expect(pages.count > 60)
        #expect(pages.flatMap { $0.places(#"published\.project|project\.everything\b"#) } == [])
    }

    @Test func `pages and commands ask the desk, never the store`() {
        let told = SourceFile.all.filter { ["Web", "grozd"].contains($0.module) }
        #expect(told.flatMap { $0.places(#"\.store\b|\bStore\b|\bTrailStore\b"#) } == [])
    }

    @Test func `no type has the name of its module`() {
        for module in Set(SourceFile.all.map(\.module)) {
            let found = SourceFile.all.filter { $0.module == module }.flatMap {
                $0.places(#"\b(struct|class|enum|protocol|actor|typealias) \#(module)\b"#)
            }
            #expect(found == [] || module == "Words", "\(module)")
        }
    }

    @Test func `text never becomes markup`() {
        let web = SourceFile.all.filter { $0.module == "Web" }
        #expect(
            web.filter { $0.path != "Sources/Web/Frame/HTML.swift" }.flatMap {
                $0.places(#"HTML\(stringLiteral:|unsafeBitCast|StaticString\("#)
            } == [])
        #expect(web.flatMap { $0.places(##"(href|src)=\\?"[^"#]*\\\("##) } == [], "addresses go in as \\(href:)")
        #expect(web.flatMap { $0.places(#"\son[a-z]+=\\?""#) } == [], "no script in markup")
        #expect(web.flatMap { $0.places(#"style=\\?""#) } == [], "no style in markup")
    }

    @Test func `the auditor's program knows which kinds hold particulars`() throws {
        let program = try String(
            contentsOf: Golden.root.appendingPathComponent("tools/verify-trail.py"), encoding: .utf8)
        let names = Kind.all.filter(\.mayBeWithheld).map { "\"\($0.name)\"" }.sorted().joined(separator: ", ")
        #expect(program.contains("PERSONAL = {\(names)}"))
    }

    @Test func `every kind has a list, and every column is a field with a name`() throws {
        for kind in Kind.listed {
            let list = try #require(RecordList.all[kind.name], "\(kind.name)")
            for column in list.columns {
                #expect(!Words.of(.en).label(field: column, of: kind.name).contains("⟦"), "\(kind.name): \(column)")
            }
        }
    }

    @Test func `each first step in a new project leads to a list of a kind`() throws {
        let steps = Project(name: "new").firstSteps
        #expect(steps.count > 3)
        for step in steps {
            let place = try #require(RoomPart.all.compactMap { $0.begins[step.code] }.first, "\(step.code)")
            #expect(Kind.addressed(place) != nil, "\(step.code)")
        }
    }

    @Test func `every record of the sources is in the list of its room`() {
        let known = Set(Kind.all.map(\.name))
        var found: [String] = []
        for file in SourceFile.all where file.module == "Domain" {
            for match in file.code.matches(
                of: #/static let kind = "([a-z-]+)"/#)
            {
                found.append(String(match.1))
            }
        }
        #expect(found.count == known.count && Set(found) == known, "\(Set(found).symmetricDifference(known))")
    }

    /// What people read comes from `Words`; these places speak to administrators, machines or the log.
    static let silent = [
        "Sources/": #"\blog\."#,
        "Sources/grozd/": #"help:|abstract:|discussion:|customLong|usage:"#,
        "Sources/grozd/LastWords.swift": "critical grozd",
        "Sources/Web/Frame/Site.swift": #"default-src|logger|filename|no-cache|Accept"#,
        "Sources/Web/Frame/HTML.swift": "rel=",
        // Names of classes, as the style sheet has them.
        "Sources/Web/": #"look|"(button|state|list|results) [a-z]+"|multiple size="#,
        // What a field of JSON holds, in `grozd verbs`: words of the format, not of the product.
        "Sources/grozd/Commands/Do.swift": #"^ *case \."#,
    ]

    @Test func `no sentence stands in code`() {
        var found: [String] = []
        for file in SourceFile.all where ["Web", "Desk", "grozd"].contains(file.module) {
            let lines = file.lines
            for (text, line) in Literals(file.code).found {
                let shown = text.replacing(#/<[^>]*(>|$)/#) { _ in "|" }
                guard shown.contains(/\p{L}{2,}[,:]? \p{L}{2,}/) else { continue }
                let isSilent = Self.silent.contains {
                    file.path.hasPrefix($0.key) && lines[line].range(of: $0.value, options: .regularExpression) != nil
                }
                if !isSilent { found.append("\(file.path):\(line + 1): \(text)") }
            }
        }
        #expect(found == [])
    }
}

/// The literals of a source text with the line on which each begins; what is put into them is `*`, and looked at itself.
struct Literals {
    private(set) var found: [(text: String, line: Int)] = []
    private let characters: [Character]
    private var at = 0
    private var line = 0

    init(_ code: String) {
        characters = Array(code)
        self.code(until: nil)
    }

    private func has(_ text: String) -> Bool { characters[at...].starts(with: text) }

    private mutating func step(_ count: Int = 1) {
        for _ in 0..<count where at < characters.count {
            if characters[at] == "\n" { line += 1 }
            at += 1
        }
    }

    private mutating func code(until end: Character?) {
        var depth = 0
        while at < characters.count {
            let character = characters[at]
            if character == "\"" {
                literal()
            } else {
                if character == "(" { depth += 1 }
                if character == ")" {
                    if depth == 0, end == ")" { return step() }
                    depth -= 1
                }
                step()
            }
        }
    }

    private mutating func literal() {
        let mark = has("\"\"\"") ? "\"\"\"" : "\""
        let start = line
        var text = ""
        step(mark.count)
        while at < characters.count, !has(mark) {
            if has("\\(") {
                step(2)
                self.code(until: ")")
                text += "*"
            } else if has("\\") {
                text.append(characters[min(at + 1, characters.count - 1)])
                step(2)
            } else {
                text.append(characters[at])
                step()
            }
        }
        step(mark.count)
        found.append((text, start))
    }
}

/// What the manual promises to name, once there is one.
@Suite struct ManualTests {
    static let pages: String? = {
        let folder = Golden.root.appendingPathComponent("docs")
        guard let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
            return nil
        }
        let texts = files.compactMap { $0 as? URL }.filter { $0.pathExtension == "md" }.compactMap {
            try? String(contentsOf: $0, encoding: .utf8)
        }
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }()

    /// What stands in the manual for a part of an address.
    private static let places = [
        ":project": "PROJECT", ":figure": "FIGURE", ":entry": "ENTRY", ":hash": "SHA-256", ":plural": "KINDS",
        ":id": "12", ":act": "VERB", ":room": "ROOM", ":pack": "PACK", ":rule": "RULE", ":about": "ABOUT",
        ":token": "TOKEN",
    ]

    @Test(.enabled(if: pages != nil)) func `every kind, verb of its own and address is in the manual`() throws {
        let pages = try #require(Self.pages)
        let names =
            Kind.all.map(\.name) + AnyVerb.all.filter { $0.sort == .own }.map(\.name)
            + Site.routes.map { route in Self.places.reduce(route.pattern) { $0.replacing($1.key, with: $1.value) } }
        #expect(names.filter { !pages.contains($0) } == [])
    }
}
