import ArgumentParser
import Desk
import Domain
import Foundation
import Programmes
import Words

/// What programmes prescribe: rule packs, read, compared, explained and proved. No data folder is needed.
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read, compare, explain and prove the rules of programmes.",
        discussion: "PACK is the name of a pack of the product, or a folder of your own.",
        subcommands: [List.self, ShowRules.self, Diff.self, Explain.self, Test.self, Areas.self, Docs.self])

    struct List: PlainCommand {
        static let configuration = CommandConfiguration(abstract: "List the packs.")
        @OptionGroup var speaking: Speaking

        func run(in words: Words) throws -> Answer {
            let packs = try Packs.own.names.map { try Packs.own.pack($0) }
            if speaking.json { return Answer(json: .list(packs.map { $0.json })) }
            return Answer(packs.map { "\($0.pack.id)\t\(words.line(of: $0))" })
        }
    }

    struct ShowRules: PlainCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show the rules of a pack: values, days, sources, whether verified, where used.")
        @Argument(help: "The pack.") var pack: String
        @Argument(help: "Only this rule: funding.rate, or 'funding.rate (public)'.") var parameter: String?
        @Option(help: "Only what holds on this day (YYYY-MM-DD).") var on: String?
        @OptionGroup var speaking: Speaking

        func run(in words: Words) throws -> Answer {
            let pack = try Packs.own.pack(pack).pack
            let day = try Showing.day(on)
            let shown = pack.parameters.filter { parameter in
                self.parameter.map { $0 == parameter.name || $0 == parameter.key.text } ?? true
            }.compactMap { $0.on(day) }
            guard !shown.isEmpty else {
                throw Refusal(
                    day == nil ? "unknownRule" : "noRule",
                    [
                        .init("name", .text(parameter ?? "")), .init("pack", .text(pack.id)),
                        .init("day", .day(day ?? pack.from)),
                    ])
            }
            if speaking.json { return Answer(json: .list(shown.map(\.json))) }
            return Answer(shown.flatMap { words.lines(of: $0, in: pack) })
        }
    }

    struct Diff: PlainCommand {
        static let configuration = CommandConfiguration(abstract: "Say in words what a second pack says otherwise.")
        @Argument(help: "The first pack.") var first: String
        @Argument(help: "The second pack.") var second: String
        @OptionGroup var speaking: Speaking

        func run(in words: Words) throws -> Answer {
            let comparison = PackComparison(try Packs.own.pack(first).pack, try Packs.own.pack(second).pack)
            return speaking.json ? Answer(json: comparison.json) : Answer(words.lines(of: comparison))
        }
    }

    struct Explain: PlainCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute, and say how the result came about; without a file, what can be given.")
        @Argument(help: "The pack.") var pack: String
        @Argument(help: "The calculation; see 'grozd rules areas'.") var area: String
        @Option(help: "A file with the inputs, or with a worked example ('-' for standard input).") var with: String?
        @Option(help: "The day whose rules hold (YYYY-MM-DD); else the example's, else the pack's first.")
        var on: String?
        @OptionGroup var speaking: Speaking

        func run(in words: Words) throws -> Answer {
            let pack = try Packs.own.pack(pack).pack
            guard let calculation = Calculation.named(area) else { throw Refusal.unknownArea(area) }
            guard let with else {
                return speaking.json ? Answer(json: words.json(calculation)) : Answer(words.lines(of: calculation))
            }
            let given = try WorkedExample.inputs(in: Rules.bytes(of: with), named: with)
            let day = try Showing.day(on) ?? given.on ?? pack.from
            var derivation = Derivation()
            let outcome = try calculation.answer(given.inputs, under: RulesInForce(pack, on: day), &derivation)
            if speaking.json {
                return Answer(
                    json: .object(of: [("result", outcome.json), ("derivation", words.json(derivation))]))
            }
            var lines = [words("rules.howItCame") + ":"] + words.lines(of: derivation).map { "  " + $0 }
            lines += [words("rules.result") + ":"]
            lines += outcome.results.map { "  \($0.name) = \($0.value.text ?? $0.value.written)" }
            return Answer(lines)
        }
    }

    struct Test: PlainCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove a pack by worked examples: its own, or those of a file.")
        @Argument(help: "The pack.") var pack: String
        @Option(help: "A file with worked examples, instead of the pack's own.") var examples: String?
        @OptionGroup var speaking: Speaking

        func run(in words: Words) throws -> Answer {
            let loaded = try Packs.own.pack(pack)
            var proved = loaded.examples.flatMap(\.examples)
            if let file = examples { proved = try WorkedExample.reading(Rules.bytes(of: file), named: file) }
            let proofs = proved.map { ($0, $0.proved(under: loaded.pack)) }
            let failed = proofs.filter { !$0.1.passed }
            if speaking.json { return Answer(json: words.json(of: proofs), code: failed.isEmpty ? 0 : 1) }
            let count = [
                ("passed", String(proofs.count - failed.count)), ("failed", String(failed.count)),
            ]
            return Answer(
                proofs.flatMap { words.lines(of: $0.1, $0.0) } + [words("rules.passedFailed", count)],
                code: failed.isEmpty ? 0 : 1)
        }
    }

    struct Areas: PlainCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the calculations, or show what one of them can be given.")
        @Argument(help: "Only this calculation.") var area: String?
        @OptionGroup var speaking: Speaking

        func run(in words: Words) throws -> Answer {
            var calculations = Calculation.all
            if let area {
                guard let calculation = Calculation.named(area) else { throw Refusal.unknownArea(area) }
                calculations = [calculation]
            }
            if speaking.json { return Answer(json: .list(calculations.map { words.json($0) })) }
            if area != nil { return Answer(calculations.flatMap { words.lines(of: $0) }) }
            return Answer(calculations.map { "\($0.area)\t\(words("calculation.\($0.area)"))" })
        }
    }

    struct Docs: PlainCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write every pack as a page (Markdown) into a folder.")
        @Argument(help: "The folder.") var into: String
        @OptionGroup var speaking: Speaking

        func run(in words: Words) throws -> Answer {
            let folder = URL(fileURLWithPath: into)
            var written: [String] = []
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                for name in Packs.own.names {
                    let page = folder.appendingPathComponent(name + ".md")
                    try PackText.markdown(of: Packs.own.pack(name), in: words).write(
                        to: page, atomically: true, encoding: .utf8)
                    written.append(page.path)
                }
            } catch let refusal as Refusal { throw refusal } catch {
                throw Refusal("cannotWrite", [.init("name", .text(into))])
            }
            return speaking.json ? Answer(json: .list(written.map { .text($0) })) : Answer(written)
        }
    }

    /// A file, or standard input for `-`.
    static func bytes(of path: String) throws -> [UInt8] {
        if path == "-" { return [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Refusal("unknownFile", [.init("name", .text(path))])
        }
        return [UInt8](data)
    }
}

/// A command that needs no data folder: it is carried out where it was typed.
protocol PlainCommand: ParsableCommand {
    var speaking: Speaking { get }
    func run(in words: Words) throws -> Answer
}

/// What a command says, and its exit code: 1 when a check says no.
struct Answer {
    let text: String
    let code: Int32

    init(_ lines: [String], code: Int32 = 0) {
        text = lines.map { $0 + "\n" }.joined()
        self.code = code
    }

    init(json: JSON, code: Int32 = 0) {
        text = json.pretty() + "\n"
        self.code = code
    }
}

/// In which language, and whether as data.
struct Speaking: ParsableArguments {
    @Flag(help: "Show JSON.")
    var json = false

    @Option(help: "The language: en, sl, de, lv, es, pt, sv, sk, hu or ro.")
    var language: String = "en"

    func words() throws -> Words { try Showing.words(language) }
}

extension Refusal {
    static func unknownArea(_ name: String) -> Refusal { Refusal("unknownArea", [.init("name", .text(name))]) }
}
