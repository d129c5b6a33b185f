public import Budget
import Crypto
import Postgres

/// Whoever reads the programme's money may not decide about it.
public struct ReadsOnly: Error, Sendable, Equatable {}

/// Something else would come of a proposal than its author saw; nothing was written down.
public struct ChangedSinceLook: Error, Sendable {
    /// What would come of it now.
    public let now: Preview
}

extension Preview {
    /// Goes with the form from the look to the proposal: the same only if all that was seen is still so.
    public var digest: String { Bytes(Array(SHA256.hash(data: Array(words.utf8)))).hex }
}
