import Foundation
import HTTPTypes
import Hummingbird
import Site
import Store

/// Visitors tell the office something; the agency reads it.
struct FeedbackPages {
    private static let pageSize = 50

    let office: Office
    /// Five messages at once from one address, then one a minute: enough for people, too little for machines.
    private let limiter = RateLimiter(burst: 5, interval: .seconds(60))

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/feedback", access: .anyone, ask)
        routes.post("/feedback", access: .anyone, take)
        routes.get("/feedback/thanks", access: .anyone, thanks)
        routes.get("/work/feedback", access: .staff(), list)
    }

    @Sendable private func ask(_ request: Request, _ page: PageContext) async throws -> Response {
        let note = FeedbackNoteForm(text: "", page: cameFrom(page), replyTo: "")
        return try page.render("public/feedback", view(note, [], page))
    }

    @Sendable private func take(_ request: Request, _ page: PageContext) async throws -> Response {
        let note = FeedbackNoteForm(
            text: page.form.trimmed("text"),
            page: page.form.trimmed("page"),
            replyTo: page.form.trimmed("replyTo")
        )
        let errors = note.errors(page.texts)
        guard errors.isEmpty else { return try page.refuse("public/feedback", view(note, errors, page), errors) }
        try limiter.take(networkOfAddress(page.visit.address))
        let number = try await office.stores.feedback.put(
            Feedback(
                key: try page.key,
                page: note.page,
                text: note.text,
                replyTo: note.replyTo.isEmpty ? nil : note.replyTo
            ),
            by: page.visitorIfAny
        )
        return .seeOther("/feedback/thanks?number=\(number)")
    }

    @Sendable private func thanks(_ request: Request, _ page: PageContext) async throws -> Response {
        guard let number = Int64(try page.query["number"]), number > 0 else { throw Problem.notFound }
        return try page.render("public/feedback-thanks", ["number": String(number)])
    }

    @Sendable private func list(_ request: Request, _ page: PageContext) async throws -> Response {
        let before = Int64(try page.query["before"])
        let found = try await office.stores.feedback.list(before: before, limit: Self.pageSize)
        let shown = found.prefix(Self.pageSize)
        let rows: [View] = shown.map { note in
            [
                "number": String(note.number), "at": page.texts.instant(note.at), "page": note.page,
                "text": note.text, "replyTo": note.replyTo,
            ]
        }
        let older = found.count > Self.pageSize ? shown.last.map { "/work/feedback?before=\($0.number)" } : nil
        return try page.render(
            "public/feedback-list",
            ["rows": rows, "any": !rows.isEmpty, "newer": before == nil ? nil : "/work/feedback", "older": older]
        )
    }

    private func view(_ note: FeedbackNoteForm, _ errors: [FormError], _ page: PageContext) -> View {
        let texts = page.texts
        func wrong(_ field: String) -> String? { errors.first { $0.field == field }?.sentence }
        return [
            "key": page.formKey,
            "text": Field(
                "text",
                label: texts("public.feedback.text"),
                hint: texts("public.feedback.text_hint"),
                error: wrong("text")
            ).textArea(note.text, rows: 8),
            "page": Field(
                "page",
                label: texts("public.feedback.page"),
                hint: texts("public.feedback.page_hint"),
                error: wrong("page"),
                isOptional: true
            ).text(note.page),
            "replyTo": Field(
                "replyTo",
                label: texts("public.feedback.reply_to"),
                error: wrong("replyTo"),
                isOptional: true
            ).text(note.replyTo, type: "email", isCode: true, autocomplete: "email"),
        ]
    }

    /// The page of ours that the visitor came from: most messages are about it.
    private func cameFrom(_ page: PageContext) -> String {
        guard let referer = page.head.headerFields[.referer], let url = URL(string: referer) else { return "" }
        guard let host = page.head.authority, url.authority == host else { return "" }
        return url.path == "/feedback" ? "" : String(url.path.prefix(Feedback.longestPage))
    }
}

extension URL {
    /// `host:port` as the Host header writes it.
    fileprivate var authority: String? {
        host.map { name in port.map { "\(name):\($0)" } ?? name }
    }
}

/// The feedback form as sent.
struct FeedbackNoteForm {
    let text: String
    let page: String
    let replyTo: String

    func errors(_ texts: Texts) -> [FormError] {
        var errors: [FormError] = []
        func wrong(_ field: String, _ key: String) {
            errors.append(FormError(field: field, sentence: texts("public.feedback.\(key)")))
        }
        if text.isEmpty { wrong("text", "text_missing") }
        // PostgreSQL counts characters as Unicode scalars.
        if text.unicodeScalars.count > Feedback.longestText { wrong("text", "text_long") }
        if page.unicodeScalars.count > Feedback.longestPage { wrong("page", "page_long") }
        if !replyTo.isEmpty, !looksLikeAddress { wrong("replyTo", "reply_to_wrong") }
        return errors
    }

    private var looksLikeAddress: Bool {
        guard replyTo.unicodeScalars.count <= Feedback.longestReplyTo else { return false }
        return replyTo.wholeMatch(of: /[^@\s<>,;:"]+@[^@\s<>,;:"]+\.[^@\s<>,;:".]+/) != nil
    }
}
