import Foundation
import TestKit
import Testing

@Suite("Seals of the ledger from the command line", .database)
struct SealTests {
    @Test("are added to a file once, and the check of the ledger says whether the database still fits it")
    func file() async throws {
        let said = try await run(
            """
            kopiena seal ledger --to "$folder/seals"
            kopiena seal ledger --to "$folder/seals"
            kopiena seal ledger | cmp - "$folder/seals" && echo same
            kopiena check ledger --seals "$folder/seals"
            # Another last move.
            awk '{ print $1, $2 + 1, $3 }' "$folder/seals" >"$folder/other"
            kopiena check ledger --seals "$folder/other" || echo "ended with $?"
            kopiena check ledger --seals "$folder/none" 2>/dev/null || echo "ended with $?"
            """
        )
        for words in [
            "; 1 added to ", "; 0 added to ", "same", "ledger: ok, 0 postings in 0 accounts, as sealed until ",
            "line 1 of the file, was made anew in the database",
        ] {
            #expect(said.contains(words), "\(said)")
        }
        #expect(said.components(separatedBy: "ended with 1").count == 3, "\(said)")
    }

    private func run(_ commands: String) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kopiena-\(UUID().uuidString)").path
        let script = """
            set -uo pipefail
            # Settings of whoever runs the tests are not those of this program.
            unset "${!KOPIENA_@}"
            export KOPIENA_DATABASE_URL='\(TestDatabase.current.serviceAddress)' PATH='\(Project.root)/.build/debug':$PATH
            folder='\(folder)'
            \(commands)
            """
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(script.utf8).write(to: URL(fileURLWithPath: folder + "/commands"))
        let shell = try GuardedProcess.shell(atTheEnd: "rm -rf '\(folder)'")
        return try await shell.run("bash '\(folder)/commands'")
    }
}
