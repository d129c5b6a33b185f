public import Foundation
public import Money

/// All that is wrong with an application, found at once: errors stop handing in, warnings do not.
public struct Checks: Sendable, Hashable {
    /// What was found, in the order of the form.
    public let findings: [Finding]
    /// How far each section is, in the order of the form.
    public let sections: [SectionProgress]
    /// The budget as computed.
    public let budget: BudgetSheet
    /// What the application asks for.
    public let requested: Euro

    /// Checks answers and files against the form they answer.
    ///
    /// - Parameter now: only warnings depend on it, so that nothing becomes an error by waiting.
    public init(
        of answers: [String: Answer],
        files: [AttachedFile],
        terms: CallTerms,
        organisation: Organisation,
        now: Date
    ) {
        let budget = BudgetSheet(terms: terms, answers: answers)
        var list = Checklist(terms: terms, answers: answers, files: files, organisation: organisation, budget: budget)
        list.today = OfficeTime.day(of: now)
        var sections: [SectionProgress] = []
        for section in terms.sections {
            let asked = section.questions.filter { terms.isAsked($0, given: answers) }
            for question in asked {
                list.check(question, at: Finding.Place(section: section.key, field: question.key))
            }
            let started = asked.contains { question in
                answers[question.key].map { !$0.isEmpty } ?? false || files.contains { $0.field == question.key }
            }
            let needed = asked.contains { $0.required }
            sections.append(
                SectionProgress(section: section.key, started: started, needed: needed, findings: list.findings)
            )
        }
        if !terms.documents.isEmpty {
            list.checkDocuments()
            let fields = Set(terms.documents.map(\.field))
            sections.append(
                SectionProgress(
                    section: CallTerms.documentsSection,
                    started: files.contains { fields.contains($0.field) },
                    needed: terms.documents.contains { $0.required },
                    findings: list.findings
                )
            )
        }
        findings = list.findings
        self.sections = sections
        self.budget = budget
        requested = terms.requested(given: answers)
    }

    /// What stops handing in, which no clock decides.
    public static func errors(
        of answers: [String: Answer],
        files: [AttachedFile],
        terms: CallTerms,
        organisation: Organisation
    ) -> [Finding] {
        Checks(of: answers, files: files, terms: terms, organisation: organisation, now: .distantPast).errors
    }

    /// What stops handing in.
    public var errors: [Finding] {
        findings.filter { $0.severity == .error }
    }

    /// What is worth a second look.
    public var warnings: [Finding] {
        findings.filter { $0.severity == .warning }
    }
}

/// How far a section of the form is.
public struct SectionProgress: Sendable, Hashable {
    /// Where a section stands.
    public enum State: Sendable, Hashable {
        /// Nothing was typed yet.
        case notStarted
        /// Something stops handing in: how many errors.
        case unfinished(errors: Int)
        /// Nothing stops handing in.
        case ready
    }

    /// The section's key.
    public let section: String
    /// Where it stands.
    public let state: State

    init(section: String, started: Bool, needed: Bool, findings: [Finding]) {
        self.section = section
        let errors = findings.count { $0.severity == .error && $0.place.section == section }
        if !started && (needed || errors > 0) {
            state = .notStarted
        } else {
            state = errors == 0 ? .ready : .unfinished(errors: errors)
        }
    }
}
