import Foundation
import TestKit

/// The program as it is used from a shell.
enum CommandLineRun {
    /// Runs commands of the program on the suite's database and gives what they say.
    static func output(of commands: String) async throws -> String {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("kopiena-\(UUID().uuidString).sh")
        let script = """
            set -euo pipefail
            # Settings of whoever runs the tests are not those of this program.
            unset "${!KOPIENA_@}"
            export KOPIENA_DATABASE_URL='\(TestDatabase.current.serviceAddress)' PATH='\(Project.root)/.build/debug':$PATH
            \(commands)
            """
        try Data(script.utf8).write(to: file)
        let shell = try GuardedProcess.shell(atTheEnd: "rm -f '\(file.path)'")
        return try await shell.run("bash '\(file.path)'")
    }
}
