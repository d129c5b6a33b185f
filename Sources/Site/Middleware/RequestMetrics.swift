import CoreMetrics
public import Hummingbird
import Synchronization

/// Counts requests by method, route pattern and status, and how long they take. Methods and addresses that we do not know
/// are counted as one, so that nobody can fill the memory by inventing them.
public struct RequestMetrics<Context: SiteContext>: RouterMiddleware {
    private let series = RequestSeries()
    private let traffic: Traffic

    /// Metrics of requests, and the traffic they make.
    public init(traffic: Traffic = Traffic()) {
        self.traffic = traffic
    }

    /// Counts one request.
    public func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        series.active.increment()
        traffic.begin()
        defer {
            series.active.decrement()
            traffic.end()
        }
        let response = try await next(request, context)
        let nanoseconds = (ContinuousClock.now - start) / .nanoseconds(1)
        let route = context.endpointPath ?? "NotFound"
        series.find(method: request.method, route: route, status: response.status).recordNanoseconds(Int64(nanoseconds))
        return response
    }
}

/// The series of requests seen so far. Each is a histogram, whose count is the number of requests.
private final class RequestSeries: Sendable {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    let active = Meter(label: "http.requests.active")
    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    private let timers = Mutex<[Key: Timer]>([:])

    func find(method: HTTPRequest.Method, route: String, status: HTTPResponse.Status) -> Timer {
        let method = Self.methods.contains(method.rawValue) ? method.rawValue : "other"
        let key = Key(method: method, route: route, status: status.code)
        return timers.withLock { timers in
            if let known = timers[key] { return known }
            let labels = [("method", method), ("route", route), ("status", "\(status.code)")]
            let timer = Timer(label: "http.request", dimensions: labels)
            timers[key] = timer
            return timer
        }
    }
}
