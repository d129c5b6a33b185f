import ArgumentParser
import Foundation
import Grants
import Money
import Store

/// Cooperation agreements from the command line: a partner without one in force may not apply.
struct AgreementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "Adds and lists cooperation agreements of partners.",
        subcommands: [Add.self, List.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Adds an agreement of an organisation.")

        @Argument(help: "The organisation's name, exactly.") var organisation: String
        @Argument(help: "The agreement's number.") var number: String
        @Option(help: "First day, as 2026-01-31.") var from: Day
        @Option(help: "Last day; at the latest 2029-08-31.") var until: Day

        func run() async throws {
            try await withPeople { people in
                try await people.addAgreement(number, with: organisation, from: from, until: until)
            }
            print("\(organisation) has agreement \(number) from \(from.iso) until \(until.iso).")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists agreements: partner, number, first day, last day, state today; with tabs between them."
        )

        func run() async throws {
            let today = OfficeTime.day(of: Date())
            for listed in try await withPeople({ people in try await people.agreements() }) {
                let agreement = listed.agreement
                let state = state(of: agreement, on: today)
                let words = [listed.organisation, agreement.number, agreement.from.iso, agreement.until.iso, state]
                print(words.joined(separator: "\t"))
            }
        }

        private func state(of agreement: Agreement, on day: Day) -> String {
            guard agreement.from <= day else { return "to come" }
            return agreement.isInForce(on: day) ? "in force" : "ended"
        }
    }
}

func sentence(_ refusal: AgreementRefusal) -> String {
    switch refusal {
    case .noSuchOrganisation: "There is no organisation of this name."
    case .agency: "The agency makes agreements with others, not with itself."
    case .number: "The number is empty or longer than 100 characters."
    case .numberTaken: "The organisation has an agreement of this number already."
    case .endsBeforeStart: "The last day is before the first."
    case .endsAfterProgramme: "The last day is after 2029-08-31, when the programme ends."
    }
}
