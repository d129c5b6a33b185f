import Crypto
import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

import struct Grants.Application
import struct Store.Arrival

/// Handing in: the signatory reads the whole, confirms, and sends. The instant of arrival is stamped before anything else.
struct SubmissionPages {
    /// The pattern of what is handed in to: who hands in is found on the connections reserved for the instant of arrival.
    static let path = "/applications/:id/submission"

    let office: Office

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }

    func add(to routes: Routes) {
        routes.get(Self.path, access: .signatory, read)
        routes.post(Self.path, access: .signatory, submit)
    }

    private func read(_ request: Request, _ page: PageContext) async throws -> Response {
        let frame = try await desk.read(page)
        guard frame.application.state != .submitted else { return page.redirect("\(frame.base)/receipt") }
        let view = SubmissionView(
            frame: frame,
            checks: desk.checks(frame),
            visitor: try page.visitor,
            key: page.formKey
        )
        return try page.render("applications/submission", view.view)
    }

    private func submit(_ request: Request, _ page: PageContext) async throws -> Response {
        let id: Application.ID = try page.id()
        let (form, visitor) = (page.form, try page.visitor)
        guard let revision = Int64(form["revision"]), revision > 0 else { throw Problem.unreadable(.syntax) }
        let declarations = Set(Declaration.allCases.filter { form["declare.\($0.rawValue)"] == "yes" })
        let asked = ContinuousClock.now
        var arrival: Arrival?
        do {
            let stamped = try await desk.applications.stamp(
                id,
                revision: revision,
                declarations: declarations,
                requestSHA256: Self.digest(id, revision, declarations),
                key: page.key,
                by: visitor
            )
            arrival = stamped
            // A little less than the request itself may take: past that nobody could tell the instant any more.
            try await within(office.settings.patience * 0.8 - asked.duration(to: .now)) { [desk] in
                _ = try await desk.applications.submit(id, arrival: stamped, declarations: declarations, by: visitor)
            }
        } catch SubmissionRefusal.alreadySubmitted {
            return page.redirect("\(ApplicationFrame.base(id))/receipt")
        } catch let refusal as SubmissionRefusal {
            return try await refuse(refusal, declarations, page)
        } catch {
            guard let answer = try UncertainArrival(page: page, id: id, arrival: arrival).answer(to: error) else {
                throw error
            }
            return answer
        }
        return page.redirect("\(ApplicationFrame.base(id))/receipt")
    }

    /// The page again under a new key: the old one has its answer for ever.
    private func refuse(
        _ refusal: SubmissionRefusal,
        _ declarations: Set<Declaration>,
        _ page: PageContext
    ) async throws -> Response {
        let frame = try await desk.read(page)
        let key = office.newKey().uuidString.lowercased()
        var view = SubmissionView(frame: frame, checks: desk.checks(frame), visitor: try page.visitor, key: key)
        view.confirmed = declarations
        var errors: [FormError] = []
        if case .notDeclared(let missing) = refusal {
            view.unconfirmed = missing
            errors = missing.map { declaration in
                let sentence = page.texts("applications.declarations.\(declaration.rawValue)")
                return FormError(
                    field: SubmissionView.id(declaration),
                    sentence: "\(page.texts("applications.refusals.not_declared")) \(sentence)"
                )
            }
        } else {
            errors = [FormError(field: "main", sentence: RefusalSentences(texts: page.texts).sentence(refusal))]
        }
        return try page.refuse("applications/submission", view.view, errors)
    }

    /// What the same key must always come with.
    private static func digest(_ id: Application.ID, _ revision: Int64, _ declarations: Set<Declaration>) -> [UInt8] {
        let confirmed = declarations.map(\.rawValue).sorted().joined(separator: ",")
        return Array(SHA256.hash(data: Data("\(id) \(revision) \(confirmed)".utf8)))
    }
}
