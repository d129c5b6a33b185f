import Foundation
import Grants
import HTTPTypes
import Logging
import Postgres
import Site
import Store
import TestKit
import Testing
import Web

@Suite("Handing in while the database goes away")
struct UncertainArrivalTests {
    private static let logger = Logger(label: "test intake") { _ in SwiftLogNoOpLogHandler() }

    private func database(_ address: String) -> Database {
        Database(Database.Configuration(url: address, poolSize: 2), logger: Self.logger)
    }

    @Test("after the stamp: the page names the instant and never says that nothing was saved; it counts", .database)
    func stamped() async throws {
        let intake = database(TestDatabase.current.serviceAddress)
        let office = try await ApplicantsOffice(intake: intake)
        let base = try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = try await office.start(editor)
            try await office.fill(base, editor)
            let signatory = try await office.visitor("paraksta@example.lv", client)
            try await signatory.get("\(base)/submission")
            await TestDatabase.current.database.shutdown()
            let page = try await signatory.submit(ApplicantsOffice.declared, form: "\(base)/submission")
            #expect(page.status == .serviceUnavailable)
            #expect(page.headers[.retryAfter] == "5")
            #expect(page.text.contains("Iesniegums, iespējams, jau ir saņemts"))
            #expect(!page.text.contains("nav saglabāts"))
            let row = try await TestDatabase.current.owner.transaction { tx in
                try await tx.row(
                    "SELECT to_char(arrived_at AT TIME ZONE 'Europe/Riga', 'HH24:MI:SS,MS') AS at FROM intake"
                )
            }
            let instant: String = try #require(row).get("at")
            #expect(page.text.contains(instant))
            #expect(page.document.first("a", where: ["href": base]) != nil)
            // The form on it carries the same key and all that was confirmed.
            let again = try page.form("\(base)/submission")
            let names = again.fields.filter { $0.name.hasPrefix("declare.") }
            #expect(names.count == Declaration.allCases.count)
            return base
        }
        // The database is back: the stamped instant is completed without its sender.
        let back = database(TestDatabase.current.serviceAddress)
        let stores = Stores(database: back, intake: back, passwords: Passwords(cost: .cheap))
        for open in try await stores.applications.openArrivals(olderThan: .zero) {
            _ = try await stores.applications.complete(open)
        }
        let state = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row("SELECT state, application_id AS id FROM application WHERE number IS NOT NULL")
        }
        let (found, id): (String?, Int64?) = try (state?.get("state"), state?.get("id"))
        #expect(found == "submitted" && base == "/applications/\(id ?? 0)")
        await back.shutdown()
        await intake.shutdown()
    }

    @Test("while stamping: the page says about when it may have been, and the same form hands in once", .database)
    func stamping() async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = try await office.start(editor)
            try await office.fill(base, editor)
            let signatory = try await office.visitor("paraksta@example.lv", client)
            try await signatory.get("\(base)/submission")
            // Each connection that stamps breaks over it.
            try await Self.owner(
                """
                CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql
                    AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$
                """,
                "CREATE TRIGGER broken_off BEFORE INSERT ON intake FOR EACH ROW EXECUTE FUNCTION break_off()"
            )
            let page = try await signatory.submit(ApplicantsOffice.declared, form: "\(base)/submission")
            #expect(page.status == .serviceUnavailable)
            #expect(page.text.contains("Ja tas ir reģistrēts, tad ap"))
            #expect(!page.text.contains("nav saglabāts"))
            #expect(page.document.houseFaults() == [])
            try await Self.owner("DROP TRIGGER broken_off ON intake")
            let receipt = try await signatory.submit(form: "\(base)/submission")
            #expect(receipt.address.hasPrefix("\(base)/receipt"))
            let count = try await office.count("SELECT count(*) AS count FROM submission")
            #expect(count == 1)
        }
    }

    private static func owner(_ statements: SQL...) async throws {
        try await TestDatabase.current.owner.transaction { tx in
            for statement in statements { try await tx.run(statement) }
        }
    }
}
