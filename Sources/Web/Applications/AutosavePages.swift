import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

import struct Grants.Application

/// What the form's script asks for: storing fields while they are written, and who else is here.
struct AutosavePages {
    let office: Office

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }

    func add(to routes: Routes) {
        routes.post("/applications/:id/sections/:section/fields", access: .applicant, save)
        routes.post("/applications/:id/presence", access: .applicant, presence)
    }

    /// The answer to the script; described in `Templates/layout/README.md`.
    private struct Answered: Encodable {
        struct Saved: Encodable {
            let field: String
            let version: Int64
        }
        struct Clash: Encodable {
            let field: String
            let version: Int64
            let theirs: String
            let values: [[String]]
            let by: String
            let at: String
        }
        struct Wrong: Encodable {
            let field: String
            let sentence: String
        }
        var saved: [Saved] = []
        var clashes: [Clash] = []
        var errors: [Wrong] = []
        var savedAt: String?
    }

    private func save(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let key = try page.parameter("section")
        guard let section = frame.terms.sections.first(where: { $0.key == key }) else { throw Problem.notFound }
        let form = SectionForm(autosaving: section, page.form)
        do {
            let saving = SectionSaving(applications: desk.applications, id: frame.file.application.id)
            let result = try await saving.save(form, by: page.visitor)
            return try .json(answer(result, form, frame))
        } catch ChangeRefusal.locked {
            return try .json(Answered(), status: .conflict)
        }
    }

    private func answer(_ result: SectionSaving.Result, _ form: SectionForm, _ frame: ApplicationFrame) -> Answered {
        let clashed = Set(result.clashes.map(\.field))
        var answered = Answered()
        for change in form.changes where result.refused[change.field] == nil && !clashed.contains(change.field) {
            answered.saved.append(.init(field: change.field, version: result.saved[change.field]?.version ?? 0))
        }
        for clash in result.clashes {
            guard let question = frame.terms.question(clash.field) else { continue }
            answered.clashes.append(
                .init(
                    field: clash.field,
                    version: clash.theirs.version,
                    theirs: AnswerWords(texts: frame.texts, terms: frame.terms).text(
                        of: clash.theirs.answer,
                        to: question
                    ),
                    values: FieldWriting(texts: frame.texts).values(of: clash.theirs.answer, to: question),
                    by: clash.theirs.changedBy,
                    at: frame.texts.time(clash.theirs.changedAt)
                )
            )
        }
        answered.errors = errors(result, form, frame)
        answered.savedAt = result.savedAt?.savedAt.map(frame.texts.time)
        return answered
    }

    /// What is wrong with the fields just typed; missing ones are nobody's fault yet.
    private func errors(
        _ result: SectionSaving.Result,
        _ form: SectionForm,
        _ frame: ApplicationFrame
    ) -> [Answered.Wrong] {
        let words = FindingSentences(texts: frame.texts, terms: frame.terms)
        let checks = Checks(
            of: result.answers(over: frame.file.answers),
            files: frame.file.files,
            terms: frame.terms,
            organisation: frame.file.organisation,
            now: frame.now
        )
        var sentences: [String: [String]] = [:]
        for finding in checks.findings where finding.isAboutWhatWasTyped {
            let isWhole = finding.place.row == nil && finding.place.part == nil
            sentences[finding.place.field, default: []].append(isWhole ? words.sentence(finding) : words.line(finding))
        }
        for (field, refusal) in result.refused {
            sentences[field] = [RefusalSentences(texts: frame.texts).sentence(refusal)]
        }
        return form.changes.compactMap { change in
            sentences[change.field].map { .init(field: change.field, sentence: $0.joined(separator: " ")) }
        }
    }

    private struct Here: Encodable {
        let people: [String]
    }

    private func presence(_ request: Request, _ page: PageContext) async throws -> Response {
        let id: Application.ID = try page.id()
        let section = page.form["section"]
        let others = try await desk.applications.seen(id, section: section, by: page.visitor)
        return try .json(Here(people: others.map(\.name)))
    }
}
