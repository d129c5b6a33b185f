import Foundation
import Grants
import HTTPTypes
import Hummingbird
import Site
import Store

/// Signing in and out. What was typed in a session that has ended comes back after signing in.
struct SignInPages {
    let office: Office

    init(_ office: Office) {
        self.office = office
    }

    func add(to routes: Routes) {
        routes.get("/sign-in", access: .anyone, show)
        routes.post("/sign-in", access: .anyone, create)
        routes.post("/sign-out", access: .anyone, remove)
        routes.post("/session/extension", access: .signedIn, extend)
    }

    @Sendable private func show(_ request: Request, _ page: PageContext) async throws -> Response {
        if page.signedIn != nil { return page.redirect(page.home) }
        return try page.render("people/sign-in", SignInView(page, next: page.query["next"]).view)
    }

    /// In place of a page for people signed in only. A form sent there is kept.
    func needed(on page: PageContext, kept: KeptForm?) throws -> Response {
        let isForm = page.head.method == .post
        let next = isForm ? "" : page.address
        let view = SignInView(page, next: next, kept: kept, hasEnded: page.visit.sessionHasEnded || isForm)
        return try page.render("people/sign-in", view.view, status: .unauthorized)
    }

    @Sendable private func create(_ request: Request, _ page: PageContext) async throws -> Response {
        let form = page.form
        let kept = KeptForm(carried: form["kept"])
        var view = SignInView(page, next: form["next"], kept: kept)
        view.email = form.trimmed("email")
        guard !view.email.isEmpty, !form["password"].isEmpty else { return try view.refused(.empty) }
        let token = Token()
        do {
            let signedIn = try await office.stores.people.signIn(
                .init(email: form["email"], password: form["password"], address: networkOfAddress(page.visit.address)),
                starting: token.hash,
                ending: page.visit.token?.hash,
                at: page.now
            )
            return try welcome(signedIn, token, next: form["next"], kept: kept, page)
        } catch let refusal as SignInRefusal {
            return try view.refused(.refusal(refusal))
        }
    }

    /// A new token at every sign-in: one that somebody planted before is worth nothing.
    private func welcome(
        _ signedIn: SignedIn,
        _ token: Token,
        next: String,
        kept: KeptForm?,
        _ page: PageContext
    ) throws -> Response {
        page.visit.begin(token)
        var response: Response
        if let kept {
            response = try page.render("people/restored", kept.view(page.visit))
        } else if signedIn.visitor == nil {
            response = page.redirect("/organisation" + (next.isEmpty ? "" : "?next=\(next.urlEncoded)"))
        } else {
            response = page.redirect(next.isEmpty ? page.home(of: signedIn) : next)
        }
        SessionCookies.start(token, on: &response)
        return response
    }

    @Sendable private func remove(_ request: Request, _ page: PageContext) async throws -> Response {
        if let signedIn = page.signedIn, let token = page.visit.token {
            try await office.stores.people.signOut(signedIn, session: token.hash)
        }
        var response = page.redirect("/sign-in", done: "signed_out")
        SessionCookies.end(on: &response)
        return response
    }

    @Sendable private func extend(_ request: Request, _ page: PageContext) async throws -> Response {
        guard let token = page.visit.token, let signedIn = page.signedIn else { throw Problem.signInNeeded }
        try await office.stores.people.stay(session: token.hash, at: page.now)
        guard page.wantsJSON else { return page.redirect(page.home) }
        return try .json(["seconds": max(Int(signedIn.endsAt.timeIntervalSince(page.now)), 0)])
    }
}
