import HTTPTypes
public import Hummingbird

/// Puts the headers on every answer that tell browsers what pages of ours never do: run or style inline, be framed, load
/// from elsewhere, guess media types, tell other sites where a visitor came from.
public struct SecurityHeaders<Context: SiteContext>: RouterMiddleware {
    private static var policy: String {
        [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
            "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'",
            "frame-ancestors 'none'",
        ].joined(separator: "; ")
    }

    private let headers: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, Self.policy),
        (.xContentTypeOptions, "nosniff"),
        (.referrerPolicy, "same-origin"),
        (.permissionsPolicy, "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
        (.openerPolicy, "same-origin"),
        (.resourcePolicy, "same-origin"),
        (.frameOptions, "DENY"),
        (.cacheControl, "no-store"),
    ]

    /// The headers.
    public init() {}

    /// Adds what the answer does not set itself.
    public func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for (name, value) in headers where response.headers[name] == nil {
            response.headers[name] = value
        }
        if context.visit.isSecure {
            response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
        }
        return response
    }
}
