public import CoreMetrics
import Synchronization

/// Keeps every counter, gauge and duration of the process and prints them as Prometheus reads them.
public final class PrometheusRegistry: MetricsFactory {
    private struct Series: Hashable {
        let name: String
        let labels: String
    }

    private struct Table {
        var counters: [Series: PrometheusCounter] = [:]
        var gauges: [Series: PrometheusGauge] = [:]
        var histograms: [Series: PrometheusHistogram] = [:]
    }

    private let table = Mutex(Table())
    private let limit: Int

    /// - Parameter limit: how many series are kept; further ones count into the void, so that no flood of names can
    ///   fill the memory.
    public init(limit: Int = 5000) {
        self.limit = limit
    }

    /// A counter, or a free-standing one once there are too many.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        table.withLock { table in
            let series = Self.series(label, dimensions)
            if let known = table.counters[series] { return known }
            let counter = PrometheusCounter()
            if table.counters.count < limit { table.counters[series] = counter }
            return counter
        }
    }

    /// A gauge that goes up and down.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(label, dimensions)
    }

    /// A recorder with a distribution is a histogram, one without it a gauge.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate ? histogram(label, dimensions, scale: 1) : gauge(label, dimensions)
    }

    /// A duration, in seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label + ".seconds", dimensions, scale: 1e-9)
    }

    /// Series live as long as the process.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Series live as long as the process.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Series live as long as the process.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Series live as long as the process.
    public func destroyTimer(_ handler: any TimerHandler) {}

    /// Everything, in Prometheus' text format.
    public func text() -> String {
        let (counters, gauges, histograms) = table.withLock { ($0.counters, $0.gauges, $0.histograms) }
        var lines: [String] = []
        Self.write(counters, kind: "counter", into: &lines) { name, labels, counter in
            ["\(name)\(Self.braces(labels)) \(counter.value)"]
        }
        Self.write(gauges, kind: "gauge", into: &lines) { name, labels, gauge in
            ["\(name)\(Self.braces(labels)) \(gauge.value)"]
        }
        Self.write(histograms, kind: "histogram", into: &lines) { name, labels, histogram in
            histogram.lines(name: name, labels: labels)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func braces(_ labels: String) -> String {
        labels.isEmpty ? "" : "{\(labels)}"
    }

    private func gauge(_ label: String, _ dimensions: [(String, String)]) -> PrometheusGauge {
        table.withLock { table in
            let series = Self.series(label, dimensions)
            if let known = table.gauges[series] { return known }
            let gauge = PrometheusGauge()
            if table.gauges.count < limit { table.gauges[series] = gauge }
            return gauge
        }
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)], scale: Double) -> PrometheusHistogram {
        table.withLock { table in
            let series = Self.series(label, dimensions)
            if let known = table.histograms[series] { return known }
            let histogram = PrometheusHistogram(scale: scale)
            if table.histograms.count < limit { table.histograms[series] = histogram }
            return histogram
        }
    }

    private static func series(_ label: String, _ dimensions: [(String, String)]) -> Series {
        let labels = dimensions.map { "\(word($0.0))=\"\(quoted($0.1))\"" }
        return Series(name: word(label), labels: labels.joined(separator: ","))
    }

    private static func word(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
    }

    private static func quoted(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func write<Value>(
        _ table: [Series: Value],
        kind: String,
        into lines: inout [String],
        _ print: (String, String, Value) -> [String]
    ) {
        var last = ""
        for (series, value) in table.sorted(by: { ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels) }) {
            if series.name != last {
                lines.append("# TYPE \(series.name) \(kind)")
                last = series.name
            }
            lines.append(contentsOf: print(series.name, series.labels, value))
        }
    }
}
