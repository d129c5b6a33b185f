import ArgumentParser
import Budget
import Foundation
import Money

/// When the money is looked at: now, as of a day, or as it was known at an instant.
struct MomentOptions: ParsableArguments {
    @Option(help: "A day, 2026-11-30: by the days on which moves count.") var asOf: String?
    @Option(help: "An instant, 2026-11-30T22:00:00Z: by what was recorded by then.") var knownAt: String?

    func validate() throws {
        guard asOf == nil || knownAt == nil else { throw ValidationError("Give a day or an instant, not both.") }
        _ = try moment()
    }

    func moment() throws -> Moment {
        if let asOf {
            guard let day = Day(iso: asOf) else { throw ValidationError("“\(asOf)” is no day; write 2026-11-30.") }
            return .asOf(day)
        }
        if let knownAt {
            guard let instant = try? Date(knownAt, strategy: .iso8601) else {
                throw ValidationError("“\(knownAt)” is no instant; write 2026-11-30T22:00:00Z.")
            }
            return .knownAt(instant)
        }
        return .now
    }
}
