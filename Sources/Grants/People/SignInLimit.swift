public import Foundation

/// How long somebody who keeps guessing has to wait. Nobody is ever locked out: after the wait the right password works.
public enum SignInLimit {
    /// Mistakes on one account that cost nothing: fingers slip.
    public static let freeMistakes = 5
    /// The longest wait for one account, in seconds.
    public static let longestWait = 900
    /// Mistakes from one network address within `addressWindow` after which it has to wait: a school shares one address.
    public static let addressMistakes = 30
    /// Seconds for which a mistake from an address counts.
    public static let addressWindow = 900

    /// What is known of earlier attempts.
    public struct History: Sendable, Hashable {
        /// Mistakes on the account since its last success, within a day.
        public var accountMistakes: Int
        /// When the last of them was made.
        public var lastMistake: Date?
        /// When the address made the mistake that has to grow old before it may try again; absent below the limit.
        public var addressBlockedBy: Date?

        /// What is known of earlier attempts.
        public init(accountMistakes: Int, lastMistake: Date?, addressBlockedBy: Date?) {
            self.accountMistakes = accountMistakes
            self.lastMistake = lastMistake
            self.addressBlockedBy = addressBlockedBy
        }
    }

    /// Whole seconds still to wait at an instant; nothing if one may try. After the free mistakes the wait begins at 15 seconds
    /// and doubles with each further mistake.
    public static func wait(after history: History, at now: Date) -> Int? {
        var until = Date.distantPast
        if history.accountMistakes >= freeMistakes, let last = history.lastMistake {
            let doublings = min(history.accountMistakes - freeMistakes, 10)
            until = last.addingTimeInterval(Double(min(15 << doublings, longestWait)))
        }
        if let blockedBy = history.addressBlockedBy {
            until = max(until, blockedBy.addingTimeInterval(Double(addressWindow)))
        }
        guard until > now else { return nil }
        return Int(until.timeIntervalSince(now).rounded(.up))
    }
}

/// Why somebody was not signed in.
public enum SignInRefusal: Error, Sendable, Hashable {
    /// The address or the password is wrong, or the account is closed: never said which.
    case wrong
    /// Too many mistakes; seconds to wait.
    case wait(seconds: Int)
}
