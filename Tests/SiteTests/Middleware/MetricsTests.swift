import CoreMetrics
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Site
import TestKit
import Testing

@Suite("Metrics of requests")
struct MetricsTests {
    @Test("count by route and status, and everything unknown as one")
    func counts() async throws {
        let registry = PrometheusRegistry()
        try await withMetricsFactory(registry) {
            let router = Router(context: PlainContext.self)
            router.addMiddleware {
                RequestMetrics()
                ProblemPages(translate: { _ in nil }, page: { report, _, _ in .text("", status: report.status) })
            }
            router.get("/calls/:number") { _, _ in "x" }
            try await Application(router: router).test(.router) { client in
                let browser = TestBrowser(client)
                for number in 0..<3 { try await browser.get("/calls/\(number)") }
                for number in 0..<3 { try await browser.get("/nowhere/\(number)") }
                for number in 0..<3 {
                    let method = try #require(HTTPRequest.Method(rawValue: "X\(number)"))
                    try await browser.send(method, "/nowhere")
                }
            }
        }
        let text = registry.text()
        let count = "http_request_seconds_count"
        #expect(text.contains("\(count){method=\"GET\",route=\"/calls/{number}\",status=\"200\"} 3"), "\(text)")
        #expect(text.contains("\(count){method=\"GET\",route=\"NotFound\",status=\"404\"} 3"))
        #expect(text.contains("\(count){method=\"other\",route=\"NotFound\",status=\"404\"} 3"))
        #expect(text.contains("http_requests_active 0.0"))
    }
}
