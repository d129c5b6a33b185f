import Postgres

/// What was asked for is not there, or this visitor may not know of it. The two are never told apart.
public struct Missing: Error, Sendable, Equatable {
    /// Not there.
    public init() {}
}

/// A form was filled in against a row that has changed since.
public struct ChangedMeanwhile: Error, Sendable, Equatable {
    /// The row's revision now.
    public let revision: Int64

    /// Changed, with the row's revision now.
    public init(revision: Int64) {
        self.revision = revision
    }
}

/// What the rest of the office may know of a failed store: whether it is worth trying again later.
public enum StoreFailure {
    /// Seconds after which to try again where the database could not be asked; nothing for every other error.
    public static func retryAfter(_ error: any Error) -> Int? {
        switch error {
        case is DatabaseUnavailable: 5
        case let busy as Passwords.Busy: busy.retryAfter
        default: nil
        }
    }

    /// True if something that is sent again where the connection breaks may have reached the database all the same.
    public static func mayHaveHappened(_ error: any Error) -> Bool {
        switch error as? DatabaseUnavailable {
        case .unknownOutcome, .notReachable: true
        case .poolExhausted, .tooSlow, nil: false
        }
    }

    /// True if the answer to COMMIT was lost: it may have happened or not, and the same key will tell.
    public static func isUnknownOutcome(_ error: any Error) -> Bool {
        error as? DatabaseUnavailable == .unknownOutcome
    }
}
