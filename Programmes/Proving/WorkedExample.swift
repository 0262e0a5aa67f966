import Domain

/// What is given to a calculation and what must come out, with the source of the figures: how a pack is proved.
public struct WorkedExample: Sendable {
    public let id: String
    public let area: String
    public let description: String
    /// The day whose rules hold; the pack's first day when it is not said.
    public let on: Day?
    public let inputs: JSON
    /// A part of the result is enough. `refused` names the refusal that must come instead of a result.
    public let expected: JSON
    public let source: String

    /// Reads a file of examples: `{"examples": [...]}`. Decimals may stand in quotes or bare; they are never made binary.
    /// `file` is what refusals call it.
    public static func reading(_ bytes: [UInt8], named file: String = "examples") throws(Refusal) -> [WorkedExample] {
        let json = try json(in: bytes, named: file)
        guard let list = json["examples"]?.list ?? json.list else {
            throw Refusal("noExamples", [.init("name", .text(file))])
        }
        var examples: [WorkedExample] = []
        for (index, entry) in list.enumerated() {
            let id = entry["id"]?.text ?? "example \(index + 1)"
            let on = entry["on"]?.text.flatMap { Day($0) }
            guard let area = entry["area"]?.text, let inputs = entry["inputs"], let expected = entry["expected"],
                case .object = inputs, case .object(let members) = expected, !members.isEmpty,
                on != nil || entry["on"]?.text == nil
            else { throw Refusal("exampleIncomplete", [.init("name", .text(file)), .init("id", .text(id))]) }
            examples.append(
                WorkedExample(
                    id: id, area: area, description: entry["description"]?.text ?? "", on: on, inputs: inputs,
                    expected: expected, source: entry["source"]?.text ?? ""))
        }
        return examples
    }

    /// The inputs in a file: of a worked example with its day, or the inputs alone.
    public static func inputs(in bytes: [UInt8], named file: String) throws(Refusal) -> (inputs: JSON, on: Day?) {
        let json = try json(in: bytes, named: file)
        guard case .object(let inputs)? = json["inputs"] else { return (json, nil) }
        return (.object(inputs), json["on"]?.text.flatMap { Day($0) })
    }

    private static func json(in bytes: [UInt8], named file: String) throws(Refusal) -> JSON {
        do throws(NotJSON) { return try JSON(reading: quotingDecimals(bytes)) } catch {
            throw Refusal(
                "notJSON",
                [
                    .init("name", .text(file)), .init("reason", .text(error.reason.rawValue)),
                    .init("offset", .whole(error.offset)),
                ])
        }
    }

    /// Puts quotes around numbers with a point, outside of texts. Bytes that are no text are left to be refused.
    static func quotingDecimals(_ bytes: [UInt8]) -> [UInt8] {
        guard let text = String(validating: bytes, as: UTF8.self) else { return bytes }
        let textOrNumber = #/"(?:[^"\\]|\\.)*"|[-0-9]*\.[-.0-9]*/#.matchingSemantics(.unicodeScalar)
            .dotMatchesNewlines()
        return Array(text.replacing(textOrNumber) { $0.0.first == "\"" ? String($0.0) : "\"\($0.0)\"" }.utf8)
    }

    /// A result that is not what the example expects.
    public struct Mismatch: Sendable, Equatable {
        public enum Got: Sendable, Equatable {
            case value(String)
            /// The calculation gives no result of that name.
            case noSuchResult
            /// The inputs do not decide it: the one that is missing.
            case undecided(needs: String)
            /// A result, where a refusal was expected.
            case noRefusal
        }

        public let name: String
        public let expected: String
        public let got: Got
    }

    public struct Proof: Sendable {
        public let mismatches: [Mismatch]
        /// Expected results that the inputs do not decide: neither proved nor disproved, and said so.
        public let undecided: [(name: String, needs: String)]
        public let refusal: Refusal?
        public let derivation: Derivation
        public var passed: Bool { mismatches.isEmpty && refusal == nil }
    }

    /// Computes and compares. An unknown area or input is a failure with its name, and so is a result that does not exist.
    public func proved(under pack: RulePack, keepingDerivation: Bool = true) -> Proof {
        var derivation = Derivation(kept: keepingDerivation)
        guard let calculation = Calculation.named(area) else {
            return Proof(
                mismatches: [], undecided: [], refusal: Refusal("unknownArea", [.init("name", .text(area))]),
                derivation: derivation)
        }
        let outcome: Outcome
        do throws(Refusal) {
            outcome = try calculation.answer(inputs, under: RulesInForce(pack, on: on ?? pack.from), &derivation)
        } catch {
            let wanted = expected["refused"]?.text
            if wanted == error.code {
                return Proof(mismatches: [], undecided: [], refusal: nil, derivation: derivation)
            }
            return Proof(mismatches: [], undecided: [], refusal: error, derivation: derivation)
        }
        var mismatches: [Mismatch] = []
        var undecided: [(name: String, needs: String)] = []
        for (name, wanted) in expected.members {
            if name == "refused" {
                mismatches.append(Mismatch(name: name, expected: wanted.text ?? wanted.written, got: .noRefusal))
            } else if let open = outcome.undecided.first(where: { $0.name == name }) {
                undecided.append(open)
            } else {
                WorkedExample.compare(wanted, outcome.json[name], name, &mismatches)
            }
        }
        if mismatches.isEmpty, undecided.count == expected.members.count {
            mismatches = undecided.map {
                Mismatch(
                    name: $0.name, expected: expected[$0.name]?.written ?? "",
                    got: .undecided(needs: $0.needs))
            }
        }
        return Proof(mismatches: mismatches, undecided: undecided, refusal: nil, derivation: derivation)
    }

    private static func compare(_ wanted: JSON, _ got: JSON?, _ name: String, _ mismatches: inout [Mismatch]) {
        guard let got else {
            mismatches.append(Mismatch(name: name, expected: wanted.written, got: .noSuchResult))
            return
        }
        switch (wanted, got) {
        case (.object(let members), .object):
            for (inner, value) in members { compare(value, got[inner], "\(name).\(inner)", &mismatches) }
        case (.list(let a), .list(let b)) where a.count == b.count:
            for (index, value) in a.enumerated() { compare(value, b[index], "\(name)[\(index + 1)]", &mismatches) }
        default:
            let same = if let a = wanted.exact, let b = got.exact { a == b } else { wanted == got }
            if !same { mismatches.append(Mismatch(name: name, expected: wanted.written, got: .value(got.written))) }
        }
    }
}
