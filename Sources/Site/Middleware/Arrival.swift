import Foundation
import HTTPTypes
public import Hummingbird

/// Learns what can be told from the request alone: the client's address, whether its connection is encrypted, and the
/// language it wants.
public struct Arrival<Context: SiteContext>: RouterMiddleware {
    private let proxies: TrustedProxies
    private let isAlwaysSecure: Bool

    /// - Parameter isAlwaysSecure: the service itself speaks TLS.
    public init(proxies: TrustedProxies, isAlwaysSecure: Bool = false) {
        self.proxies = proxies
        self.isAlwaysSecure = isAlwaysSecure
    }

    /// Fills the visit in; keeps a language chosen by `?lang=` in a cookie.
    public func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let visit = context.visit
        let forwarded = request.headers[values: .forwardedFor].joined(separator: ",")
        visit.address = proxies.client(peer: visit.peer, forwardedFor: forwarded.isEmpty ? nil : forwarded)
        let isForwardedSecure = proxies.contain(visit.peer) && request.headers[.forwardedProto] == "https"
        visit.isSecure = isAlwaysSecure || isForwardedSecure

        let chosen = (try? Form(query: request.uri.query)).flatMap { Language(rawValue: $0["lang"]) }
        let kept = request.cookies[SessionCookies.language].flatMap { Language(rawValue: $0.value) }
        visit.language = chosen ?? kept ?? .lv
        visit.hasChosenLanguage = chosen != nil || kept != nil

        var response = try await next(request, context)
        if let chosen, chosen != kept {
            response.setCookie(SessionCookies.languageCookie(chosen, isSecure: visit.isSecure))
        }
        return response
    }
}
