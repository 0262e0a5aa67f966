import Domain
import Words

/// Entries of the calendar in a language, for pages, the weekly mail and files.
extension Words {
    /// Which of an obligation's due days it is: "Reporting period 2", "Kick-off meeting", "May 2024"; nothing where there is one.
    public func which(_ occurrence: Occurrence, in project: Project) -> String {
        switch occurrence.of {
        case .once: ""
        case .period(let key): name(key.reference, in: project)
        case .event(let key): name(key.reference, in: project)
        case .time(.day): ""
        case .time(let time): when(time)
        }
    }

    /// What it is: "Partner report to the controller, Reporting period 2".
    public func name(_ entry: DueEntry, in project: Project) -> String {
        let name = name(entry.about, in: project)
        switch (entry.sort, entry.part) {
        case (.project, let part?):
            return "\(name): \(label(field: part == "end" ? "end" : "durabilityYears", of: Identification.kind))"
        case (.report, _): return "\(self("obligation.reporting.dueMonthsAfterEnd")), \(name)"
        case (_, "inner"): return "\(name) (\(label(field: "innerDue", of: Question.kind)))"
        case (.activity, "start"): return "\(name) (\(label(field: "start", of: Activity.kind)))"
        default: break
        }
        let which = entry.occurrence.map { self.which($0, in: project) } ?? ""
        return which.isEmpty ? name : "\(name), \(which)"
    }

    /// Who holds it: the partner, or the duty with who has it that day; nothing where nobody does.
    public func holder(_ holder: Holder, in project: Project, on today: Day) -> String {
        if let partner = holder.partner { return name(partner.reference, in: project) }
        guard let duty = holder.duty else { return holder.person.map { name($0.reference, in: project) } ?? "" }
        let people = project.holders(of: duty, on: today).map { name($0.reference, in: project) }
        let word = choice(Duty.Sort.choiceName, duty.rawValue)
        return people.isEmpty ? word : "\(word): \(people.joined(separator: ", "))"
    }

    /// How it stands: "late"; of what was done after its day, how much later: "done, 12 days late".
    public func state(_ entry: DueEntry) -> String {
        entry.daysLate.map { doneLate($0) } ?? choice(DueEntry.State.choiceName, entry.state.rawValue)
    }

    /// "done, 12 days late".
    public func doneLate(_ days: Int) -> String { count(days, "due.doneLate") }

    /// What waits and who holds it: "“Poster hung up” was due on 1 September 2024, 12 days ago… · Küstenforum".
    public func line(_ need: Need, on today: Day, in project: Project) -> String {
        let sentence = sentence(need, on: today) { name($0, in: project) }
        let holder = holder(need, in: project, on: today)
        return holder.isEmpty ? sentence : "\(sentence) · \(holder)"
    }

    /// Who holds what waits; nothing where its sentence names the holder itself.
    public func holder(_ need: Need, in project: Project, on today: Day) -> String {
        need.facts.contains { $0.name == "holder" || $0.name == "partner" }
            ? "" : holder(need.holder, in: project, on: today)
    }

    /// A due rule as a person would say it: "6 months after approval".
    public func rule(_ rule: DueRule) -> String {
        let count = rule.count ?? 0
        let length = self.count(count, "due.rule.length.\((rule.unit ?? .days).rawValue)")
        let until = self(
            (rule.until ?? (rule.form == .everyYear ? .durabilityEnd : .projectEnd)) == .projectEnd
                ? "due.rule.until.projectEnd" : "due.rule.until.durabilityEnd")
        switch rule.form {
        case nil: return self("due.rule.unknown")
        case .onDay: return rule.day.map { self("due.rule.onDay", [("day", day($0))]) } ?? self("due.rule.unknown")
        case .afterAnchor:
            guard let anchor = rule.anchor?.rawValue else { return self("due.rule.unknown") }
            return count == 0 ? self("due.rule.by.\(anchor)") : self("due.rule.\(anchor)", [("length", length)])
        case .withReport:
            return count == 0 ? self("due.rule.withReport") : self("due.rule.beforeReport", [("length", length)])
        case .afterPeriod: return self("due.rule.afterPeriod", [("length", length)])
        case .beforeEvent, .afterEvent:
            let text = self(
                rule.form == .beforeEvent ? "due.rule.beforeEvent" : "due.rule.afterEvent", [("length", length)])
            let sorts = rule.events.map { choice(Event.Sort.choiceName, $0.rawValue) }
            return sorts.isEmpty ? text : "\(text) (\(sorts.joined(separator: ", ")))"
        case .everyMonth: return self("due.rule.everyMonth", [("n", number(rule.monthDay ?? 31))])
        case .everyYear: return self("due.rule.everyYear", [("until", until)])
        case .everySoOften: return self("due.rule.everySoOften", [("length", length), ("until", until)])
        case .whileRunning: return self("due.rule.whileRunning", [("until", until)])
        }
    }
}
