public import Grants
public import Money
import Postgres

/// Why an agreement was not added.
public enum AgreementRefusal: Error, Sendable, Hashable {
    /// There is no such organisation.
    case noSuchOrganisation
    /// The agency makes agreements with others, not with itself.
    case agency
    /// The number is empty or longer than 100 characters.
    case number
    /// The organisation has an agreement of this number already.
    case numberTaken
    /// The last day is before the first.
    case endsBeforeStart
    /// The last day is after 31.08.2029 (MK 483 p.39).
    case endsAfterProgramme
}

/// An agreement beside the name of its partner.
public struct ListedAgreement: Sendable, Hashable {
    /// The partner's name.
    public let organisation: String
    /// The agreement.
    public let agreement: Agreement
}

/// Cooperation agreements, without which a partner may not apply; added by an administrator at the command line.
extension People {
    /// Adds an agreement of an organisation, found by its name, from its first day to its last. Throws `AgreementRefusal`.
    ///
    /// Agreements may overlap: a new one is often signed before the old one ends, and the one that ends last counts.
    public func addAgreement(
        _ number: String,
        with organisation: String,
        from: Day,
        until: Day
    ) async throws {
        let number = number.trimmed
        guard !number.isEmpty, number.count <= 100 else { throw AgreementRefusal.number }
        do {
            try await database.transaction { tx in
                // Locked, so that the same command given twice at once does not add two.
                guard let partner = try await OrganisationRow.find(named: organisation.trimmed, locking: true, in: tx)
                else {
                    throw AgreementRefusal.noSuchOrganisation
                }
                guard partner.kind != .agency else { throw AgreementRefusal.agency }
                guard try await !AgreementRow.exists(number, of: partner.id, in: tx) else {
                    throw AgreementRefusal.numberTaken
                }
                let agreement = Agreement(organisation: partner.id, number: number, from: from, until: until)
                let key = try await AgreementRow.add(agreement, in: tx)
                try await Audit.add(
                    "agreement.added",
                    of: "agreement",
                    key: key,
                    detail: [
                        "organisation": partner.id.description, "number": number, "from": from.iso, "until": until.iso,
                    ],
                    in: tx
                )
            }
        } catch let error as PostgresError {
            throw Self.refusal(ofAgreement: error.constraint) ?? error
        }
    }

    /// All agreements, in Latvian order of the partners' names, the earliest first.
    public func agreements() async throws -> [ListedAgreement] {
        try await database.transaction { tx in try await AgreementRow.all(in: tx) }
    }

    private static func refusal(ofAgreement constraint: String?) -> (any Error)? {
        switch constraint {
        case "agreement_ends_after_start": AgreementRefusal.endsBeforeStart
        case "agreement_ends_with_programme": AgreementRefusal.endsAfterProgramme
        default: nil
        }
    }
}
