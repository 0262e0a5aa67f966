import Desk
import Domain
import Files
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Trail
import Words

/// What a form sent: fields by name, and files.
struct Form: Sendable {
    struct File: Sendable {
        let field: String
        let name: String
        let type: String
        let content: Upload
    }

    let fields: [Sent.Field]
    let files: [File]
    /// The names of files that hold nothing: nobody keeps them, and whoever chose one is told.
    let empty: [String]
    /// A body that came as JSON instead of fields.
    private(set) var sent: JSON?
    /// The key that a program gives, so that what is sent again is not done again.
    private var key: String?
    /// Where each name stands, so that a thousand rows cost a thousand times what one does.
    private let places: [String: [Int]]
    private let rows: [String: Rows]

    /// The rows of a list that any field is of, and whether one is beyond what a list can have.
    private struct Rows {
        var numbers: Set<Int> = []
        var isOutside = false
    }

    init(_ fields: [Sent.Field] = [], _ files: [File] = [], empty: [String] = [], json: JSON? = nil) {
        (self.fields, self.files, self.empty, sent) = (fields, files, empty, json)
        var places: [String: [Int]] = [:]
        var rows: [String: Rows] = [:]
        for (place, field) in fields.enumerated() {
            places[field.name, default: []].append(place)
            Form.note(field.name, &rows)
        }
        (self.places, self.rows) = (places, rows)
    }

    /// Only files make a form large, and nobody sends them who sits at no desk that there is. They go to the scratch folder as they
    /// come; what is in fields stays in memory.
    init(_ request: Request, mayBeLarge: Bool, _ held: Receiving.Held, _ installation: Installation) async throws {
        let type = request.headers[.contentType] ?? ""
        let isMultipart = type.hasPrefix("multipart/form-data")
        let most = mayBeLarge && isMultipart ? 64 << 20 : Receiving.small
        let tooLarge = Stop(Refusal("tooLarge", [.init("most", .whole(most >> 20))]), 413)
        if let said = request.headers[.contentLength].flatMap({ Whole.reading($0) }), said > most { throw tooLarge }
        var body = Body(request.body.makeAsyncIterator(), rest: most, tooLarge)
        do {
            if isMultipart {
                self = try await Form.parts(of: type, &body, held, installation)
            } else {
                var bytes: [UInt8] = []
                while let part = try await body.next() {
                    guard held.add(part.count) else { throw Form.noRoom }
                    bytes += part
                }
                if type.hasPrefix("application/json") {
                    guard case .object(let members)? = try? JSON(reading: bytes) else { throw Sent.Fault.broken }
                    self.init(json: .object(members))
                } else {
                    self.init(try Sent(urlencoded: bytes).fields)
                }
            }
            key = HTTPField.Name("Idempotency-Key").flatMap { request.headers[$0] }
        } catch let fault as Sent.Fault {
            switch fault {
            case .broken: throw Stop(Refusal("brokenForm"), 400)
            case .tooMany(let most): throw Stop(Refusal("tooManyFields", [.init("most", .whole(most))]), 400)
            }
        }
    }

    private static func parts(
        of type: String, _ body: inout Body, _ held: Receiving.Held, _ installation: Installation
    ) async throws -> Form {
        var reader = try Multipart(type)
        var files: [File] = []
        var incoming: (head: Multipart.File, file: Incoming)?
        func end() {
            guard let (head, file) = incoming else { return }
            files.append(File(field: head.field, name: head.name, type: head.type, content: file.whole))
        }
        while let part = try await body.next() {
            let kept = reader.kept
            try reader.read(part) { piece in
                switch piece {
                case .file(let head):
                    end()
                    do { incoming = (head, try installation.incoming()) } catch let refusal as Refusal {
                        throw Stop(refusal, 403)
                    }
                case .bytes(let bytes):
                    guard held.add(ofFiles: bytes.count) else { throw Form.noRoom }
                    try incoming?.file.write(bytes)
                }
            }
            guard held.add(reader.kept - kept) else { throw Form.noRoom }
        }
        end()
        return Form(try reader.whole(), files, empty: reader.empty)
    }

    private static let noRoom = Stop(Refusal("tooOften", [.init("seconds", .whole(30))]), 503)

    /// What is sent, portion by portion, to its bound.
    private struct Body {
        private var portions: RequestBody.AsyncIterator
        private var rest: Int
        private let tooLarge: Stop

        init(_ portions: RequestBody.AsyncIterator, rest: Int, _ tooLarge: Stop) {
            (self.portions, self.rest, self.tooLarge) = (portions, rest, tooLarge)
        }

        mutating func next() async throws(Stop) -> ByteBufferView? {
            let portion: ByteBuffer?
            // It ended before it was whole, or took longer than anybody waits.
            do { portion = try await portions.next() } catch { throw Stop(Refusal("brokenForm"), 400) }
            guard let portion else { return nil }
            guard portion.readableBytes <= rest else { throw tooLarge }
            rest -= portion.readableBytes
            return portion.readableBytesView
        }
    }

    subscript(name: String) -> String? { places[name].map { fields[$0[0]].value } }

    func all(_ name: String) -> [String] { (places[name] ?? []).map { fields[$0].value } }

    /// The entry that the page was made from.
    var entry: Int? { sent?["entry"]?.whole ?? self["entry"].flatMap { Whole.reading($0) } }

    /// The key under which it was sent.
    var once: String? { key ?? self["once"] }

    /// Whether somebody was asked about a record that looks the same, and says that this is another one.
    var isAnother: Bool { self["another"] != nil }

    /// What a form of a verb sends beside the fields of the verb, and what a page fills in by itself.
    static let besides: Set = ["more", "held", "lost", "once", "another"]

