public import Foundation
public import Grants
import Postgres

/// The decisive instant of a handing in, by the database's clock.
public struct Arrival: Sendable, Hashable {
    /// The key of its row; rows follow the order of arrival.
    public let id: Int64
    /// When it arrived, known here to the millisecond, cut and never rounded up.
    public let at: Date

    /// An arrival as stamped.
    public init(id: Int64, at: Date) {
        self.id = id
        self.at = at
    }
}

extension Applications {
    /// Takes the instant of a handing in, before anything is looked at: one small insert that commits by itself, on connections
    /// reserved for it. The same key gives the first instant again, however late the repetition.
    ///
    /// - Parameters:
    ///   - revision: the revision of the application that the signatory read.
    ///   - declarations: what the signatory confirmed; kept, so that a handing in that is cut off can be completed.
    ///   - requestSHA256: of what was posted, so that the same key with another content is noticed.
    public func stamp(
        _ id: Application.ID,
        revision: Int64,
        declarations: Set<Declaration> = Set(Declaration.allCases),
        requestSHA256: [UInt8],
        key: UUID,
        by visitor: Visitor
    ) async throws -> Arrival {
        let request = ArrivalRow.Request(
            key: key,
            application: id,
            revision: revision,
            sha256: requestSHA256,
            declarations: declarations.map(\.rawValue).sorted(),
            person: visitor.person.id,
            organisation: visitor.organisation.id
        )
        // May be done twice, so it may be sent again where a connection breaks: the key keeps the first instant.
        let acting = TransactionSettings(visitor)
        if let arrival = try await intake.ask(ArrivalRow.insert(request), acting) { return arrival }
        guard let (twin, arrival) = try await intake.ask(ArrivalRow.find(key), acting) else { throw Missing() }
        guard twin == request else { throw SubmissionRefusal.keyUsedOtherwise }
        return arrival
    }
}
