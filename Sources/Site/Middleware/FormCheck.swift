import HTTPTypes
public import Hummingbird
import NIOCore

/// Lets a request that changes something through only if it came from a page of ours in the same browser, and reads its
/// form on the way. Of an upload it reads the fields before the first file, so the form token must stand there.
public struct FormCheck<Context: SiteContext>: RouterMiddleware {
    private let limits: Form.Limits
    private let time: Duration

    /// - Parameter time: how long a form may take to arrive.
    public init(limits: Form.Limits = Form.Limits(), time: Duration = .seconds(30)) {
        self.limits = limits
        self.time = time
    }

    /// Refuses foreign forms, then hands on the fields in the visit.
    public func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        switch request.method {
        case .get, .head, .options: return try await next(request, context)
        default: break
        }
        let visit = context.visit
        guard comesFromOurPage(request, visit) else { throw Problem.formNotOurs }
        try await readBody(of: request, into: visit)
        let token = request.headers[.formToken] ?? visit.form[Site.formTokenField]
        guard let key = visit.token, FormToken.isValid(token, for: key) else {
            // Without proof of where it was written, what it holds is not shown to anybody.
            if !saysWhereFrom(request) { visit.form = Form() }
            throw Problem.formNotOurs
        }
        return try await next(request, context)
    }

    private func comesFromOurPage(_ request: Request, _ visit: Visit) -> Bool {
        if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" { return false }
        guard let origin = request.headers[.origin] else { return true }
        let host = request.head.authority ?? ""
        return origin == "https://\(host)" || (!visit.isSecure && origin == "http://\(host)")
    }

    private func saysWhereFrom(_ request: Request) -> Bool {
        request.headers[.origin] != nil || request.headers[.secFetchSite] == "same-origin"
    }

    private func readBody(of request: Request, into visit: Visit) async throws {
        let (limits, time, body) = (limits, time, request.body)
        switch BodyKind(request.headers) {
        case .urlencoded:
            let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
            guard length <= limits.body else { throw Problem.tooLarge(limit: limits.body) }
            visit.form = try await within(time) {
                do {
                    return try Form(urlencoded: await body.collect(upTo: limits.body).readableBytesView, limits: limits)
                } catch is NIOTooManyBytesError {
                    throw Problem.tooLarge(limit: limits.body)
                }
            }
        case .multipart(let boundary):
            let reader = MultipartReader(body: body, boundary: boundary)
            visit.form = try await within(time) { try await reader.leadingFields(limits: limits) }
            visit.upload = reader
        case .json:
            guard request.headers[.formToken] != nil else { throw Problem.formNotOurs }
        case .none:
            break
        case .other:
            throw Problem.unsupportedContent
        }
    }
}

/// What a request's body says it is.
enum BodyKind: Equatable {
    case none, urlencoded, json, other
    case multipart(boundary: String)

    init(_ headers: HTTPFields) {
        guard let type = headers[.contentType] else {
            let hasBody = headers[.transferEncoding] != nil || (headers[.contentLength] ?? "0") != "0"
            self = hasBody ? .other : .none
            return
        }
        let parts = type.split(separator: ";").map { CleanText.trimmed(String($0)) }
        switch parts.first?.lowercased() {
        case "application/x-www-form-urlencoded":
            self = .urlencoded
        case "application/json":
            self = .json
        case "multipart/form-data":
            let given = parts.dropFirst().first { $0.lowercased().hasPrefix("boundary=") }
            let boundary = given.map { $0.dropFirst("boundary=".count).filter { $0 != "\"" } } ?? ""
            let isSound = (1...70).contains(boundary.utf8.count) && boundary.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            self = isSound ? .multipart(boundary: boundary) : .other
        default:
            self = .other
        }
    }
}
