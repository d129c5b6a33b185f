import Grants
import Hummingbird
import Site
import Store

/// The form of a call: its parts and questions, their order, and what is taken out.
struct CallFormPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls/:number/form", access: .staff(), show)
        routes.post("/work/calls/:number/order", access: .staff(.officer), move)
        routes.get("/work/calls/:number/removal", access: .staff(.officer), confirm)
        routes.post("/work/calls/:number/removal", access: .staff(.officer), remove)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        return try page.render("calls/work/form", CallFormOutline(page: page, draft: draft).view)
    }

    /// Moves an item one place: `move` is `questions.need.up`.
    @Sendable private func move(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let parts = page.form["move"].split(separator: ".").map(String.init)
        guard parts.count == 3, parts[2] == "up" || parts[2] == "down" else { throw Problem.unreadable(.syntax) }
        var terms = draft.terms
        guard let list = CallList(rawValue: parts[0]), terms.move(parts[1], in: list, by: parts[2] == "up" ? -1 : 1)
        else {
            throw Problem.notFound
        }
        try await save(terms, draft, list, page)
        return page.redirect(draft.address + list.place)
    }

    /// Asks once more: what is taken out takes its words along.
    @Sendable private func confirm(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let item = try page.query["item"]
        let (list, key) = try Self.item(item)
        guard let title = draft.terms.title(of: key, in: list) else { throw Problem.notFound }
        let lead = list == .sections ? page.texts("calls.removal.section") : page.texts("calls.removal.item")
        return try page.render(
            "calls/work/removal",
            page.callFrame(draft).adding([
                "item": item, "title": title.text(in: page.language), "lead": lead,
                "backHref": draft.address + list.place, "published": draft.version != nil,
            ])
        )
    }

    @Sendable private func remove(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let (list, key) = try Self.item(page.form["item"])
        var terms = draft.terms
        guard terms.remove(key, from: list) else { throw Problem.notFound }
        try await save(terms, draft, list, page)
        return page.redirect(draft.address + list.place, done: "removed")
    }

    private func save(_ terms: CallTerms, _ draft: CallDraft, _ list: CallList, _ page: PageContext) async throws {
        guard try page.formRevision == draft.revision else { throw ChangedMeanwhile(revision: draft.revision) }
        _ = try await office.stores.calls.save(
            terms,
            of: draft.call.id,
            basedOn: draft.revision,
            part: list.rawValue,
            by: page.visitor
        )
    }

    private static func item(_ text: String) throws(Problem) -> (CallList, String) {
        let parts = text.split(separator: ".").map(String.init)
        guard parts.count == 2, let list = CallList(rawValue: parts[0]) else { throw .notFound }
        return (list, parts[1])
    }
}

/// The parts of a form with their questions.
struct CallFormOutline {
    let page: PageContext
    let draft: CallDraft

    var view: View {
        let mayEdit = page.mayEdit(draft)
        let sections: [View] = draft.terms.sections.map { section in
            let edit: String? = mayEdit ? "\(draft.address)/edit/sections/\(section.key)" : nil
            let add: String? = mayEdit ? "\(draft.address)/edit/questions/new?section=\(section.key)" : nil
            let place = CallMove(section.key, among: draft.terms.sections.map(\.key))
            let move: View? = mayEdit ? place.view(in: "sections") : nil
            let help = section.help.text(in: page.language)
            return [
                "id": "section-\(section.key)", "label": section.title.text(in: page.language),
                "help": help.isEmpty ? nil : help, "editHref": edit, "addHref": add,
                "questions": section.questions.map(question), "hasQuestions": !section.questions.isEmpty, "move": move,
            ]
        }
        let items = draft.terms.sections.map(\.questions.count)
        return page.callFrame(draft).adding([
            "sections": sections, "movable": mayEdit && (items.count > 1 || items.contains { $0 > 1 }),
            "addHref": mayEdit ? "\(draft.address)/edit/sections/new" : nil,
        ])
    }

    private func question(_ question: Question) -> View {
        let texts = page.texts
        var notes = [texts("calls.kinds.\(question.kind.rawValue)")]
        if !question.required { notes.append(texts("calls.form.optional")) }
        if let condition = question.condition, let other = draft.terms.question(condition.question) {
            let answers = condition.answers.map { answer in
                other.options.first { $0.key == answer }?.title.text(in: page.language)
                    ?? texts.find("calls.parts.questions.required_\(answer)") ?? answer
            }
            let values = ["question": other.title.text(in: page.language), "answers": answers.joined(separator: ", ")]
            notes.append(texts("calls.form.only_if", values))
        }
        let mayEdit = page.mayEdit(draft)
        let href: String? = mayEdit ? "\(draft.address)/edit/questions/\(question.key)" : nil
        let move: View? = mayEdit ? questionPlace(question).view(in: "questions") : nil
        return [
            "id": "question-\(question.key)", "href": href, "label": question.title.text(in: page.language),
            "note": notes.joined(separator: "; "), "move": move,
        ]
    }

    /// A question at the edge of its part goes on to the next part, so only the edges of the whole form are ends.
    private func questionPlace(_ question: Question) -> CallMove {
        let sections = draft.terms.sections
        let isAbove = sections.first?.questions.first?.key == question.key
        let isBelow = sections.last?.questions.last?.key == question.key
        return CallMove(item: question.key, up: !isAbove, down: !isBelow)
    }
}
