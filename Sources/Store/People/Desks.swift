public import Foundation
public import Grants
import Money
import Postgres

/// What a person should see first; reads only.
public struct Desks: Sendable {
    let database: Database

    /// The desk of somebody who writes applications, in three statements.
    public func applicant(_ visitor: Visitor, at now: Date) async throws -> ApplicantDesk {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            let organisation = visitor.organisation
            return ApplicantDesk(
                agreement: try await AgreementRow.find(organisation.id, on: OfficeTime.day(of: now), in: tx),
                applications: try await DeskRow.papers(organisation.id, in: tx),
                calls: try await DeskRow.chances(for: organisation, at: now, in: tx)
            )
        }
    }

    /// The desk of the agency's people, in one statement.
    public func staff(_ visitor: Visitor, at now: Date) async throws -> StaffDesk {
        try await database.transaction(TransactionSettings(visitor)) { tx in
            StaffDesk(calls: try await DeskRow.lines(at: now, in: tx))
        }
    }
}
