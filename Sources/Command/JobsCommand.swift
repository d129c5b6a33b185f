import ArgumentParser
import Foundation
import Money
import Postgres
import Store

/// Jobs that failed so often that the service tries them no more: somebody has to look at them.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Lists the jobs that were given up, and has them tried again.",
        subcommands: [List.self, Retry.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the jobs that were given up: key, kind, when, last error; with tabs between them."
        )

        func run() async throws {
            for job in try await withJobs({ jobs in try await jobs.givenUp() }) {
                // One line a job, whatever the error says.
                let reason = job.reason.split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
                print([String(job.id), job.kind.rawValue, job.at.ISO8601Format(), reason].joined(separator: "\t"))
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the jobs that were given up due again, with all their attempts.",
            discussion:
                "The running service takes them within seconds. Mend first what made them fail: kopiena jobs says it."
        )

        func run() async throws {
            let count = try await withJobs { jobs in try await jobs.retry() }
            print("\(count) due again.")
        }
    }
}

private func withJobs<Answer>(_ work: (Jobs) async throws -> Answer) async throws -> Answer {
    let database = try await Settings.read().database()
    let answer = try await work(Stores(database: database, intake: database, passwords: Passwords()).jobs)
    await database.shutdown()
    return answer
}
