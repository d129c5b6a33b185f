public import Foundation
public import Money

/// A later end of a call, for everybody or for one applicant (termiņa pagarinājums).
public struct CallExtension: Sendable, Hashable {
    /// For whom; nothing means everybody.
    public let organisation: Organisation.ID?
    /// The new exclusive end.
    public let closesBefore: Date
    /// Why.
    public let reason: String
    /// When it was given.
    public let madeAt: Date

    /// An extension as stored.
    public init(organisation: Organisation.ID?, closesBefore: Date, reason: String, madeAt: Date) {
        self.organisation = organisation
        self.closesBefore = closesBefore
        self.reason = reason
        self.madeAt = madeAt
    }
}

/// Why a deadline cannot be extended as asked.
public enum ExtensionRefusal: Error, Sendable, Hashable {
    /// Only a published call has a deadline.
    case notPublished(Call.State)
    /// A deadline only moves later; this is the one in force.
    case notLater(than: Date)
    /// A deadline that is already past helps nobody.
    case past
    /// Projects may not run after this day, so applications cannot be taken after it.
    case afterProjectEnd(Day)
    /// A reason is always told, in at most that many characters.
    case reasonMissing(longest: Int)
}

extension CallTerms {
    /// The exclusive end that counts for an organisation: the latest of the terms, extensions for everybody and its own.
    ///
    /// - Parameter organisation: nothing gives the end for everybody.
    public func closesBefore(extended by: [CallExtension], for organisation: Organisation.ID? = nil) -> Date {
        var latest = closesBefore
        for given in by where given.organisation == nil || given.organisation == organisation {
            latest = max(latest, given.closesBefore)
        }
        return latest
    }

    /// Decides whether the end may move.
    ///
    /// - Parameter current: the end now in force for those concerned.
    public func checkExtension(
        of call: Call,
        from current: Date,
        to closesBefore: Date,
        reason: String,
        now: Date
    ) throws(ExtensionRefusal) {
        guard call.state == .published else { throw .notPublished(call.state) }
        let longest = 2_000
        guard (1...longest).contains(reason.trimmed.unicodeScalars.count) else {
            throw .reasonMissing(longest: longest)
        }
        guard closesBefore > current else { throw .notLater(than: current) }
        guard closesBefore > now else { throw .past }
        guard closesBefore <= OfficeTime.start(of: projectLatestEnd) else { throw .afterProjectEnd(projectLatestEnd) }
    }
}
