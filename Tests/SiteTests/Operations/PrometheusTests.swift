import CoreMetrics
import Foundation
import Logging
import Site
import Synchronization
import Testing

@Suite("Metrics")
struct PrometheusTests {
    @Test("are printed as Prometheus reads them")
    func text() {
        let registry = PrometheusRegistry()
        Counter(label: "hb.requests", dimensions: [("http.route", "/a\"b\\")], factory: registry).increment(by: 3)
        Meter(label: "pool.waiting", factory: registry).set(2)
        let timer = Timer(label: "http.server.request.duration", dimensions: [("m", "GET")], factory: registry)
        timer.recordMilliseconds(3)
        timer.recordSeconds(20)
        let text = registry.text()
        #expect(text.contains("# TYPE hb_requests counter\nhb_requests{http_route=\"/a\\\"b\\\\\"} 3\n"))
        #expect(text.contains("# TYPE pool_waiting gauge\npool_waiting 2.0\n"))
        #expect(text.contains("http_server_request_duration_seconds_bucket{m=\"GET\",le=\"0.0025\"} 0\n"))
        #expect(text.contains("http_server_request_duration_seconds_bucket{m=\"GET\",le=\"0.005\"} 1\n"))
        #expect(text.contains("http_server_request_duration_seconds_bucket{m=\"GET\",le=\"+Inf\"} 2\n"))
        #expect(text.contains("http_server_request_duration_seconds_count{m=\"GET\"} 2\n"))
        #expect(text.hasSuffix("\n"))
    }

    @Test("keep no more series than they may")
    func limit() {
        let registry = PrometheusRegistry(limit: 10)
        for number in 0..<1000 { Counter(label: "c", dimensions: [("n", "\(number)")], factory: registry).increment() }
        #expect(registry.text().split(separator: "\n").count == 11)
    }
}

@Suite("The log")
struct JSONLogTests {
    @Test("is one JSON object a line, whatever the values hold")
    func lines() throws {
        let lines = Mutex<[String]>([])
        let logger = Logger(label: "test") { label in
            JSONLog(label: label) { line in lines.withLock { $0.append(line) } }
        }
        logger.info(
            "a\nb\"",
            metadata: ["n": .stringConvertible(7), "evil": "x\r\n{\"level\":\"error\"}", "level": "no"]
        )
        logger.debug("not written")
        let written = lines.withLock { $0 }
        #expect(written.count == 1 && !written[0].contains("\n"))
        #expect(written[0].components(separatedBy: ",\"level\":").count == 2, "a name stands once")
        let object = try JSONSerialization.jsonObject(with: Data(written[0].utf8)) as? [String: Any]
        let fields = try #require(object)
        #expect(
            fields["message"] as? String == "a\nb\"" && fields["n"] as? Int == 7 && fields["level"] as? String == "info"
        )
    }
}
