import Foundation
import Grants
import Hummingbird
import Site
import Store

/// A partner says how many of its learners need support, so that quotas follow the need.
struct NeedPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/needs", access: .applicant, show)
        routes.post("/needs", access: .applicant, say)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        let needs = try await office.stores.partners.ownNeeds(of: page.visitor)
        let typed = needs.learners.mapValues(String.init)
        let view = view(page, typed, [])
        return try page.render("partners/needs", view.adding(["notice": page.notice("needs")]))
    }

    @Sendable private func say(_ request: Request, _ page: PageContext) async throws -> Response {
        var typed: [NeedKind: String] = [:]
        var said: [NeedKind: Int] = [:]
        var errors: [FormError] = []
        let before = try await office.stores.partners.ownNeeds(of: page.visitor).learners
        for kind in NeedKind.allCases {
            let text = page.form.trimmed(kind.rawValue).filter { !$0.isWhitespace }
            typed[kind] = text
            guard !text.isEmpty else {
                if before[kind] != nil {
                    errors.append(FormError(field: kind.rawValue, sentence: page.texts("needs.zero")))
                }
                continue
            }
            if text.utf8.count <= 6, let learners = Int(text), (0...PartnerNeed.largest).contains(learners) {
                said[kind] = learners
            } else {
                errors.append(FormError(field: kind.rawValue, sentence: page.texts("needs.wrong")))
            }
        }
        guard errors.isEmpty else { return try page.refuse("partners/needs", view(page, typed, errors), errors) }
        do {
            try await office.stores.partners.say(said, key: page.key, by: page.visitor)
        } catch is NeedKeyUsed {
            // Sent again from an older page: said anew, under a key of its own.
            try await office.stores.partners.say(said, key: office.newKey(), by: page.visitor)
        }
        return page.redirect("/needs", done: "said")
    }

    private func view(_ page: PageContext, _ typed: [NeedKind: String], _ errors: [FormError]) -> View {
        let fields: [View] = NeedKind.allCases.map { kind in
            Field(
                kind.rawValue,
                label: page.texts("needs.kind.\(kind.rawValue)"),
                hint: page.texts.find("needs.hint.\(kind.rawValue)"),
                error: errors.first { $0.field == kind.rawValue }?.sentence,
                isOptional: true
            ).number(typed[kind] ?? "")
        }
        return [
            "key": page.formKey, "fields": fields, "notice": nil,
        ]
    }
}
