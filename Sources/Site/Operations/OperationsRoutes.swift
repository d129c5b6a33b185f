public import Hummingbird

/// Whether the service can do its work right now, each part by name. Why one cannot is for the log, not for the public.
public typealias Readiness = @Sendable () async -> [(part: String, isReady: Bool)]

extension Router where Context: SiteContext {
    /// `/healthz`: the process runs. `/readyz`: it can do its work, or which part cannot.
    public func addHealthPages(readiness: @escaping Readiness) {
        get("/healthz") { _, _ in Response.text("ok\n") }
        get("/readyz") { _, _ in
            let parts = await readiness()
            let lines = parts.map { "\($0.part): \($0.isReady ? "ok" : "away")\n" }
            let isReady = parts.allSatisfy(\.isReady)
            return Response.text(lines.joined(), status: isReady ? .ok : .serviceUnavailable)
        }
    }

    /// The style sheets, scripts and pictures under their fingerprinted addresses.
    public func addAssets(_ templates: Templates) {
        get("/assets/:fingerprint/**") { request, context in
            let assets = templates.assets
            let path = context.parameters.getCatchAll().joined(separator: "/")
            guard let asset = assets.find(path) else { throw Problem.notFound }
            let isCurrent = context.parameters.get("fingerprint") == assets.fingerprint
            var response = Response.bytes(asset.bytes, type: asset.mediaType)
            response.headers[.eTag] = asset.entityTag
            response.headers[.cacheControl] = isCurrent ? "public, max-age=31536000, immutable" : "no-cache"
            let known = request.headers[values: .ifNoneMatch].joined(separator: ",")
            if known.split(separator: ",").contains(where: { CleanText.trimmed(String($0)) == asset.entityTag }) {
                response.status = .notModified
                response.body = ResponseBody()
                response.headers[.contentLength] = nil
            }
            return response
        }
    }

    /// Answers other methods on known addresses by 405 rather than 404. Called when all routes have been added.
    public func refuseOtherMethods() {
        var methods: [String: Set<HTTPRequest.Method>] = [:]
        for route in routes {
            methods[route.path.description, default: []].insert(route.method)
        }
        for (path, known) in methods {
            var allowed = known
            if known.contains(.get) { allowed.insert(.head) }
            let names = allowed.map(\.rawValue).sorted()
            for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete, .options]
            where !allowed.contains(method) {
                on(RouterPath(path), method: method) { _, _ -> Response in throw Problem.methodNotAllowed(names) }
            }
        }
    }
}

/// The metrics on a port of their own, not for the public.
public func metricsRouter(_ registry: PrometheusRegistry) -> Router<BasicRequestContext> {
    let router = Router()
    router.get("/metrics") { _, _ in
        Response.text(registry.text(), type: "text/plain; version=0.0.4; charset=utf-8")
    }
    return router
}
