import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

/// Changing one part of a call's working copy. Two people on different parts never meet; on the same part the second sees both.
struct CallEditPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls/:number/edit/:part", access: .staff(.officer), edit)
        routes.post("/work/calls/:number/edit/:part", access: .staff(.officer), save)
        routes.get("/work/calls/:number/edit/:part/:item", access: .staff(.officer), edit)
        routes.post("/work/calls/:number/edit/:part/:item", access: .staff(.officer), save)
        routes.get("/work/calls/:number/number", access: .staff(.officer), number)
        routes.post("/work/calls/:number/number", access: .staff(.officer), renumber)
    }

    /// One part in hand.
    private struct Desk {
        let page: PageContext
        let draft: CallDraft
        let part: any CallPart
        let fields: [PartField]

        /// What stands in the fields of the working copy; a key that is not there, is not there.
        func stored() throws(Problem) -> PartValues {
            guard let values = part.values(of: draft.terms) else { throw .notFound }
            return values
        }
    }

    private func desk(_ page: PageContext) async throws -> Desk {
        let draft = try await office.draft(page)
        guard draft.call.state != .cancelled else { throw Problem.notFound }
        let name = try page.parameter("part")
        let item = try? page.parameter("item")
        let section = (try? page.query["section"]) ?? ""
        let found = item.map { CallParts.item(name, $0, section: section) } ?? CallParts.part(name)
        guard let part = found else { throw Problem.notFound }
        let lines = part is MoneyPart ? try await office.stores.calls.fundingLines() : []
        let fields = part.fields(PartDesk(texts: page.texts, terms: draft.terms, lines: lines))
        return Desk(page: page, draft: draft, part: part, fields: fields)
    }

    @Sendable private func edit(_ request: Request, _ page: PageContext) async throws -> Response {
        let desk = try await desk(page)
        return try page.render("calls/work/part", view(desk, desk.stored(), []))
    }

    @Sendable private func save(_ request: Request, _ page: PageContext) async throws -> Response {
        let desk = try await desk(page)
        let stored = try desk.stored()
        let typed = PartValues(page.form, desk.fields)
        if let changed = rowsChanged(desk, typed) {
            return try page.render("calls/work/part", view(desk, changed, []))
        }
        let isClash = page.form["base"] != stored.digest && typed != stored
        guard !isClash else {
            let change = desk.draft.lastChange
            let theirs = (stored, change.by, page.texts.instant(change.at))
            let clashed = view(desk, typed, [], theirs: theirs).adding(["clashed": true])
            return try page.render("calls/work/part", clashed, status: .conflict)
        }
        var terms = desk.draft.terms
        var reader = PartReader(typed, page.texts)
        desk.part.apply(&reader, to: &terms)
        guard reader.errors.isEmpty else {
            return try page.refuse("calls/work/part", view(desk, typed, reader.errors), reader.errors)
        }
        // The part is as the form knew it, so only other parts can have been saved since: the newest revision is the base.
        _ = try await office.stores.calls.save(
            terms,
            of: desk.draft.call.id,
            basedOn: desk.draft.revision,
            part: desk.part.name,
            by: page.visitor
        )
        return page.redirect(desk.draft.address + desk.part.place, done: "saved")
    }

    /// Without script, "add a row" and "remove this row" post the form and get it back with one row more or fewer.
    private func rowsChanged(_ desk: Desk, _ typed: PartValues) -> PartValues? {
        if let name = desk.page.form.find("add"), let field = desk.fields.first(where: { $0.name == name }) {
            return typed.adding(rowOf: field)
        }
        guard let wanted = desk.page.form.find("remove") else { return nil }
        let parts = wanted.split(separator: ".")
        guard parts.count == 2, let row = Int(parts[1]) else { return nil }
        return desk.fields.first { $0.name == parts[0] }.map { typed.removing(row: row, of: $0) }
    }

    private func view(
        _ desk: Desk,
        _ values: PartValues,
        _ errors: [FormError],
        theirs: (PartValues, String, String)? = nil
    ) -> View {
        let (page, draft, part) = (desk.page, desk.draft, desk.part)
        let base = part.values(of: draft.terms)?.digest ?? ""
        let shown = PartView(fields: desk.fields, values: values, errors: errors, texts: page.texts, theirs: theirs)
        // What was refused goes back with the base it came with, so that a clash is not forgotten on the way.
        let carried = theirs == nil ? page.form.find("base") ?? base : base
        return page.callFrame(draft).adding(shown.view).adding([
            "heading": part.title(draft.terms, page.texts) ?? page.texts("calls.parts.\(part.name).title"),
            "action": page.address, "base": carried, "clashed": false, "backHref": draft.address + part.place,
            "published": draft.version != nil,
        ])
    }

    @Sendable private func number(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        return try page.render("calls/work/number", numberView(page, draft, draft.call.number))
    }

    @Sendable private func renumber(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        let typed = page.form["number"].trimmed.uppercased()
        do {
            try await office.stores.calls.renumber(draft.call.id, to: typed, by: page.visitor)
            return page.redirect("/work/calls/\(typed)", done: "saved")
        } catch let refusal as CallNumberRefusal {
            let reason =
                switch refusal {
                case .misshapen: "number_shape"
                case .taken: "number_taken"
                case .published: "number_published"
                }
            let sentence = page.texts("calls.wrong.\(reason)")
            let view = numberView(page, draft, typed, error: sentence)
            return try page.refuse("calls/work/number", view, [FormError(field: "number", sentence: sentence)])
        }
    }

    private func numberView(_ page: PageContext, _ draft: CallDraft, _ value: String, error: String? = nil) -> View {
        let field = Field(
            "number",
            label: page.texts("calls.number.label"),
            hint: page.texts("calls.number.hint"),
            error: error
        )
        return page.callFrame(draft).adding(["number": field.text(value, width: "w20", isCode: true)])
    }
}
