public import Foundation
public import Hummingbird

/// Finds out who is signed in. Comes after the form check, which needs only the cookie: a forged form then costs the
/// database nothing, and when the database is away the problem page still holds what was typed.
public struct Sessions<Context: SiteContext>: RouterMiddleware {
    private let store: @Sendable (Request, Context) -> any SessionStore
    private let now: @Sendable () -> Date

    /// Sessions by the given clock.
    /// - Parameter store: where to look for the session of a request: some may not wait behind others.
    public init(
        now: @escaping @Sendable () -> Date,
        store: @escaping @Sendable (Request, Context) -> any SessionStore
    ) {
        self.now = now
        self.store = store
    }

    /// Asks the store only if the browser holds a session's cookie.
    public func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let visit = context.visit
        if let token = visit.token, visit.holdsSession {
            visit.session = try await store(request, context).find(token.hash, now: now())
            visit.sessionHasEnded = visit.session == nil
            if let language = visit.session?.language, !visit.hasChosenLanguage { visit.language = language }
        }
        guard let note = visit.session?.noteAfterwards else { return try await next(request, context) }
        // A use that could not be noted is noted by the next page.
        do {
            let response = try await next(request, context)
            try? await note()
            return response
        } catch {
            try? await note()
            throw error
        }
    }
}

/// Reads the token in the browser's cookie, and gives a browser that was shown a form the cookie its form token belongs
/// to. Stands outside the problem pages, whose forms need it too.
public struct TokenCookies<Context: SiteContext>: RouterMiddleware {
    /// The cookies.
    public init() {}

    /// Sets a cookie if a token was made on the way.
    public func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let visit = context.visit
        let session = token(in: SessionCookies.session, of: request)
        visit.holdsSession = session != nil
        visit.token = session ?? token(in: SessionCookies.visitor, of: request)
        var response = try await next(request, context)
        if let token = visit.tokenToGive, !SessionCookies.isSet(on: response) {
            response.setCookie(SessionCookies.cookie(SessionCookies.visitor, token.text))
        }
        return response
    }

    private func token(in cookie: String, of request: Request) -> Token? {
        request.cookies[cookie].flatMap { Token($0.value) }
    }
}
