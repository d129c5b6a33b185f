import Grants
import Hummingbird
import Money
import Site
import Store

/// How many projects each partner may hand in.
struct QuotaPages {
    let office: Office
    private static let size = 60

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/work/calls/:number/quotas", access: .staff(), show)
        routes.post("/work/calls/:number/quotas", access: .staff(.officer), save)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        return try await page.render("calls/work/quotas", view(page, draft, typed: [:], errors: [:]))
    }

    /// Only what differs from what the page showed is set, so two officers on one page do not undo each other.
    @Sendable private func save(_ request: Request, _ page: PageContext) async throws -> Response {
        let draft = try await office.draft(page)
        var typed: [Organisation.ID: String] = [:]
        var errors: [Organisation.ID: String] = [:]
        var wanted: [(Organisation.ID, Int?)] = []
        for field in page.form.fields where field.name.hasPrefix("quota.") {
            guard let id = Organisation.ID(typed: String(field.name.dropFirst("quota.".count))) else {
                throw Problem.notFound
            }
            let value = field.value.filter { !$0.isWhitespace }
            typed[id] = value
            guard value != page.form["former.\(id)"] else { continue }
            if value.isEmpty {
                wanted.append((id, nil))
            } else if value.utf8.count <= 5, let places = Int(value), (0...QuotaRefusal.largest).contains(places) {
                wanted.append((id, places))
            } else {
                errors[id] = sentence(.outOfRange(largest: QuotaRefusal.largest), page.texts)
            }
        }
        if errors.isEmpty {
            do {
                try await office.stores.calls.setQuotas(draft.call.id, wanted, by: page.visitor)
                let after = page.form["after"]
                let place = after.isEmpty ? "" : "?after=\(after.urlEncoded)"
                return page.redirect("\(draft.address)/quotas\(place)", done: "saved")
            } catch let refused as QuotaRefusedOf {
                errors[refused.organisation] = sentence(refused.refusal, page.texts)
            }
        }
        let summary = errors.sorted { $0.key < $1.key }.map { FormError(field: "quota-\($0.key)", sentence: $0.value) }
        return try page.refuse("calls/work/quotas", await view(page, draft, typed: typed, errors: errors), summary)
    }

    private func sentence(_ refusal: QuotaRefusal, _ texts: Texts) -> String {
        switch refusal {
        case .belowTaken(let taken): texts("calls.wrong.below_taken", ["n": String(taken)])
        case .outOfRange(let largest): texts("calls.wrong.number", ["least": "0", "most": String(largest)])
        }
    }

    private func view(
        _ page: PageContext,
        _ draft: CallDraft,
        typed: [Organisation.ID: String],
        errors: [Organisation.ID: String]
    ) async throws -> View {
        let texts = page.texts
        let after = try page.form.find("after") ?? page.query["after"]
        let found = try await office.stores.calls.quotas(draft, after: after, limit: Self.size, now: page.now)
        let shown = found.prefix(Self.size)
        let fallback = draft.terms.applicants.defaultQuota.map(String.init) ?? ""
        let rows: [View] = shown.map { partner in
            let id = partner.organisation.id
            let former = partner.quota.map { $0.places.map(String.init) ?? "" } ?? fallback
            let value = typed[id] ?? former
            return [
                "id": "quota-\(id)", "name": "quota.\(id)", "formerName": "former.\(id)", "former": former,
                "value": value, "shown": value.isEmpty ? texts("calls.quotas.unlimited") : value,
                "label": partner.organisation.name, "taken": partner.quota?.taken ?? 0,
                "agreement": texts(partner.hasAgreement ? "calls.quotas.agreement" : "calls.quotas.no_agreement"),
                "isExtended": partner.extended, "error": errors[id],
            ]
        }
        let older = found.count > Self.size ? shown.last?.organisation.name : nil
        return page.callFrame(draft).adding([
            "rows": rows, "hasRows": !rows.isEmpty, "after": after,
            "newer": after.isEmpty ? nil : "\(draft.address)/quotas",
            "older": older.map { "\(draft.address)/quotas?after=\($0.urlEncoded)" },
        ])
    }
}
