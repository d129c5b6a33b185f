import CoreMetrics
import Synchronization

/// A number that only grows.
final class PrometheusCounter: CounterHandler {
    private let total = Atomic<Int64>(0)

    var value: Int64 { total.load(ordering: .relaxed) }

    func increment(by amount: Int64) {
        total.wrappingAdd(amount, ordering: .relaxed)
    }

    func reset() {
        total.store(0, ordering: .relaxed)
    }
}

/// A number that goes up and down.
final class PrometheusGauge: MeterHandler, RecorderHandler {
    private let current = Mutex(0.0)

    var value: Double { current.withLock { $0 } }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { current.withLock { $0 = value } }
    func increment(by amount: Double) { current.withLock { $0 += amount } }
    func decrement(by amount: Double) { current.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
}

/// How values are spread, in buckets fit for the seconds a request takes.
final class PrometheusHistogram: RecorderHandler, TimerHandler {
    private static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct State {
        var counts = [Int](repeating: 0, count: bounds.count + 1)
        var sum = 0.0
        var count = 0
    }

    private let state = Mutex(State())
    private let scale: Double

    init(scale: Double) {
        self.scale = scale
    }

    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration)) }

    func record(_ value: Double) {
        let scaled = value * scale
        let place = Self.bounds.firstIndex { scaled <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.counts[place] += 1
            state.sum += scaled
            state.count += 1
        }
    }

    func lines(name: String, labels: String) -> [String] {
        let state = state.withLock { $0 }
        let before = labels.isEmpty ? "" : labels + ","
        var lines: [String] = []
        var below = 0
        for (place, bound) in Self.bounds.enumerated() {
            below += state.counts[place]
            lines.append("\(name)_bucket{\(before)le=\"\(bound)\"} \(below)")
        }
        lines.append("\(name)_bucket{\(before)le=\"+Inf\"} \(state.count)")
        lines.append("\(name)_sum\(PrometheusRegistry.braces(labels)) \(state.sum)")
        lines.append("\(name)_count\(PrometheusRegistry.braces(labels)) \(state.count)")
        return lines
    }
}
