public import Foundation
public import Money

/// An application of one organisation to one call (projekta iesniegums).
public struct Application: Sendable, Hashable, Identifiable {
    /// The key of an application.
    public typealias ID = Identifier<Application>

    /// Where an application stands before it is decided.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Being written (melnraksts).
        case draft
        /// With the signatory, locked for editors (nodots parakstīšanai).
        case signing
        /// Handed in (iesniegts).
        case submitted
        /// Taken back before the end; may be changed and handed in again, keeping its number (atsaukts).
        case withdrawn
    }

    /// The key.
    public let id: ID
    /// The call.
    public let call: Call.ID
    /// The version of the call whose form it answers.
    public let version: Call.VersionID
    /// The applicant.
    public let organisation: Organisation.ID
    /// Where it stands.
    public internal(set) var state: State
    /// Its number, given at the first handing in and kept.
    public internal(set) var number: String?
    /// When the counting submission arrived, by the database's clock.
    public internal(set) var submittedAt: Date?
    /// Raised by every change; a form that carries an older one meets a clash.
    public let revision: Int64

    /// An application as stored.
    public init(
        id: ID,
        call: Call.ID,
        version: Call.VersionID,
        organisation: Organisation.ID,
        state: State,
        number: String?,
        submittedAt: Date?,
        revision: Int64
    ) {
        self.id = id
        self.call = call
        self.version = version
        self.organisation = organisation
        self.state = state
        self.number = number
        self.submittedAt = submittedAt
        self.revision = revision
    }
}
