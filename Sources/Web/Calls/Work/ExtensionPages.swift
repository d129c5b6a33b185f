import Foundation
import Grants
import Hummingbird
import Money
import Site
import Store

/// A later end, for everybody or for one applicant.
struct ExtensionPages {
    /// A list of more partners than this is no list to choose from.
    static let mostPartners = 500

    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls/:number/extensions", access: .staff(), show)
        routes.post("/work/calls/:number/extensions", access: .staff(.officer), create)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        return try await page.render("calls/work/extensions", view(page, draft, PartValues(), []))
    }

    @Sendable private func create(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let key = try page.key
        let partners = try await partners(draft, page)
        let fields = fields(page.texts, partners)
        let values = PartValues(page.form, fields)
        var reader = PartReader(values, page.texts)
        let last = reader.day("last")
        let reason = reader.text("reason", longest: 2_000)
        if reason.isEmpty { reader.refuse("reason", "reason", ["n": page.texts.number(2_000)]) }
        let organisation = Organisation.ID(typed: values["organisation"])
        if organisation == nil, !values["organisation"].isEmpty { throw Problem.notFound }
        guard reader.errors.isEmpty, let last else {
            let view = try await view(page, draft, values, reader.errors)
            return try page.refuse("calls/work/extensions", view, reader.errors)
        }
        do {
            try await office.stores.calls.extend(
                draft.call.id,
                for: organisation,
                to: OfficeTime.start(of: last.adding(days: 1) ?? last),
                reason: reason,
                key: key,
                by: page.visitor,
                now: page.now,
                letter: CallLetters(office).write
            )
            return page.redirect("\(draft.address)/extensions", done: "extended")
        } catch let refusal as ExtensionRefusal {
            let error = Self.error(refusal, page.texts)
            return try page.refuse("calls/work/extensions", await view(page, draft, values, [error]), [error])
        }
    }

    private static func error(_ refusal: ExtensionRefusal, _ texts: Texts) -> FormError {
        switch refusal {
        case .notPublished:
            return FormError(field: "last", sentence: texts("calls.wrong.not_published"))
        case .notLater(let than):
            let values = ["instant": texts.lastSecond(before: than)]
            return FormError(field: "last", sentence: texts("calls.wrong.not_later", values))
        case .past:
            return FormError(field: "last", sentence: texts("calls.wrong.past"))
        case .afterProjectEnd(let day):
            let values = ["day": texts.date(year: day.year, month: day.month, day: day.day)]
            return FormError(field: "last", sentence: texts("calls.wrong.after_project_end", values))
        case .reasonMissing(let longest):
            return FormError(field: "reason", sentence: texts("calls.wrong.reason", ["n": texts.number(longest)]))
        }
    }

    private func partners(_ draft: CallDraft, _ page: PageContext) async throws -> [PartnerQuota] {
        try await office.stores.calls.quotas(draft, limit: Self.mostPartners, now: page.now).partners
    }

    private func fields(_ texts: Texts, _ partners: [PartnerQuota]) -> [PartField] {
        let words = PartFields(texts: texts, part: "extension")
        let everybody = Field.Choice(value: "", label: texts("calls.extensions.everybody"))
        let choices = partners.prefix(Self.mostPartners).map {
            Field.Choice(value: $0.organisation.id.description, label: $0.organisation.name)
        }
        var whom = words.field("organisation", .select([everybody] + choices))
        if choices.count < partners.count {
            whom.hint = texts("calls.extensions.more_partners", ["n": texts.number(choices.count)])
        }
        return [
            whom, words.field("last", .date),
            words.field("reason", .area(rows: 4)),
        ]
    }

    private func view(
        _ page: PageContext,
        _ draft: CallDraft,
        _ values: PartValues,
        _ errors: [FormError]
    ) async throws -> View {
        let texts = page.texts
        let mayExtend = page.mayEdit(draft) && draft.call.state == .published
        let partners = mayExtend ? try await partners(draft, page) : []
        let history = try await office.stores.calls.history(draft.call.id)
        let end = history.closesBefore ?? draft.terms.closesBefore
        let form = PartView(fields: fields(texts, partners), values: values, errors: errors, texts: texts)
        return page.callFrame(draft).adding(form.view).adding([
            "mayExtend": mayExtend, "key": page.formKey,
            "given": history.extensions.map { given in
                [
                    "whom": given.organisation ?? texts("calls.extensions.everybody"),
                    "closes": texts.lastSecond(before: given.closesBefore), "reason": given.reason, "by": given.by,
                    "at": texts.instant(given.at),
                ] as View
            },
            "hasGiven": !history.extensions.isEmpty,
            "closes": texts.lastSecond(before: end),
        ])
    }
}
