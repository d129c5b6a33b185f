import ArgumentParser
import Foundation
import Grants
import Money
import Store

/// Accounts from the command line: the first administrator, and help for who is locked out.
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "Makes and changes accounts.",
        subcommands: [Add.self, Give.self, Password.self, Disable.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Makes an account.")

        @Argument(help: "The mail address to sign in with.") var email: String
        @Argument(help: "Given name and surname.") var name: String
        @Option(help: "The language of mail and pages: lv or en.") var language = "lv"
        @Flag(help: "Read the password from standard input instead of making one.") var passwordStdin = false

        func validate() throws {
            guard ["lv", "en"].contains(language) else { throw ValidationError("The language is lv or en.") }
        }

        func run() async throws {
            let password = try chosenPassword(fromInput: passwordStdin)
            _ = try await withPeople { people in
                try await people.create(name: name, email: email, language: language, password: password.text)
            }
            print("\(email) has an account.\(password.announcement)")
        }
    }

    struct Give: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Gives a person a role in an organisation.")

        @Argument(help: "The person's mail address.") var email: String
        @Argument(help: "One of: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).") var role: String
        @Argument(help: "The organisation's name, exactly.") var organisation: String
        @Option(help: "First day, as 2026-01-31; today where not given.") var from: Day?
        @Option(help: "Last day.") var until: Day?

        func run() async throws {
            guard let role = Role(rawValue: role) else { throw ValidationError("There is no role \(role).") }
            let first = from ?? OfficeTime.day(of: Date())
            try await withPeople { people in
                try await people.give(role, to: email, in: organisation, from: first, until: until)
            }
            print("\(email) is \(role.rawValue) of \(organisation).")
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a person a new password and ends all sessions."
        )

        @Argument(help: "The person's mail address.") var email: String
        @Flag(help: "Read the password from standard input instead of making one.") var passwordStdin = false

        func run() async throws {
            let password = try chosenPassword(fromInput: passwordStdin)
            try await withPeople { people in try await people.setPassword(email, to: password.text) }
            print("\(email) has a new password.\(password.announcement)")
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Closes an account; what the person did stays.")

        @Argument(help: "The person's mail address.") var email: String
        @Option(help: "Why, for the audit.") var reason: String

        func run() async throws {
            try await withPeople { people in try await people.disable(email, reason: reason, at: Date()) }
            print("\(email) can no longer sign in.")
        }
    }
}

func sentence(_ refusal: AccountRefusal) -> String {
    switch refusal {
    case .email: "This is no mail address."
    case .name: "The name is empty or longer than 200 characters."
    case .taken: "Somebody has an account with this address already."
    case .password(let reason): "The password is not fit: \(reason)."
    case .noSuchOrganisation: "There is no organisation of this name."
    case .roleElsewhere: "This role does not exist in organisations of this kind."
    }
}

private struct ChosenPassword {
    let text: String
    /// Told once, where it was made here.
    let announcement: String
}

/// The password on the first line of standard input, or a random one of 100 bits in letters that cannot be mistaken.
private func chosenPassword(fromInput: Bool) throws -> ChosenPassword {
    if fromInput {
        guard let line = readLine(), !line.isEmpty else { throw ValidationError("No password on standard input.") }
        return ChosenPassword(text: line, announcement: "")
    }
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    let groups = (0..<4).map { _ in String((0..<5).map { _ in letters[Int.random(in: 0..<letters.count)] }) }
    let text = groups.joined(separator: "-")
    return ChosenPassword(text: text, announcement: " Password, shown only now: \(text)")
}
