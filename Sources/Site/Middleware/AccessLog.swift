public import Hummingbird
import Logging

/// One line a request: method, route pattern, status, milliseconds. Never the address as typed, whose path or query may
/// hold a name or a secret, and nothing about the person.
public struct AccessLog<Context: SiteContext>: RouterMiddleware {
    /// An access log.
    public init() {}

    /// Writes the line when the answer is ready.
    public func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        context.logger.info(
            "request",
            metadata: [
                "method": .string(request.method.rawValue),
                "route": .string(context.endpointPath ?? "NotFound"),
                "status": .stringConvertible(Int(response.status.code)),
                "ms": .stringConvertible((milliseconds * 100).rounded() / 100),
            ]
        )
        return response
    }
}
