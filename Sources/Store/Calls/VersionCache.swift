import Grants
import Synchronization

/// Published versions kept in memory: they never change, and every page of an applicant needs one.
final class VersionCache: Sendable {
    /// A version is some tens of kilobytes; a programme has a few dozen.
    private static let limit = 200

    private let held = Mutex<[Call.VersionID: CallVersion]>([:])

    subscript(_ id: Call.VersionID) -> CallVersion? {
        held.withLock { $0[id] }
    }

    /// The newest version held of a call.
    func newest(of number: String) -> CallVersion? {
        held.withLock { held in
            held.values.filter { $0.call.number == number }.max { $0.version < $1.version }
        }
    }

    /// Only for what has been committed: a version that was written in the same transaction may never come to be.
    func keep(_ version: CallVersion) {
        held.withLock { held in
            if held.count >= Self.limit { held.removeAll() }
            held[version.id] = version
        }
    }
}
