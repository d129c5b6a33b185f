import Foundation
import HTTPTypes
public import Hummingbird
import Logging

/// What is shown when a request could not be answered.
public struct ProblemReport: Sendable {
    /// The problem; nothing if the fault is ours.
    public let problem: Problem?
    /// The status of the answer.
    public let status: HTTPResponse.Status
    /// The number under which the log knows this request.
    public let reference: String
}

/// Turns every thrown error into a page with the right status and a way on. A problem is the visitor's business, a fault
/// is ours: it is logged once, with the reference that the page shows.
public struct ProblemPages<Context: SiteContext>: RouterMiddleware {
    /// Makes the page.
    public typealias Page = @Sendable (ProblemReport, Request, Context) throws -> Response

    private let translate: @Sendable (any Error) -> Problem?
    private let page: Page

    /// - Parameters:
    ///   - translate: names the problem behind an error of another module, such as an unreachable database.
    ///   - page: makes the page.
    public init(translate: @escaping @Sendable (any Error) -> Problem?, page: @escaping Page) {
        self.translate = translate
        self.page = page
    }

    /// Answers in place of an error.
    public func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return answer(to: error, request, context)
        }
    }

    private func answer(to error: any Error, _ request: Request, _ context: Context) -> Response {
        let problem = problem(behind: error)
        let report = ProblemReport(
            problem: problem,
            status: problem?.status ?? .internalServerError,
            reference: context.visit.reference
        )
        log(error, report, context)
        var response = wantsJSON(request) ? json(report, context) : html(report, request, context)
        if let seconds = problem?.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
        if case .methodNotAllowed(let methods) = problem { response.headers[.allow] = methods.joined(separator: ", ") }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func problem(behind error: any Error) -> Problem? {
        if let problem = error as? Problem { return problem }
        if let problem = translate(error) { return problem }
        if error is CancellationError { return .timedOut }
        switch (error as? any HTTPResponseError)?.status {
        case .badRequest, .unprocessableContent: return .unreadable(.address)
        case .notFound: return .notFound
        case .contentTooLarge: return .tooLarge(limit: Form.Limits().body)
        case .unsupportedMediaType: return .unsupportedContent
        default: return nil
        }
    }

    private func log(_ error: any Error, _ report: ProblemReport, _ context: Context) {
        guard let problem = report.problem else {
            context.logger.error(
                "Could not answer a request",
                error: error,
                metadata: ["reference": "\(report.reference)"]
            )
            return
        }
        context.logger.info("problem", metadata: ["problem": "\(problem.name)", "reference": "\(report.reference)"])
    }

    private func wantsJSON(_ request: Request) -> Bool {
        let accept = request.headers[.accept] ?? ""
        return accept.contains("application/json") && !accept.contains("text/html")
    }

    private func json(_ report: ProblemReport, _ context: Context) -> Response {
        var fields = ["problem": report.problem?.name ?? "fault", "reference": report.reference]
        if report.status == .forbidden || report.status == .unauthorized {
            fields["formToken"] = context.visit.formToken
        }
        let answer = try? Response.json(fields, status: report.status)
        return answer ?? Response.text("", status: report.status)
    }

    private func html(_ report: ProblemReport, _ request: Request, _ context: Context) -> Response {
        do {
            return try page(report, request, context)
        } catch {
            context.logger.error("Could not make a problem page", error: error)
            return .html(Self.bare(report), status: report.status)
        }
    }

    /// The page of last resort, when even the templates fail.
    private static func bare(_ report: ProblemReport) -> String {
        """
        <!doctype html>
        <html lang="lv"><head><meta charset="utf-8"><title>Kļūda - Kopiena</title></head>
        <body><main><h1>Kaut kas nogāja greizi</h1>
        <p>Mēģiniet vēlreiz. Ja neizdodas, sazinieties ar mums un nosauciet numuru \(escapeHTML(report.reference)).</p>
        <p lang="en">Something went wrong. Please try again.</p></main>
        <footer><p>Līdzfinansē Eiropas Savienība</p><p lang="en">Co-funded by the European Union</p></footer></body></html>
        """
    }
}
