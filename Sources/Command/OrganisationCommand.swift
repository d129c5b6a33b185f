import ArgumentParser
import Grants
import Store

/// Organisations from the command line: partners and associations that the reference data does not name.
struct OrganisationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organisation",
        abstract: "Adds and lists organisations.",
        subcommands: [Add.self, List.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds an organisation.",
            discussion: "The agency, all municipalities and the schools of the published list are there already."
        )

        @Argument(help: "Its full Latvian name.") var name: String
        @Option(help: "What it is.") var kind: Organisation.Kind
        @Option(help: "The planning region it stands in.") var region: PlanningRegion
        @Option(help: "Its 11 digits in the Enterprise Register; unknown where not given.")
        var registrationNumber: String?

        func run() async throws {
            _ = try await withPeople { people in
                try await people.addOrganisation(
                    name,
                    kind: kind,
                    registrationNumber: registrationNumber,
                    region: region
                )
            }
            print("\(name) is there, as \(kind.rawValue) in \(region.rawValue).")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists organisations: name, kind, region, registration number; with tabs between them."
        )

        func run() async throws {
            for organisation in try await withPeople({ people in try await people.organisations() }) {
                let region = organisation.region ?? "-"
                let number = organisation.registrationNumber ?? "unknown"
                print([organisation.name, organisation.kind.rawValue, region, number].joined(separator: "\t"))
            }
        }
    }
}

func sentence(_ refusal: OrganisationRefusal) -> String {
    switch refusal {
    case .name: "The name is empty or longer than 200 characters."
    case .nameTaken: "There is an organisation of this name already."
    case .registrationNumber(.length): "A registration number has 11 digits."
    case .registrationNumber(.naturalPerson): "This looks like the personal code of a person, which is not kept."
    case .registrationNumber(.checkDigit): "The last digit of the registration number does not fit the others."
    case .registrationNumberTaken: "Another organisation has this registration number."
    case .agency: "The agency is there already, and there is only one."
    }
}
