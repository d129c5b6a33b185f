import Crypto
import Foundation
import HTTPTypes
import Logging
import Postgres
import TestKit
import Testing

@Suite("Saving a server's own database")
struct ServerBackupTests {
    @Test(
        "by the commands of the handbook brings back all that the service works with, byte for byte, and its rules",
        .database
    )
    func dump() async throws {
        let current = TestDatabase.current
        try await Self.handIn()
        let digests = try await Self.digests(in: current.owner)
        #expect(digests.count > 3)
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
        let owner = Database(
            .init(url: address, poolSize: 1),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let brought = try await Self.digests(in: owner)
        #expect(brought == digests)
        try await Self.expectWhole(in: owner)
        for (change, rule) in [
            ("UPDATE file_chunk SET bytes = 'x'", "file_chunk_never_changes"),
            ("UPDATE submission SET content = '{}'", "submission_never_changes"),
        ] as [(SQL, String)] {
            let refusal = await #expect(throws: PostgresError.self) {
                try await owner.transaction { tx in try await tx.run(change) }
            }
            #expect(refusal?.constraint == rule)
        }
        await owner.shutdown()
        try await shell.run(cleanUp)
    }

    /// An application with a paper is filled in, signed and handed in.
    private static func handIn() async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = String(try await office.start(editor).prefix { $0 != "?" })
            try await office.fill(base, editor)
            try await editor.get("\(base)/signature-request")
            try await editor.submit()
            let receipt = try await office.submit(base, office.visitor("paraksta@example.lv", client))
            #expect(receipt.status == .ok)
        }
    }

    /// What every row of the tables of applications comes to, by table.
    private static func digests(in database: Database) async throws -> [String: String] {
        var digests: [String: String] = [:]
        for table in ["application", "answer", "intake", "submission", "file", "file_chunk", "audit_event"] {
            let row = try await database.transaction { tx in
                try await tx.row(
                    """
                    SELECT encode(sha256(convert_to(string_agg(t::text, E'\\n' ORDER BY t::text), 'UTF8')), 'hex') AS digest
                      FROM \(SQL(stringLiteral: table)) t
                    """
                )
            }
            digests[table] = try #require(try row?.find("digest", as: String.self), "\(table) is empty")
        }
        return digests
    }

    /// What was handed in is what its receipt vouches for, and the paper has the bytes that were sent.
    private static func expectWhole(in database: Database) async throws {
        let row = try await database.transaction { tx in
            try await tx.row(
                """
                SELECT content, content_sha256,
                       (SELECT bytes FROM file_chunk c JOIN file f USING (file_id)
                         WHERE f.application_id = s.application_id AND c.position = 0) AS bytes
                  FROM submission s
                """
            )
        }
        let found = try #require(row)
        let content: String = try found.get("content")
        #expect(content.contains("Vairāk prieka skolā."))
        #expect(try found.get("content_sha256", as: Bytes.self).array == Array(SHA256.hash(data: Data(content.utf8))))
        #expect(try found.get("bytes", as: Bytes.self).array == ApplicantsOffice.pdf)
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
