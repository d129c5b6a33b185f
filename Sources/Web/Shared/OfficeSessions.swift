import Foundation
import Grants
import Site
import Store

/// What the search for a session gave.
enum SessionLookup: Sendable {
    case found(SignedIn)
    /// The database could not be asked. Pages that need nobody signed in are shown nevertheless.
    case failed(any Error)

    var signedIn: SignedIn? {
        if case .found(let signedIn) = self { return signedIn }
        return nil
    }
}

/// Finds sessions in the database for `Site`.
struct OfficeSessions: SessionStore {
    let people: People

    func find(_ tokenHash: [UInt8], now: Date) async throws -> SessionRecord? {
        do {
            guard let signedIn = try await people.find(session: tokenHash, at: now) else { return nil }
            return SessionRecord(
                visitor: SessionLookup.found(signedIn),
                language: Language(rawValue: signedIn.person.language)
            )
        } catch  where StoreFailure.retryAfter(error) != nil {
            return SessionRecord(visitor: SessionLookup.failed(error))
        }
    }
}
