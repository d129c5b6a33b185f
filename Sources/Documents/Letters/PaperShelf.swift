/// Printed papers that are asked for again and again, kept by what was printed: the same HTML is printed once.
///
/// Whoever asks while a paper is being printed waits for it rather than printing it again. The shelf holds a bounded number of
/// bytes; the paper not asked for longest goes first.
public actor PaperShelf {
    /// The press beside the shelf, for papers that are kept elsewhere.
    public nonisolated let press: LetterPress
    private let mostBytes: Int
    private var printed: [String: Paper] = [:]
    private var printing: [String: Task<[UInt8], any Error>] = [:]
    private var clock = 0

    private struct Paper {
        let bytes: [UInt8]
        var asked: Int
    }

    /// An empty shelf beside a press.
    public init(_ press: LetterPress, mostBytes: Int = 16_777_216) {
        self.press = press
        self.mostBytes = mostBytes
    }

    /// The paper with this content.
    /// - Parameter kept: looks where papers printed before are kept; without one there, it is printed now.
    public func paper(
        _ html: String,
        kept: @escaping @Sendable () async throws -> [UInt8]? = { nil }
    ) async throws -> [UInt8] {
        clock += 1
        if let known = printed[html]?.bytes {
            printed[html]?.asked = clock
            return known
        }
        if let running = printing[html] { return try await running.value }
        // On its own, so that it is finished for the others when the one who asked first goes away.
        let task = Task { [press] in
            if let known = try await kept() { return known }
            return try await press.print(html)
        }
        printing[html] = task
        defer { printing[html] = nil }
        let bytes = try await task.value
        keep(bytes, for: html)
        return bytes
    }

    private func keep(_ bytes: [UInt8], for html: String) {
        printed[html] = Paper(bytes: bytes, asked: clock)
        while printed.reduce(0, { $0 + $1.key.utf8.count + $1.value.bytes.count }) > mostBytes,
            let oldest = printed.min(by: { $0.value.asked < $1.value.asked })?.key
        {
            printed[oldest] = nil
        }
    }
}
