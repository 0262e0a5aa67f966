/// One file of a pack as it lies in its folder.
public struct PackFile: Sendable {
    public let name: String
    public let bytes: [UInt8]
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

extension RulePack {
    /// The name of the file that says what the pack is called and stands on.
    public static let head = "pack.json"

    /// The base that the head names; nil when it names none or is no head.
    public static func baseNamed(in files: [PackFile]) -> String? {
        guard let head = files.first(where: { $0.name == RulePack.head }), let json = try? JSON(reading: head.bytes)
        else { return nil }
        return json["base"]?.text
    }

    /// Reads a pack from its files. All that is wrong with it is named at once, each with its file and parameter; nothing
    /// of a pack that has one fault is used.
    public static func reading(_ files: [PackFile], on base: RulePack?) throws(Refusal) -> RulePack {
        var reader = PackReader()
        let pack = reader.pack(files, base)
        guard let pack, reader.faults.isEmpty else { throw Refusal("packRefused", findings: reader.faults) }
        let whole = base.map { pack.standing(on: $0) } ?? pack
        let faults = whole.contradictions()
        guard faults.isEmpty else { throw Refusal("packRefused", findings: faults) }
        return whole
    }
}

/// Reads files into parameters and notes what is wrong, instead of stopping at the first fault.
private struct PackReader {
    var faults: [Finding] = []
    var file = ""

    mutating func fault(_ code: String, _ name: String, _ detail: String) { fault(code, name, .text(detail)) }

    mutating func fault(_ code: String, _ name: String, _ detail: Fact? = nil) {
        var facts: [Fact.Named] = [.init("file", .text(file)), .init("name", .text(name))]
        if let detail { facts.append(.init("detail", detail)) }
        faults.append(Finding("pack." + code, .blocks, facts: facts))
    }

    mutating func pack(_ files: [PackFile], _ base: RulePack?) -> RulePack? {
        file = RulePack.head
        guard let head = files.first(where: { $0.name == RulePack.head }) else {
            fault("noHead", RulePack.head)
            return nil
        }
        guard let json = read(head) else { return nil }
        refuseUnknown(json, ["form", "pack", "title", "base", "from", "to", "note"], in: "")
        guard let id = json["pack"]?.text, isName(id), let title = json["title"]?.text,
            let from = json["from"]?.text.flatMap({ Day($0) })
        else {
            fault("headIncomplete", "pack, title, from")
            return nil
        }
        let to = json["to"]?.text.flatMap { Day($0) }
        if json["to"] != nil, to == nil { fault("notAValue", "to", .word("packValue", "day")) }
        if let to, to < from { fault("endsBeforeItBegins", "to", .day(to)) }
        if let wanted = json["base"]?.text, wanted != base?.id { fault("unknownBase", "base", wanted) }

        var parameters: [RuleParameter] = []
        var seen: Set<RuleParameter.Key> = []
        for each in files where each.name != RulePack.head {
            file = each.name
            guard let json = read(each) else { continue }
            refuseUnknown(json, ["form", "topic", "parameters"], in: "")
            guard let list = json["parameters"]?.list else {
                fault("notAList", "parameters")
                continue
            }
            for entry in list {
                guard let parameter = parameter(entry, of: id, from, to) else { continue }
                if !seen.insert(parameter.key).inserted { fault("saidTwice", parameter.key.text) }
                parameters.append(parameter)
            }
        }
        return RulePack(id: id, title: title, base: base?.id, from: from, to: to, parameters: parameters)
    }

    mutating func read(_ file: PackFile) -> JSON? {
        let json: JSON
        do throws(NotJSON) { json = try JSON(reading: file.bytes) } catch {
            fault("notJSON", file.name, "\(error.reason.rawValue), byte \(error.offset)")
            return nil
        }
        guard let form = json["form"]?.whole else {
            fault("noForm", "form")
            return nil
        }
        guard form <= RulePack.form else {
            fault("newerForm", "form", "\(form)")
            return nil
        }
        return json
    }

