import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Site
import Synchronization
import TestKit

/// A small site with a page of every kind, put together as the office puts its own.
final class SampleSite: SessionStore {
    struct OddFault: Error {}
    struct DatabaseAway: Error {}

    let sessions = Mutex<[[UInt8]: String]>([:])
    let isDown = Mutex(false)
    let lookups = Mutex(0)
    let lines = Mutex<[String]>([])
    private let proxies: TrustedProxies

    init(proxies: TrustedProxies = .none) {
        self.proxies = proxies
    }

    func find(_ tokenHash: [UInt8], now: Date) async throws -> SessionRecord? {
        if isDown.withLock({ $0 }) { throw DatabaseAway() }
        lookups.withLock { $0 += 1 }
        return sessions.withLock { $0[tokenHash] }.map { SessionRecord(visitor: $0, language: .en) }
    }

    func application(templates: Templates? = nil) -> some ApplicationProtocol {
        let router = Router(context: PlainContext.self, options: [.autoGenerateHeadEndpoints])
        router.addMiddleware {
            AccessLog()
            Arrival(proxies: proxies)
            SecurityHeaders()
            TokenCookies()
            ProblemPages(translate: { $0 is DatabaseAway ? .unavailable(retryAfter: 7) : nil }, page: Self.problemPage)
        }
        router.addHealthPages { [isDown = self] in [("database", !isDown.isDown.withLock { $0 })] }
        if let templates { router.addAssets(templates) }
        router.addMiddleware {
            FormCheck()
            Sessions(now: { Date() }) { _, _ in self }
        }
        addPages(to: router)
        router.refuseOtherMethods()
        var logger = Logger(label: "sample") { [self] label in
            JSONLog(label: label) { line in self.lines.withLock { $0.append(line) } }
        }
        logger.logLevel = .info
        return Application(router: router, logger: logger)
    }

    /// Runs a test with a browser on this site.
    func visit(_ templates: Templates? = nil, _ test: @Sendable (TestBrowser) async throws -> Void) async throws {
        try await application(templates: templates).test(.router) { client in
            try await test(TestBrowser(client))
        }
    }

    private static func problemPage(report: ProblemReport, request: Request, context: PlainContext) throws -> Response {
        if request.uri.path == "/problems/worst" { throw OddFault() }
        let typed = context.visit.form["note"]
        return .html(
            "\(report.problem?.name ?? "fault") \(report.reference) \(escapeHTML(typed))",
            status: report.status
        )
    }

    private static func form(_ visit: Visit, _ action: String) -> Response {
        .html(
            "<!doctype html><html lang=\"\(visit.language.rawValue)\"><head><title>F</title></head><body><main><h1>F</h1>"
                + "<form method=\"post\" action=\"\(action)\">"
                + "<input type=\"hidden\" name=\"formToken\" value=\"\(visit.formToken)\">"
                + "<label for=\"note\">N</label><input id=\"note\" name=\"note\" value=\"\"></form></main></body></html>"
        )
    }

    private func addPages(to router: Router<PlainContext>) {
        router.get("/plain") { _, context in Response.html("<p>\(context.visit.language.rawValue)</p>") }
        router.get("/form") { _, context in Self.form(context.visit, "/notes") }
        router.post("/notes") { _, context in
            Response.text("note=\(context.visit.form["note"]) ended=\(context.visit.sessionHasEnded)")
        }
        router.get("/who") { _, context in
            guard let name = context.visit.session?.visitor as? String else { throw Problem.signInNeeded }
            return Response.text("\(name) \(context.visit.language.rawValue) \(context.visit.address)")
        }
        router.get("/address") { _, context in Response.text("\(context.visit.address) \(context.visit.isSecure)") }
        router.post("/session") { _, context in
            let token = Token()
            self.sessions.withLock { $0[token.hash] = context.visit.form["name"] }
            var response = Response.seeOther("/who")
            SessionCookies.start(token, on: &response)
            return response
        }
        router.post("/session/end") { _, context in
            if let token = context.visit.token { self.sessions.withLock { $0[token.hash] = nil } }
            var response = Response.seeOther("/plain")
            SessionCookies.end(on: &response)
            return response
        }
        router.post("/files") { _, context in
            guard let upload = context.visit.upload else { throw Problem.unsupportedContent }
            var seen = "note=\(context.visit.form["note"])"
            for try await part in try await upload.parts(limits: UploadLimits(file: 100_000, files: 2)) {
                var size = 0
                for try await piece in part.body { size += piece.readableBytes }
                seen += " \(part.name):\(part.filename?.text ?? "-"):\(size)"
            }
            return Response.text(seen)
        }
        router.get("/problems/:name") { _, context -> Response in
            throw try Self.problem(context.parameters.require("name"))
        }
        router.get("/http-error") { _, _ -> Response in throw HTTPError(.badRequest) }
        router.get("/download") { _, _ in
            Response.download("a.pdf", type: "application/pdf", bytes: ByteBuffer(string: "x"))
        }
    }

    private static func problem(_ name: String) -> any Error {
        switch name {
        case "forbidden": Problem.forbidden
        case "changed": Problem.changedMeanwhile
        case "unreadable": Problem.unreadable(.address)
        case "many": Problem.tooMany(retryAfter: 11)
        case "large": Problem.tooLarge(limit: 5)
        case "type": Problem.unsupportedContent
        case "away": DatabaseAway()
        case "slow": Problem.timedOut
        case "fault": OddFault()
        default: Problem.notFound
        }
    }
}
