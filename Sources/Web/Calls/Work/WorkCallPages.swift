import Foundation
import Grants
import Hummingbird
import Money
import Site
import Store

/// The officers' pages about calls: the list, making one, what it says now.
struct WorkCallPages {
    let office: Office
    private static let size = 50

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls", access: .staff(), list)
        routes.get("/work/calls/new", access: .staff(.officer), new)
        routes.post("/work/calls", access: .staff(.officer), create)
        routes.get("/work/calls/:number", access: .staff(), show)
        CallEditPages(office).add(to: routes)
        CallFormPages(office).add(to: routes)
        CallPreviewPages(office).add(to: routes)
        PublicationPages(office).add(to: routes)
        CancellationPages(office).add(to: routes)
        ExtensionPages(office).add(to: routes)
        QuotaPages(office).add(to: routes)
        EnquiryPages(office).add(to: routes)
        CallHistoryPages(office).add(to: routes)
    }

    @Sendable private func list(_ request: Request, _ page: PageContext) async throws -> Response {
        let query = try page.query
        let kind = Call.Kind(rawValue: query["kind"])
        let before = Call.ID(typed: query["before"])
        let calls = try await office.stores.calls.list(before: before, kind: kind, limit: Self.size)
        return try page.render(
            "calls/work/list",
            CallListView(page: page, calls: calls, kind: kind, size: Self.size, isFirst: before == nil).view
        )
    }

    @Sendable private func new(_ request: Request, _ page: PageContext) async throws -> Response {
        let today = OfficeTime.day(of: page.now)
        var values = PartValues()
        values["kind"] = Call.Kind.initiative.rawValue
        values["mode"] = CallAmount.Mode.fixed.rawValue
        values.set("opens", today.adding(days: 14))
        values.set("closes", today.adding(days: 59))
        return try page.render("calls/work/new", newView(page, values, []))
    }

    @Sendable private func create(_ request: Request, _ page: PageContext) async throws -> Response {
        let key = try page.key
        let values = PartValues(page.form, newFields(page.texts))
        var reader = PartReader(values, page.texts)
        let kind = reader.choice("kind", of: Call.Kind.allCases.map(\.rawValue)).flatMap(Call.Kind.init(rawValue:))
        let modes = CallAmount.Mode.allCases.map(\.rawValue)
        let mode = reader.choice("mode", of: modes).flatMap(CallAmount.Mode.init(rawValue:))
        let first = reader.day("opens")
        let last = reader.day("closes")
        if let first, let last, last < first { reader.refuse("closes", "closes_before_opening") }
        guard reader.errors.isEmpty, let kind, let mode, let first, let last else {
            return try page.refuse("calls/work/new", newView(page, values, reader.errors), reader.errors)
        }
        let terms = CallTemplate.terms(of: kind, from: first, until: last, mode: mode)
        let id = try await office.stores.calls.create(kind, from: terms, key: key, by: page.visitor)
        guard let draft = try await office.stores.calls.draft(id) else { throw Problem.notFound }
        return page.redirect(draft.address, done: "created")
    }

    private func newFields(_ texts: Texts) -> [PartField] {
        let words = PartFields(texts: texts, part: "new")
        return [
            words.field("kind", .radios(words.choices("kind", Call.Kind.allCases.map(\.rawValue)))),
            words.field("mode", .radios(words.choices("mode", CallAmount.Mode.allCases.map(\.rawValue)))),
            words.field("opens", .date), words.field("closes", .date),
        ]
    }

    private func newView(_ page: PageContext, _ values: PartValues, _ errors: [FormError]) -> View {
        let fields = newFields(page.texts)
        return PartView(fields: fields, values: values, errors: errors, texts: page.texts).view
            .adding(["key": page.formKey])
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let review = try await office.stores.calls.review(draft, now: page.now)
        return try page.render("calls/work/show", CallOverview(page: page, draft: draft, review: review).view)
    }
}

extension Office {
    /// The call in the address, as officers see it.
    func draft(_ page: PageContext) async throws -> CallDraft {
        guard let draft = try await stores.calls.draft(number: page.parameter("number")) else { throw Problem.notFound }
        return draft
    }
}

extension CallDraft {
    /// Its page in the workplace.
    var address: String { "/work/calls/\(call.number)" }
}

extension PageContext {
    /// What the head of every page about one call shows.
    func callFrame(_ draft: CallDraft) -> View {
        [
            "call": draft.call.number, "callHref": draft.address,
            "callTitle": draft.terms.title.text(in: language), "notice": notice("calls"),
            "revision": Int(draft.revision), "mayEdit": mayEdit(draft),
        ]
    }

    /// Whether the visitor may change a call: officers, until it is cancelled.
    func mayEdit(_ draft: CallDraft) -> Bool {
        draft.call.state != .cancelled && (visitorIfAny?.has(.officer) ?? false)
    }

    /// The revision a form was made from.
    var formRevision: Int64 {
        get throws(Problem) {
            guard let revision = Int64(form["revision"]), revision > 0 else { throw .unreadable(.syntax) }
            return revision
        }
    }

    /// A form again, with what was refused in it.
    func refused(_ template: String, _ view: View, _ field: String, _ reason: String, _ details: [String: String] = [:])
        throws -> Response
    {
        try refuse(template, view, [FormError(field: field, sentence: texts("calls.wrong.\(reason)", details))])
    }
}