    mutating func refuseUnknown(_ json: JSON, _ known: [String], in name: String) {
        for member in json.members where !known.contains(member.name) {
            fault("unknownName", name.isEmpty ? member.name : "\(name): \(member.name)")
        }
    }

    mutating func parameter(_ json: JSON, of pack: String, _ from: Day, _ to: Day?) -> RuleParameter? {
        let name = json["name"]?.text ?? ""
        let about = json["about"]?.text ?? ""
        let key = RuleParameter.Key(name: name, about: about)
        refuseUnknown(json, ["name", "about", "unit", "values"], in: key.text)
        guard let meaning = Vocabulary.meaning(of: name) else {
            fault("unknownName", key.text)
            return nil
        }
        guard meaning.subject.takes(about) else {
            fault("unknownSubject", key.text, meaning.subject.expected)
            return nil
        }
        guard let unit = json["unit"]?.text, RuleUnit(rawValue: unit) != nil else {
            fault("unknownUnit", key.text, json["unit"]?.text ?? "")
            return nil
        }
        guard unit == meaning.unit.rawValue else {
            fault("otherUnit", key.text, meaning.unit.rawValue)
            return nil
        }
        guard let list = json["values"]?.list, !list.isEmpty else {
            fault("noValues", key.text)
            return nil
        }
        let values = list.compactMap { value($0, of: key, meaning) }
        guard values.count == list.count else { return nil }
        let sorted = values.sorted { ($0.from ?? from) < ($1.from ?? from) }
        for value in sorted {
            let (first, last) = (value.from ?? from, value.to ?? to)
            if let last, last < first { fault("endsBeforeItBegins", key.text, .day(last)) }
        }
        for (earlier, later) in zip(sorted, sorted.dropFirst()) {
            let begins = later.from ?? from
            guard let ends = earlier.to, ends < begins else {
                fault("twoValuesOnADay", key.text, .day(begins))
                continue
            }
            if ends.adding(days: 1) != begins { fault("gapInDays", key.text, .day(ends.adding(days: 1))) }
        }
        return RuleParameter(key: key, unit: meaning.unit, values: sorted, pack: pack, file: file)
    }

    mutating func value(_ json: JSON, of key: RuleParameter.Key, _ meaning: Vocabulary.Meaning) -> DatedValue? {
        refuseUnknown(
            json, ["value", "from", "to", "origin", "source", "section", "certainty", "verified", "note"], in: key.text)
        guard let document = json["source"]?.text, !document.isEmpty, let section = json["section"]?.text,
            !section.isEmpty
        else {
            fault("noSource", key.text)
            return nil
        }
        guard let origin = json["origin"]?.text.flatMap(RuleSource.Origin.init(rawValue:)) else {
            fault("noOrigin", key.text, RuleSource.Origin.allCases.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        guard let certainty = json["certainty"]?.text.flatMap(Certainty.init(rawValue:)) else {
            fault("noCertainty", key.text, Certainty.allCases.map(\.rawValue).joined(separator: ", "))
            return nil
        }
        let verified = json["verified"]?.text
        if verified != nil, certainty != .found { fault("verifiedButNotFound", key.text, certainty.rawValue) }
        var days: [Day?] = []
        for name in ["from", "to"] {
            let text = json[name]?.text
            let day = text.flatMap { Day($0) }
            if json[name] != nil, day == nil {
                fault("notAValue", "\(key.text): \(name)", .word("packValue", "day"))
            }
            days.append(day)
        }
        var read: RuleValue?
        switch json["value"] {
        case nil: fault("noValue", key.text)
        case .null?:
            if certainty != .notFound { fault("emptyButFound", key.text, certainty.rawValue) }
        case let given?:
            switch RuleValue.reading(given, as: meaning.unit, words: meaning.words) {
            case .success(let value): read = value
            case .failure(let not):
                fault("notAValue", key.text, not.expected)
                return nil
            }
        }
        return DatedValue(
            value: read, from: days[0], to: days[1],
            source: RuleSource(origin, document: document, section: section), certainty: certainty,
            verifiedBy: verified, note: json["note"]?.text)
    }

    func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 }
    }
}
