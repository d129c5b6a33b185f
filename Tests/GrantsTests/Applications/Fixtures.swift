import Foundation
import Grants
import Money

/// A small form, answers that fit it, and builders that say only what matters to a test.
enum Fixture {
    static let now = OfficeTime.instant(of: day("2026-11-20"), hour: 12, minute: 0)
    static let closes = OfficeTime.start(of: day("2026-12-01"))

    static func day(_ iso: String) -> Day {
        Day(iso: iso) ?? .epoch
    }

    static func terms(
        amount: CallAmount = CallAmount(mode: .ceiling, sum: Euro(euros: 7_000)),
        categories: [CostCategory] = [category("people"), category("goods")],
        documents: [RequiredDocument] = [],
        _ questions: Question...
    ) -> CallTerms {
        CallTerms(
            title: Bilingual(lv: "Parauga konkurss"),
            purpose: Bilingual(lv: "Mēģināt"),
            legalBasis: [],
            fundingLine: "INIC",
            moneyAvailable: Euro(euros: 100_000),
            amount: amount,
            applicants: ApplicantTerms(kinds: [.municipality], agreementRequired: true, defaultQuota: 2),
            opensAt: OfficeTime.start(of: day("2026-10-01")),
            closesBefore: closes,
            projectEarliestStart: day("2027-01-01"),
            projectLatestEnd: day("2028-12-31"),
            longestMonths: 12,
            documents: documents,
            sections: [
                FormSection(
                    key: "main",
                    title: Bilingual(lv: "Galvenais"),
                    help: Bilingual(lv: ""),
                    questions: questions
                )
            ],
            costCategories: categories,
            conformity: [],
            quality: []
        )
    }

    static func category(_ key: String, share: Int64? = nil, ceiling: Euro? = nil) -> CostCategory {
        CostCategory(key: key, title: Bilingual(lv: key), ceilingShare: share, ceiling: ceiling)
    }

    static func question(
        _ key: String,
        _ kind: Question.Kind,
        required: Bool = true,
        limits: Question.Limits = .init(),
        options: [String] = [],
        columns: [Question.Column] = [],
        onlyIf condition: Question.Condition? = nil
    ) -> Question {
        Question(
            key: key,
            kind: kind,
            title: Bilingual(lv: key),
            required: required,
            limits: limits,
            options: options.map { Question.Option(key: $0, title: Bilingual(lv: $0)) },
            columns: columns,
            condition: condition
        )
    }

    static let organisation = Organisation(
        id: Organisation.ID(1),
        kind: .municipality,
        name: "Parauga novads",
        registrationNumber: "40003032949",
        region: "Vidzeme",
        invented: true
    )

    /// What the checks find, without where: for tests of one question.
    static func codes(
        _ answers: [String: Answer],
        _ terms: CallTerms,
        files: [AttachedFile] = [],
        severity: Finding.Severity = .error
    ) -> [Finding.Code] {
        let checks = Checks(of: answers, files: files, terms: terms, organisation: organisation, now: now)
        return checks.findings.filter { $0.severity == severity }.map(\.code)
    }

    /// What the checks find in one question with one answer.
    static func codes(_ question: Question, _ answer: Answer?) -> [Finding.Code] {
        codes(answer.map { [question.key: $0] } ?? [:], terms(question))
    }

    static func file(_ field: String, id: Int64 = 1, sha256: String = "00") -> AttachedFile {
        AttachedFile(
            id: AttachedFile.ID(id),
            field: field,
            name: "vēstule.pdf",
            mediaType: "application/pdf",
            size: 3,
            sha256: sha256,
            addedAt: now
        )
    }

    static func application(
        _ state: Application.State = .draft,
        number: String? = nil,
        submittedAt: Date? = nil,
        revision: Int64 = 5
    ) -> Application {
        Application(
            id: Application.ID(1),
            call: Call.ID(1),
            version: Call.VersionID(1),
            organisation: Organisation.ID(1),
            state: state,
            number: number,
            submittedAt: submittedAt,
            revision: revision
        )
    }
}