    /// The button that asked for one more row of a list, and nothing else.
    var more: String? { self["more"] }

    /// `partners.2.name` is of the third row of `partners`.
    private static func note(_ name: String, _ rows: inout [String: Rows]) {
        var dots = name.utf8.indices.filter { name.utf8[$0] == UInt8(ascii: ".") }[...]
        while let dot = dots.popFirst() {
            let row = name[name.utf8.index(after: dot)..<(dots.first ?? name.endIndex)]
            guard let first = row.utf8.first, first == UInt8(ascii: "-") || (48...57).contains(first) else { continue }
            let list = String(name[..<dot])
            if let number = Whole.reading(row, within: 0...Bounds.items - 1) {
                rows[list, default: Rows()].numbers.insert(number)
            } else {
                rows[list, default: Rows()].isOutside = true
            }
        }
    }
}

extension Form {
    /// The value that the fields say, in the form's shape; what does not read stays as it was typed, so that the check names it.
    ///
    /// Refused is a row that no list can have: before the first, or beyond the last.
    func json(_ shape: Shape, at name: String = "", in words: Words) throws(Stop) -> JSON? {
        switch shape {
        case .group(let members):
            let given = try members.map { member throws(Stop) -> (String, JSON?) in
                let inner = name.isEmpty ? member.name : "\(name).\(member.name)"
                return (member.name, try json(member.shape, at: inner, in: words))
            }.compactMap { name, value in value.map { (name, $0) } }
            return given.isEmpty ? nil : .object(of: given)
        case .list(let item):
            if item.isChosen {
                let chosen = all(name).filter { !$0.isEmpty }
                return chosen.isEmpty ? nil : .list(chosen.map { .text($0) })
            }
            if item == .line {
                let lines = (self[name] ?? "").split(whereSeparator: \.isNewline).map {
                    $0.trimmingCharacters(in: .whitespaces)
                }.filter { !$0.isEmpty }
                return lines.isEmpty ? nil : .list(lines.map { .text($0) })
            }
            guard let rows = rows[name] else { return nil }
            guard !rows.isOutside else {
                throw Stop(Refusal("rowOutside", [.init("most", .whole(Bounds.items))]), 400)
            }
            let items = try rows.numbers.sorted().map { row throws(Stop) -> JSON? in
                try json(item, at: "\(name).\(row)", in: words)
            }.compactMap { $0 }
            return items.isEmpty ? nil : .list(items)
        case .flag: return self[name] == nil ? nil : .flag(self[name] != "" && self[name] != "false")
        default:
            guard
                let text = self[name].map({
                    shape == .prose
                        ? $0.replacingOccurrences(of: "\r\n", with: "\n") : $0.trimmingCharacters(in: .whitespaces)
                }),
                !text.isEmpty
            else { return nil }
            return words.read(text, as: shape)
        }
    }

    /// What a form asks: the fields of a shape, and others by name.
    struct Asks: Sendable {
        var shape: Shape
        var names: Set<String>
        var takesFiles: Bool

        init(_ names: Set<String> = [], files: Bool = false) { self.init(.group([]), names, files: files) }

        init(_ shape: Shape, _ names: Set<String> = [], files: Bool = false) {
            self.shape = shape
            // Of which state a page was made, and which button was pressed.
            self.names = names.union(["entry"])
            takesFiles = files
        }

        /// The form of a verb on a page of its own: with a button for one more row, and the files of its proofs.
        static func verb(_ verb: AnyVerb, _ names: Set<String> = []) -> Asks {
            Asks(verb.form, names.union(besides), files: true)
        }
    }

    /// What was sent under names that the form does not ask, the first few: a misspelt field must not be lost in silence, nor
    /// a file. Of JSON where it is no verb's, which names them itself with all else that is wrong.
    func unknown(to asks: Asks) -> [Finding] {
        let isVerb = !asks.shape.members.isEmpty
        let sent = isVerb ? [] : self.sent?.members.map(\.name) ?? []
        let unknown = (fields.lazy.map(\.name) + sent).filter { name in
            !asks.names.contains(name)
                && !Form.asks(asks.shape, name.split(separator: ".", omittingEmptySubsequences: false)[...])
        }.prefix(Form.mostNamed)
        let foreign = files.lazy.map(\.field).filter { !asks.takesFiles || $0 != "upload" }.prefix(Form.mostNamed)
        let known =
            isVerb
            ? asks.shape
            : .group(
                asks.names.subtracting(["entry"]).filter { !$0.contains(".") }.sorted().map {
                    .init(name: $0, shape: .line, required: false)
                })
        return (Array(unknown) + foreign).prefix(Form.mostNamed).map { known.unknownField($0, at: $0) }
            + empty.prefix(Form.mostNamed).map { Finding("fileEmpty", .blocks, facts: [.init("name", .text($0))]) }
    }

    private static let mostNamed = 20

    private static func asks(_ shape: Shape, _ path: ArraySlice<Substring>) -> Bool {
        switch shape {
        case .group(let members):
            guard let name = path.first, let member = members.first(where: { $0.name == name }) else { return false }
            return asks(member.shape, path.dropFirst())
        case .list(let item) where item.isChosen || item == .line: return path.isEmpty
        case .list(let item):
            return path.first.flatMap { Whole.reading($0) } != nil && asks(item, path.dropFirst())
        default: return path.isEmpty
        }
    }
}

extension Shape {
    /// Whether several of it are ticked in one field.
    fileprivate var isChosen: Bool {
        switch self {
        case .choice, .digest: true
        default: false
        }
    }
}
