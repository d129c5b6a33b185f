import Foundation
import Logging
import Postgres
import TestKit
import Testing

@Suite("Saving a server's own database")
struct ServerBackupTests {
    @Test("by the commands of the handbook brings back all that the service works with", .database)
    func dump() async throws {
        let current = TestDatabase.current
        try await current.owner.transaction { tx in
            try await tx.run(
                "INSERT INTO organisation (kind, name, invented) VALUES ('municipality', 'Ļaudonas paraugs', true)"
            )
            try await tx.run("SELECT application_numbering(7)")
        }
        let restored = "\(current.name)_restored"
        let address = current.ownerAddress.replacing("dbname=\(current.name)", with: "dbname=\(restored)")
        #expect(address != current.ownerAddress)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kopiena-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // The administrator of this server is not another user of the machine.
        let administrator = current.ownerAddress.replacing("user=kopiena_owner", with: "user=postgres")
            .replacing("dbname=\(current.name)", with: "dbname=postgres")
        let commands = try Self.commands().replacing("kopiena_restored", with: restored)
        let script = """
            set -euo pipefail
            BACKUPS='\(folder.path)'
            KOPIENA_OWNER_URL='\(current.ownerAddress)'
            RESTORED_URL='\(address)'
            sudo() { shift 3; createdb --maintenance-db='\(administrator)' "$@"; }
            \(commands)
            """
        let file = folder.appendingPathComponent("commands.sh")
        try Data(script.utf8).write(to: file)
        let cleanUp = """
            psql -X -d '\(administrator)' -c 'DROP DATABASE IF EXISTS \(restored) WITH (FORCE)'; rm -rf '\(folder.path)'
            """
        let shell = try GuardedProcess.shell(atTheEnd: cleanUp)
        try await shell.run("bash '\(file.path)'")
        let service = address.replacing("user=kopiena_owner", with: "user=kopiena_service")
        let copy = Database(
            .init(url: service, poolSize: 1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let row = try await copy.transaction { tx in
            try await tx.row(
                """
                SELECT (SELECT count(*) FROM organisation WHERE name = 'Ļaudonas paraugs') AS organisations,
                       next_application_number(7) AS number, folded('Ļaudona') AS folded,
                       (SELECT count(*) FROM pg_trigger WHERE tgname = 'file_chunk_keeps') AS rules
                """
            )
        }
        let found = try #require(row)
        #expect(try found.get("organisations", as: Int.self) == 1)
        #expect(try found.get("number", as: Int.self) == 1)
        #expect(try found.get("folded", as: String.self) == "laudona")
        #expect(try found.get("rules", as: Int.self) == 1)
        await copy.shutdown()
        try await shell.run(cleanUp)
    }

    /// The commands that stand in the handbook's section, one block after another.
    private static func commands() throws -> String {
        let text = try String(contentsOfFile: Project.root + "/deploy/README.md", encoding: .utf8)
        let section = try #require(text.components(separatedBy: "### A server's own PostgreSQL\n").last)
        let blocks = section.components(separatedBy: "```sh\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(blocks.count == 2)
        return blocks.joined()
    }
}
