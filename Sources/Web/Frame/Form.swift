import Domain
import Foundation
import Hummingbird
import NIOCore
import Words

/// What a form sent: fields by name, and files.
struct Form: Sendable {
    struct File: Sendable {
        let field: String
        let name: String
        let type: String
        let bytes: [UInt8]
    }

    private(set) var fields: [(name: String, value: String)] = []
    private(set) var files: [File] = []

    init(fields: [(name: String, value: String)]) { self.fields = fields }

    init(_ request: Request, most: Int) async throws {
        let buffer: ByteBuffer
        do { buffer = try await request.body.collect(upTo: most) } catch {
            throw Stop(Refusal("tooLarge", [.init("most", .whole(most >> 20))]), 413)
        }
        let bytes = Array(buffer.readableBytesView)
        let type = request.headers[.contentType] ?? ""
        if type.hasPrefix("multipart/form-data") {
            guard let boundary = Form.parameter("boundary", type), !boundary.isEmpty, boundary.utf8.count <= 200 else {
                throw Stop(Refusal("brokenForm"), 400)
            }
            try readMultipart(bytes, boundary: Array(boundary.utf8))
        } else if type.hasPrefix("application/json") {
            guard case .object(let members)? = try? JSON(reading: bytes) else { throw Stop(Refusal("brokenForm"), 400) }
            sent = .object(members)
            entryOfJSON = members.first { $0.name == "entry" }?.value.whole
        } else {
            guard let text = String(bytes: bytes, encoding: .utf8) else { throw Stop(Refusal("brokenForm"), 400) }
            for pair in text.split(separator: "&") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard let name = Form.decoded(parts[0]), let value = Form.decoded(parts.count > 1 ? parts[1] : "")
                else {
                    throw Stop(Refusal("brokenForm"), 400)
                }
                fields.append((name, value))
            }
        }
    }

    /// A body that came as JSON instead of fields.
    private(set) var sent: JSON?
    private var entryOfJSON: Int?

    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// The entry that the page was made from.
    var entry: Int? { entryOfJSON ?? self["entry"].flatMap { Int($0) } }

    /// The button that asked for one more row of a list, and nothing else.
    var more: String? { self["more"] }

    private static func decoded(_ text: Substring) -> String? {
        text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
    }

    private static func parameter(_ name: String, _ header: String) -> String? {
        for part in header.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].trimmingCharacters(in: .whitespaces).lowercased() == name else { continue }
            return pair[1].trimmingCharacters(in: CharacterSet(charactersIn: " \""))
        }
        return nil
    }

    /// RFC 7578: parts between boundaries, each with headers, an empty line and its content.
    private mutating func readMultipart(_ bytes: [UInt8], boundary: [UInt8]) throws {
        let mark = Array("--".utf8) + boundary
        let data = Data(bytes)
        guard var at = data.range(of: Data(mark))?.upperBound else { throw Stop(Refusal("brokenForm"), 400) }
        let next = Data(Array("\r\n".utf8) + mark)
        let gap = Data("\r\n\r\n".utf8)
        while at + 2 <= data.count, data[at..<at + 2] == Data("\r\n".utf8) {
            guard let end = data.range(of: next, in: at..<data.count),
                let head = data.range(of: gap, in: at..<end.lowerBound)
            else { throw Stop(Refusal("brokenForm"), 400) }
            let headers = String(decoding: data[at + 2..<head.lowerBound], as: UTF8.self)
            let content = data[head.upperBound..<end.lowerBound]
            var name = "", file: String?, type = "application/octet-stream"
            for line in headers.components(separatedBy: "\r\n") {
                let lower = line.lowercased()
                if lower.hasPrefix("content-disposition:") {
                    name = Form.parameter("name", line) ?? ""
                    file = Form.parameter("filename", line)
                } else if lower.hasPrefix("content-type:") {
                    type = line.dropFirst(13).trimmingCharacters(in: .whitespaces)
                }
            }
            if let file {
                if !content.isEmpty {
                    files.append(File(field: name, name: String(file.prefix(200)), type: type, bytes: Array(content)))
                }
            } else {
                guard let text = String(data: content, encoding: .utf8) else { throw Stop(Refusal("brokenForm"), 400) }
                fields.append((name, text))
            }
            at = end.upperBound
        }
    }
}

extension Form {
    /// The value that the fields say, in the form's shape; what does not read stays as it was typed, so that the check names it.
    func json(_ shape: Shape, at name: String = "", in words: Words) -> JSON? {
        switch shape {
        case .group(let members):
            let given = members.compactMap { member -> (String, JSON)? in
                json(member.shape, at: name.isEmpty ? member.name : "\(name).\(member.name)", in: words).map {
                    (member.name, $0)
                }
            }
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
            let items = (0...rows(name)).compactMap { json(item, at: "\(name).\($0)", in: words) }
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

    /// The highest index that any field of the list has.
    private func rows(_ name: String) -> Int {
        fields.compactMap { field in
            guard field.name.hasPrefix(name + ".") else { return nil }
            return Int(field.name.dropFirst(name.count + 1).prefix { $0 != "." })
        }.filter { $0 < 1_000 }.max() ?? 0
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
