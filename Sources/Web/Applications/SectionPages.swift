import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

/// One section of the form: shown, and stored by a plain post. What the page's script stores is in `AutosavePages`.
struct SectionPages {
    let office: Office

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }

    func add(to routes: Routes) {
        routes.get("/applications/:id/sections/:section", access: .applicant, show)
        routes.post("/applications/:id/sections/:section", access: .applicant, save)
    }

    private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let part = try part(frame, page)
        guard frame.isEditable else { return page.redirect("\(frame.base)/content#section-\(part.key)") }
        guard part.section != nil else {
            return try await desk.requiredPapers(frame, for: page.visitor).page(on: page)
        }
        var view = try await sectionView(frame, part, page)
        let query = try page.query
        view.wantsRow = query.find("row")
        if query.contains("check") { view.errors = sentences(of: desk.checks(frame).errors, in: part, frame) }
        return try page.render("applications/section", view.view.adding(["notice": page.notice("applications")]))
    }

    private func save(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let part = try part(frame, page)
        guard let section = part.section else { throw Problem.notFound }
        let form = SectionForm(section, page.form)
        guard frame.isEditable else { return try await locked(frame, part, form, page) }
        do {
            let saving = SectionSaving(applications: desk.applications, id: frame.file.application.id)
            let saved = try await saving.save(form, by: page.visitor)
            return try await answer(frame, part, form, saved, page)
        } catch ChangeRefusal.locked {
            return try await locked(frame, part, form, page)
        }
    }

    private func answer(
        _ frame: ApplicationFrame,
        _ part: FormSections.Part,
        _ form: SectionForm,
        _ saved: SectionSaving.Result,
        _ page: PageContext
    ) async throws -> Response {
        let typed = Dictionary(form.changes.map { ($0.field, $0.answer) }) { first, _ in first }
        let answers = saved.answers(over: frame.file.answers)
        let checks = Checks(
            of: answers,
            files: frame.file.files,
            terms: frame.terms,
            organisation: frame.file.organisation,
            now: frame.now
        )
        let wrong = checks.findings.filter { $0.place.section == part.key && $0.isAboutWhatWasTyped }
        let mayGoOn = saved.clashes.isEmpty && saved.refused.isEmpty
        if mayGoOn, wrong.isEmpty || form.step.leavesErrorsForLater {
            return page.redirect(target(of: form.step, frame, part), done: form.step == .stay ? "saved" : nil)
        }
        var view = try await sectionView(frame, part, page)
        view.answers = answers
        view.versions = saved.versions(over: view.versions)
        view.errors = sentences(of: wrong, in: part, frame)
        for (field, refusal) in saved.refused {
            view.errors[FieldPlace(field)] = RefusalSentences(texts: page.texts).sentence(refusal)
            view.answers[field] = typed[field]
        }
        for clash in saved.clashes {
            view.answers[clash.field] = clash.mine
            view.versions[clash.field] = clash.theirs.version
            view.clashes[clash.field] = AnswerClash(clash, page.texts)
        }
        let sentence = saved.clashes.isEmpty ? (saved.refused.isEmpty ? "saved_with_errors" : "full") : "clashed"
        let notice: View = ["kind": "wait", "sentence": page.texts("applications.section.\(sentence)")]
        return try page.render(
            "applications/section",
            view.view.adding(["failed": true, "errors": view.summary.map(\.view), "notice": notice]),
            status: saved.clashes.isEmpty ? .unprocessableContent : .conflict
        )
    }

    /// It went to the signatory or was handed in meanwhile: nothing is stored, and nothing typed is lost from sight.
    private func locked(
        _ frame: ApplicationFrame,
        _ part: FormSections.Part,
        _ form: SectionForm,
        _ page: PageContext
    ) async throws -> Response {
        var view = try await sectionView(frame, part, page)
        for change in form.changes { view.answers[change.field] = change.answer }
        view.isLocked = true
        let sentence = page.texts("applications.section.locked")
        return try page.render(
            "applications/section",
            view.view.adding(["notice": ["kind": "stop", "sentence": sentence] as View]),
            status: .conflict
        )
    }

    private func part(_ frame: ApplicationFrame, _ page: PageContext) throws -> FormSections.Part {
        guard let part = FormSections(frame.terms, page.texts).find(try page.parameter("section")) else {
            throw Problem.notFound
        }
        return part
    }

    private func sectionView(
        _ frame: ApplicationFrame,
        _ part: FormSections.Part,
        _ page: PageContext
    ) async throws -> SectionView {
        let visitor = try page.visitor
        let fields = part.section?.questions.map(\.key) ?? []
        let asked = try await desk.asked(at: fields, in: frame, for: visitor)
        return SectionView(frame: frame, part: part, visitor: visitor, asked: asked)
    }

    private func sentences(
        of findings: [Finding],
        in part: FormSections.Part,
        _ frame: ApplicationFrame
    ) -> [FieldPlace: String] {
        let words = FindingSentences(texts: frame.texts, terms: frame.terms)
        var found: [FieldPlace: String] = [:]
        for finding in findings where finding.place.section == part.key {
            let place = FindingSentences.place(finding.place)
            let sentence = words.sentence(finding)
            found[place] = found[place].map { "\($0) \(sentence)" } ?? sentence
        }
        return found
    }

    private func target(of step: SectionForm.Step, _ frame: ApplicationFrame, _ part: FormSections.Part) -> String {
        let here = frame.section(part.key)
        switch step {
        case .next:
            let next = FormSections(frame.terms, frame.texts).next(after: part.key)
            return next.map { frame.section($0.key) } ?? "\(frame.base)/checks"
        case .stay: return here
        case .list: return frame.base
        case .add(let key): return "\(here)?row=\(key.urlEncoded)#q-\(key)"
        case .removed(let key): return "\(here)#q-\(key)"
        case .files(let key): return "\(frame.base)/papers/\(key)"
        case .ask(let key): return "\(frame.base)/questions?field=\(key.urlEncoded)"
        }
    }
}

extension SectionForm.Step {
    /// The person wants to do something else first; what is wrong waits.
    fileprivate var leavesErrorsForLater: Bool {
        switch self {
        case .list, .add, .removed, .files, .ask: true
        case .next, .stay: false
        }
    }
}
