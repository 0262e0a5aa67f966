extension GoodPractice {
    public static let programmeForm: ProgrammeForm? = ProgrammeForm(
        "goodPractice",
        [
            ("title", "title"), ("summary", "summary"), ("detail", "description"), ("resources", "resourcesInWords"),
            ("evidence", "evidence"), ("difficulties", "lessons"), ("potential", "transferability"),
            ("opinion", "opinion"),
        ])

    func text(of field: String) -> String? {
        switch field {
        case "title": title
        case "summary": summary?.text
        case "description": description?.text
        case "resourcesInWords": resourcesInWords?.text
        case "evidence": evidence?.text
        case "lessons": lessons?.text
        case "transferability": transferability?.text
        case "opinion": opinion?.text
        default: nil
        }
    }

    /// The day whose rules hold for its form: that of handing in, else the project's first.
    func formDay(in project: Project) -> Day? {
        checks.first { $0.what == .submitted }?.on ?? project.identification?.start
    }

    /// What is too long always; what is missing once it is on its way through the programme.
    func formFindings(in project: Project) -> [Finding] {
        guard let day = formDay(in: project) else { return [] }
        let found = project.formLimits(of: GoodPractice.kind, on: day).findings { text(of: $0) }
        return stage == .notSubmitted ? found.filter { $0.code == "formFieldTooLong" } : found
    }
}
