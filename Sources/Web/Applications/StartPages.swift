import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Money
import Site
import Store

/// The self-check before an application, and its beginning.
struct StartPages {
    let office: Office

    private var desk: ApplicationDesk { ApplicationDesk(office: office) }

    func add(to routes: Routes) {
        routes.get("/calls/:number/application", access: .applicant, check)
        routes.post("/calls/:number/applications", access: .applicant, start)
    }

    private func check(_ request: Request, _ page: PageContext) async throws -> Response {
        let call = try await call(page)
        return try page.render("applications/start", try await view(of: call, page))
    }

    private func start(_ request: Request, _ page: PageContext) async throws -> Response {
        let call = try await call(page)
        do {
            let id = try await desk.applications.start(
                call: call.call.id,
                key: page.key,
                now: page.now,
                by: page.visitor
            )
            return page.redirect(ApplicationFrame.base(id))
        } catch StartRefusal.notEligible, StartRefusal.notEditor {
            // The page says which condition does not hold, and what helps.
            return try await refuse(page.texts("applications.start.not_now"), call, page)
        } catch StartRefusal.tooManyUnfinished(let limit) {
            return try await refuse(page.texts("applications.start.too_many", ["n": String(limit)]), call, page)
        } catch StartRefusal.keyUsedOtherwise {
            throw Problem.unreadable(.doubledField)
        }
    }

    private func refuse(_ sentence: String, _ call: PublishedCall, _ page: PageContext) async throws -> Response {
        let errors = [FormError(field: "verdict", sentence: sentence)]
        return try page.refuse("applications/start", try await view(of: call, page), errors)
    }

    private func call(_ page: PageContext) async throws -> PublishedCall {
        guard let call = try await desk.calls.current(number: page.parameter("number")) else { throw Problem.notFound }
        return call
    }

    private func view(of call: PublishedCall, _ page: PageContext) async throws -> View {
        let visitor = try page.visitor
        let (texts, terms) = (page.texts, call.terms)
        let findings = try await desk.calls.eligibility(call, of: visitor.organisation, now: page.now)
        let others = try await desk.applications.mine(visitor, to: call.call.id)
        let isEligible = findings.allSatisfy(\.holds) && call.call.state == .published
        let reasons = EligibilityView(texts: texts)
        let closesBefore = findings.closesBefore ?? call.closesBefore
        let number = call.call.number.urlEncoded
        let verdict = texts(
            "applications.start.\(isEligible ? "may" : "may_not")",
            ["organisation": visitor.organisation.name]
        )
        let sections = FormSections(terms, texts).parts.filter { $0.section != nil }
        return [
            "callTitle": terms.title.text(in: page.language), "callHref": "/calls/\(number)",
            "verdict": verdict, "verdictKind": isEligible ? "go" : "stop",
            "reasons": [reasons.role(holds: true)] + findings.map(reasons.reason),
            "anyOthers": !others.isEmpty,
            "others": others.map { MineView(texts: texts, now: page.now).row($0, [call]) },
            "sections": sections.map { part -> View in
                ["sectionTitle": part.title, "sectionHelp": part.help.isEmpty ? nil : part.help]
            },
            "documents": terms.documents.map { document -> View in
                ["documentTitle": document.title.text(in: page.language), "documentOptional": !document.required]
            },
            "mayStart": isEligible, "action": "/calls/\(number)/applications", "key": page.formKey,
            "deadline": texts.lastSecond(before: closesBefore),
            "timeLeft": InstantWords.left(until: closesBefore, now: page.now, texts),
            "amount": CallSentences(texts: texts).sentence(terms.amount),
        ]
    }
}

extension [EligibilityFinding] {
    /// The end that counts for the organisation that was checked.
    fileprivate var closesBefore: Date? {
        for case .open(_, _, _, let end) in self { return end }
        return nil
    }
}
