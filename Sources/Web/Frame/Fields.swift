import Desk
import Domain
import Words

/// The fields of a form, read off the shape of what it asks.
struct Fields {
    let kind: String
    /// The verb that asks, where a field means something else in it than in the record.
    var verb: String = ""
    let words: Words
    let place: Place?
    let values: JSON
    let findings: [Finding]
    /// Members that the page gives itself and does not ask.
    var hidden: Set<String> = []
    /// Lists with how many empty rows they are shown.
    var more: String?
    /// Whether groups are shown open, with room for two.
    var isOpen = false
    /// How long a text may be by the programme's form.
    var limits: [FormLimit] = []
    /// What may be chosen in a line, beside anything else that is typed.
    var suggestions: [String: [String]] = [:]
    /// The documents among which some may be chosen.
    var offered: [Proof] = []
    /// What is wrong at each field, and the names of all that are inside another: looked up for every field.
    private let wrong: [String: [Finding]]
    private let wrongWithin: Set<String>
    /// More rows than this ask for numbers of records instead of listing all of them in each row.
    private static let rowsWithLists = 50
    private var isLong = false

    init(kind: String, verb: String = "", words: Words, place: Place?, values: JSON, findings: [Finding]) {
        (self.kind, self.verb, self.words, self.place, self.values) = (kind, verb, words, place, values)
        self.findings = findings
        wrong = Dictionary(grouping: findings, by: \.field)
        wrongWithin = Set(
            wrong.keys.flatMap { field in
                field.utf8.indices.filter { field.utf8[$0] == UInt8(ascii: ".") }.map { String(field[..<$0]) }
            })
    }

    func html(_ shape: Shape) -> HTML {
        shape.members.filter { !hidden.contains($0.name) && $0.name != "id" && $0.name != "salt" }
            .map { field($0, $0.name, values[$0.name], top: true) }.joined
    }

    private func value(_ json: JSON?) -> String { json?.text ?? json?.whole.map { String($0) } ?? "" }

    /// What a person would write: days and amounts in the language.
    private func typed(_ json: JSON?, _ shape: Shape) -> String {
        guard let text = json?.text else { return json?.whole.map { String($0) } ?? "" }
        switch shape {
        case .day: return Day(text).map { words.day($0) } ?? text
        case .when: return When(text).map { words.when($0) } ?? text
        case .amount: return Money(plain: text).map { words.amount($0) } ?? text
        case .count: return Count(plain: text).map { words.count($0) } ?? text
        case .who:
            // The name, where it leads back to the person and to nobody else.
            guard let place, let person = Who(text).person, let name = place.project.name(of: person),
                place.names.person(called: name) == person.number
            else { return text }
            return name
        default: return text
        }
    }

    /// What a field is of: how something was found is said in the same words for every kind.
    private func noun(_ name: String) -> String { name.hasPrefix("found.") ? "found" : kind }

