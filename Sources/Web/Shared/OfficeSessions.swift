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
    /// Notes the use when the request is answered, where the search itself may write nothing.
    var noting: People?

    func find(_ tokenHash: [UInt8], now: Date) async throws -> SessionRecord? {
        do {
            guard let noting else {
                return try await people.find(session: tokenHash, at: now).map { record($0) }
            }
            guard let found = try await people.look(for: tokenHash, at: now) else { return nil }
            guard found.isToBeNoted else { return record(found.signedIn) }
            return record(found.signedIn) { try await noting.stay(session: tokenHash, at: now) }
        } catch  where StoreFailure.retryAfter(error) != nil {
            return SessionRecord(visitor: SessionLookup.failed(error))
        }
    }

    private func record(
        _ signedIn: SignedIn,
        noteAfterwards: (@Sendable () async throws -> Void)? = nil
    ) -> SessionRecord {
        SessionRecord(
            visitor: SessionLookup.found(signedIn),
            language: Language(rawValue: signedIn.person.language),
            noteAfterwards: noteAfterwards
        )
    }
}
