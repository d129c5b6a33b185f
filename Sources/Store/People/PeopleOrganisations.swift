public import Grants
import Postgres

/// Why an organisation was not added.
public enum OrganisationRefusal: Error, Sendable, Hashable {
    /// The name is empty or longer than 200 characters.
    case name
    /// There is an organisation of this name already.
    case nameTaken
    /// The registration number is none of the Enterprise Register.
    case registrationNumber(RegistrationNumber.Flaw)
    /// Another organisation has this registration number.
    case registrationNumberTaken
    /// The agency is there from the beginning; people of another one would read every application.
    case agency
}

/// Organisations that the reference data does not name; added by an administrator at the command line.
extension People {
    /// Adds an organisation. Throws `OrganisationRefusal`.
    /// - Parameter registrationNumber: as typed; nothing if it is not known.
    @discardableResult
    public func addOrganisation(
        _ name: String,
        kind: Organisation.Kind,
        registrationNumber typed: String?,
        region: PlanningRegion
    ) async throws -> Organisation.ID {
        let name = name.trimmed
        guard kind != .agency else { throw OrganisationRefusal.agency }
        guard !name.isEmpty, name.count <= 200 else { throw OrganisationRefusal.name }
        let registration = try typed.map(Self.registrationNumber)
        do {
            return try await database.transaction { tx in
                let id = try await OrganisationRow.add(name, kind, registration, region, in: tx)
                try await Audit.add(
                    "organisation.added",
                    of: "organisation",
                    id,
                    detail: ["name": name, "kind": kind.rawValue],
                    in: tx
                )
                return id
            }
        } catch let error as PostgresError {
            throw Self.refusal(ofOrganisation: error.constraint) ?? error
        }
    }

    /// All organisations, in Latvian order of names.
    public func organisations() async throws -> [Organisation] {
        try await database.transaction { tx in try await OrganisationRow.all(in: tx) }
    }

    private static func registrationNumber(_ typed: String) throws -> RegistrationNumber {
        do {
            return try RegistrationNumber(typed: typed)
        } catch {
            throw OrganisationRefusal.registrationNumber(error)
        }
    }

    private static func refusal(ofOrganisation constraint: String?) -> (any Error)? {
        switch constraint {
        case "organisation_name_once": OrganisationRefusal.nameTaken
        case "organisation_registration_number_once": OrganisationRefusal.registrationNumberTaken
        default: nil
        }
    }
}