    private func label(_ member: Shape.Member, _ name: String) -> HTML {
        let label = words.label(field: member.name, of: noun(name), for: verb)
        let optional: Bool
        switch member.shape {
        case .flag, .list, .group: optional = false
        default: optional = !member.required
        }
        return "\(label)\(if: optional, " <span class=\"optional\">\(words("page.optional"))</span>")"
    }

    private func hint(_ member: Shape.Member, _ name: String) -> HTML {
        guard let hint = words.hint(field: member.name, of: noun(name), for: verb, shape: member.shape) else {
            return ""
        }
        return Self.hint(name, hint)
    }

    private func errors(_ name: String) -> HTML {
        (wrong[name] ?? []).map { finding -> HTML in
            "<span class=\"error\" id=\"\(name)-error\">\(Show.sentence(finding, words, place))</span>"
        }.joined
    }

    private func described(_ member: Shape.Member, _ name: String) -> HTML {
        let hint = words.hint(field: member.name, of: noun(name), for: verb, shape: member.shape) != nil
        let error = wrong[name] != nil
        guard hint || error else { return "" }
        let by: HTML = "\(if: hint, "\(name)-hint")\(if: error, " \(name)-error")"
        return " aria-describedby=\"\(by)\"\(if: error, " aria-invalid=\"true\"")"
    }

    private func limit(_ name: String) -> FormLimit? { limits.first { $0.field == name && $0.most != nil } }

    private func most(_ name: String) -> HTML {
        guard let most = limit(name)?.most else { return "" }
        return " data-most=\"\(most)\""
    }

    /// How many characters there are, of how many; a script counts on while one types.
    private func count(_ text: String, _ name: String) -> HTML {
        guard let limit = limit(name), let most = limit.most else { return "" }
        let unverified: HTML =
            limit.isVerified ? "" : " <span class=\"state doubt\">\(words("choice.verified.no"))</span>"
        let output: HTML = "<output for=\"\(name)\" id=\"\(name)-count\">\(text.count)</output>"
        return """
            <span class="hint counted">\(output) / \(most) · \(limit.source)\(unverified)</span>
            """
    }

    func field(_ member: Shape.Member, _ name: String, _ json: JSON?, top: Bool = false) -> HTML {
        switch member.shape {
        case .group(let members):
            return group(
                member, name, members.map { field($0, "\(name).\($0.name)", json?[$0.name]) }.joined,
                open: member.required || json != nil || more?.hasPrefix(name + ".") == true
                    || wrongWithin.contains(name))
        case .list(.choice(let list, let options)) where options.count > 20:
            let chosen = json?.list?.compactMap(\.text) ?? []
            return select(member, name, self.options(list, options, chosen), " multiple size=\"6\"")
        case .list(.choice(let list, let options)):
            return boxes(member, name, json, options.map { ($0, words.choice(list, $0)) })
        case .list(.line):
            let lines = (json?.list?.compactMap(\.text) ?? []).joined(separator: "\n")
            return wrapped(
                member, name,
                """
                <textarea id="\(name)" name="\(name)" rows="3"\(described(member, name))>\(lines)</textarea>
                """)
        case .list(.digest):
            return boxes(member, name, json, offered.map { ($0.document.text, $0.name) })
        case .list(let item):
            let items = json?.list ?? []
            let blank = items.isEmpty ? (isOpen ? 2 : 1) : more == name ? 1 : 0
            var inner = self
            inner.isLong = isLong || items.count > Self.rowsWithLists
            let rows = Range.between(0, items.count + blank).map { index -> HTML in
                let row = Shape.Member(name: member.name, shape: item, required: false)
                let value: JSON? = index < items.count ? items[index] : nil
                let fields =
                    item.members.isEmpty
                    ? inner.field(row, "\(name).\(index)", value)
                    : item.members.map { inner.field($0, "\(name).\(index).\($0.name)", value?[$0.name]) }.joined
                return "<div class=\"row\">\(fields)</div>"
            }.joined
            let content: HTML = """
                \(rows)
                <button class="quiet" name="more" value="\(name)" formnovalidate>\(words("page.addRow"))</button>
                """
            return group(
                member, name, content,
                open: isOpen || !items.isEmpty || more == name || more?.hasPrefix(name + ".") == true
                    || wrong[name] != nil || wrongWithin.contains(name))
        case .flag:
            return """
                <div class="field">
                \(Self.box(name, "true", json?.flag == true, label(member, name), " id=\"\(name)\""))
                \(hint(member, name))\(errors(name))
                </div>
                """
        case .choice(let list, let options):
            let mine = value(json)
            let choices = self.options(list, options, [mine])
            return select(member, name, !member.required || mine.isEmpty ? Self.noOption + choices : choices)
        case .key(let target):
            let mine = value(json)
            let project = place?.project ?? Project(name: "")
            let records = Kind.named(target)?.each(project) ?? []
            if records.count > 400 || isLong { return input(member, name, mine, " inputmode=\"numeric\"") }
            let options = records.map { record -> HTML in
                let number = String(record.reference.number)
                return Self.option(number, words.name(record, in: project), number == mine)
            }
            return select(member, name, Self.noOption + options.joined)
        case .prose:
            let text = value(json)
            let rows: HTML = " rows=\"\(min(14, max(3, text.count / 90 + 1)))\""
            let area: HTML = "<textarea id=\"\(name)\" name=\"\(name)\"\(rows)\(described(member, name))\(most(name))>"
            return wrapped(member, name, "\(area)\n\(text)</textarea>\(count(text, name))")
        case .whole: return input(member, name, value(json), " inputmode=\"numeric\"", look: "short")
        case .number, .percent, .day, .when, .amount, .count:
            return input(member, name, typed(json, member.shape), look: "medium")
        case .digest: return "<input type=\"hidden\" name=\"\(name)\" value=\"\(value(json))\">"
        case .line where suggestions[name] != nil:
            let options = (suggestions[name] ?? []).map { "<option value=\"\($0)\"></option>" as HTML }
            return input(member, name, value(json), offering: options)
        case .who:
            let project = place?.project ?? Project(name: "")
            // So many are found by typing, not by looking through them.
            let persons = project.persons.count > 400 ? [] : Array(project.persons)
            let options = persons.map { person -> HTML in
                let name = words.name(person, in: project)
                let typed = self.typed(.text(Who(person.id).plain), .who)
                return "<option value=\"\(typed)\"\(if: typed != name, " label=\"\(name)\"")></option>"
            }
            return input(member, name, typed(json, .who), offering: options.isEmpty ? nil : options)
        case .line, .address, .moment: return input(member, name, value(json))
        case .mail: return input(member, name, value(json), " inputmode=\"email\"")
        }
    }

    /// A line to type in, with what is offered for it.
    private func input(
        _ member: Shape.Member, _ name: String, _ value: String, _ kind: HTML = "", look: HTML? = nil,
        offering options: [HTML]? = nil
    ) -> HTML {
        let look: HTML = look.map { " class=\"\($0)\"" } ?? ""
        let list: HTML = options == nil ? "" : " list=\"\(name)-list\""
        let offered: HTML = options.map { "<datalist id=\"\(name)-list\">\($0)</datalist>" } ?? ""
        let asked: HTML = """
            <input\(look) id="\(name)" name="\(name)"\(kind)\(list) value="\(value)"\(described(member, name))\(most(name))>
            """
        return wrapped(member, name, "\(asked)\(offered)\(count(value, name))")
    }

    private func select(_ member: Shape.Member, _ name: String, _ options: HTML, _ size: HTML = "") -> HTML {
        wrapped(
            member, name,
            """
            <select id="\(name)" name="\(name)"\(size)\(described(member, name))>\(options)</select>
            """)
    }

    /// Several that may be ticked.
    private func boxes(
        _ member: Shape.Member, _ name: String, _ json: JSON?, _ options: [(value: String, name: String)]
    ) -> HTML {
        let chosen = json?.list?.compactMap(\.text) ?? []
        let boxes = options.map { Self.box(name, $0.value, chosen.contains($0.value), "\($0.name)") }
        return """
            <fieldset class="field\(if: has(name), " wrong")" id="\(name)">
            <legend>\(label(member, name))</legend>\(hint(member, name))\(errors(name))
            <div class="boxes">\(boxes)</div>
            </fieldset>
            """
    }

    /// Long lists in order of the alphabet; short ones in their own order, which is that of a life.
    private func options(_ list: String, _ options: [String], _ chosen: [String]) -> HTML {
        let ordered = options.count > 20 ? words.sorted(options) { words.choice(list, $0) } : options
        return ordered.map { Self.option($0, words.choice(list, $0), chosen.contains($0)) }.joined
    }

    private func has(_ name: String) -> Bool { wrong[name] != nil }

    private func wrapped(_ member: Shape.Member, _ name: String, _ input: HTML) -> HTML {
        let beside: HTML = "\(hint(member, name))\(errors(name))"
        return Self.wrapped(name, label(member, name), beside, isWrong: has(name), input)
    }

    private func group(_ member: Shape.Member, _ name: String, _ content: HTML, open: Bool) -> HTML {
        """
        <details class="group" id="\(name)"\(if: open, " open")>
        <summary>\(words.label(field: member.name, of: kind, for: verb))</summary>\(hint(member, name))\(errors(name))
        \(content)
        </details>
        """
    }
}

