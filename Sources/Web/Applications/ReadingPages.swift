import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

/// Pages that only show an application: the whole of it, what the checks find, and what stood in its fields before.
struct ReadingPages {
    let office: Office

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }

    func add(to routes: Routes) {
        routes.get("/applications/:id/content", access: .applicant, content)
        routes.get("/applications/:id/checks", access: .applicant, checks)
        routes.get("/applications/:id/history", access: .applicant, history)
        routes.get("/applications/:id/history/:field", access: .applicant, versions)
    }

    private func content(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.read(page)
        let view = ContentView(frame: frame).view(changeable: frame.isEditable)
        // What is read here is what was handed in only while it counts.
        let counting = frame.application.state == .submitted ? frame.file.receiptCode : nil
        let contentHref = counting.map { "\(frame.base)/receipts/\($0)/content" }
        return try page.render("applications/content", frame.view.adding(view).adding(["contentHref": contentHref]))
    }

    private func checks(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.read(page)
        guard frame.application.state != .submitted else { return page.redirect(frame.base) }
        let view = ChecksView(frame: frame, checks: desk.checks(frame), visitor: try page.visitor).view
        return try page.render("applications/checks", view)
    }

    private func history(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let view = HistoryView(frame: frame)
        return try page.render("applications/history", frame.view.adding(view.list))
    }

    private func versions(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.open(page)
        let field = try page.parameter("field")
        let before = Int64(try page.query["before"])
        let versions = try await desk.applications.history(
            of: frame.application.id,
            field: field,
            before: before,
            limit: HistoryView.size,
            for: page.visitor
        )
        guard !versions.isEmpty else { throw Problem.notFound }
        return try page.render(
            "applications/versions",
            frame.view.adding(HistoryView(frame: frame).of(field, versions, before: before))
        )
    }
}

/// Who wrote what and when.
struct HistoryView {
    /// How many texts of a field a page shows, besides those typed against the last of them.
    static let size = 50

    let frame: ApplicationFrame

    private var texts: Texts { frame.texts }

    /// Every field that was ever typed in, with its last change.
    var list: View {
        let known = frame.terms.questions.map(\.key)
        let gone = frame.file.stored.keys.filter { !known.contains($0) }.sorted()
        var fields: [View] = []
        for key in known + gone {
            guard let stored = frame.file.stored[key] else { continue }
            fields.append([
                "href": "\(frame.base)/history/\(key)", "label": label(key), "summary": summary(stored, isNow: true),
                "count": texts.plural("applications.history.versions", Int(stored.version)),
            ])
        }
        return ["fields": fields, "anyFields": !fields.isEmpty]
    }

    /// What stood in one field, the newest first; what is beyond the size of a page begins the next one.
    func of(_ field: String, _ found: [PastAnswer], before: Int64?) -> View {
        let words = AnswerWords(texts: texts, terms: frame.terms)
        var versions = found
        if found.count > Self.size, let last = found.last?.stored.version {
            let whole = found.filter { $0.stored.version > last }
            if !whole.isEmpty { versions = whole }
        }
        let next = versions.count < found.count ? versions.last?.stored.version : nil
        let path = "\(frame.base)/history/\(field)"
        var shown: [View] = []
        for (index, past) in versions.enumerated() {
            let stored = past.stored
            let text = frame.terms.question(field).map { words.text(of: stored.answer, to: $0) } ?? plain(stored.answer)
            shown.append([
                "summary": past.stood ? summary(stored, isNow: index == 0 && before == nil) : aside(stored),
                "open": index == 0,
                "text": text.isEmpty ? texts("applications.content.unanswered") : text,
            ])
        }
        return [
            "label": label(field), "versions": shown, "hasOthers": before != nil || next != nil,
            "newer": before == nil ? nil : path, "older": next.map { "\(path)?before=\($0)" },
        ]
    }

    private func label(_ key: String) -> String {
        frame.terms.question(key)?.title.text(in: frame.language)
            ?? texts("applications.history.removed_question", ["key": key])
    }

    private func summary(_ stored: StoredAnswer, isNow: Bool) -> String {
        let values = [
            "n": String(stored.version), "name": stored.changedBy, "instant": texts.instant(stored.changedAt),
        ]
        return texts("applications.history.\(isNow ? "now" : "then")", values)
    }

    private func aside(_ stored: StoredAnswer) -> String {
        texts(
            "applications.history.aside",
            ["name": stored.changedBy, "instant": texts.instant(stored.changedAt)]
        )
    }

    /// An answer to a question that the form has no more.
    private func plain(_ answer: Answer) -> String {
        switch answer {
        case .text(let text): text
        case .list(let list): list.joined(separator: ", ")
        case .fields(let fields): fields.sorted { $0.key < $1.key }.map(\.value).joined(separator: "\n")
        case .rows(let rows):
            rows.map { $0.sorted { $0.key < $1.key }.map(\.value).joined(separator: ", ") }.joined(separator: "\n")
        }
    }
}