extension Fields {
    /// What is wrong, each with the way to its field.
    func summary(_ refusal: Refusal) -> HTML {
        let items = refusal.findings.map { finding -> HTML in
            // What came as a file belongs to no field.
            if finding.field.isEmpty { return "<li>\(Show.sentence(finding, words, place))</li>" }
            let label = words.label(path: finding.field, of: kind, for: verb)
            return "<li><a href=\"#\(finding.field)\">\(label)</a>: \(Show.sentence(finding, words, place))</li>"
        }
        let whole: HTML = items.isEmpty ? "<p>\(Show.sentence(refusal, words, place))</p>" : ""
        return Self.summary(words("page.errors"), "\(whole)\(if: !items.isEmpty, "<ul>\(items)</ul>")")
    }
}

/// The markup that fields share, also with those that a page asks itself.
extension Fields {
    static let noOption: HTML = "<option value=\"\"></option>"

    static func option(_ value: String, _ name: String, _ isChosen: Bool) -> HTML {
        "<option value=\"\(value)\"\(if: isChosen, " selected")>\(name)</option>"
    }

    static func box(_ name: String, _ value: String, _ isTicked: Bool, _ label: HTML, _ id: HTML = "") -> HTML {
        let box: HTML = """
            <input type="checkbox"\(id) name="\(name)" value="\(value)"\(if: isTicked, " checked")>
            """
        return "<label class=\"box\">\(box) \(label)</label>"
    }

    /// - Parameter beside: the hint, and what is wrong.
    static func wrapped(_ name: String, _ label: HTML, _ beside: HTML, isWrong: Bool = false, _ input: HTML) -> HTML {
        """
        <div class="field\(if: isWrong, " wrong")"><label for="\(name)">\(label)</label>\(beside)
        \(input)
        </div>
        """
    }

    static func hint(_ name: String, _ hint: String) -> HTML {
        "<span class=\"hint\" id=\"\(name)-hint\">\(hint)</span>"
    }

    /// Files that are sent with a form, and those that were sent before.
    static func upload(
        _ label: String, _ hint: String, _ held: HeldFiles, _ words: Words, isNeeded: Bool = false
    ) -> HTML {
        let optional: HTML = " <span class=\"optional\">\(words("page.optional"))</span>"
        return wrapped(
            "upload", "\(label)\(if: !isNeeded, optional)", Self.hint("upload", hint),
            """
            <input type="file" id="upload" name="upload" multiple aria-describedby="upload-hint">\(held.html(words))
            """)
    }

    /// What is wrong, above the form; a script leads there.
    static func summary(_ head: String?, _ content: HTML) -> HTML {
        """
        <div class="summary" role="alert" tabindex="-1" id="errors">
        \(if: head != nil, "<h2>\(head ?? "")</h2>")
        \(content)
        </div>
        """
    }
}
