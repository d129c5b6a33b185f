import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("What the service may do to places by itself", .database)
struct PlacesRightsTests {
    let office = CallOffice()

    /// Places that two people agreed on, and a proposal that waits.
    private func agreed(_ name: String) async throws
        -> (call: Call.ID, partner: Organisation.ID, waiting: PlacesProposal.ID)
    {
        let deal = PlacesDeal(office)
        let call = try await office.published(by: office.officer()).call.id
        let partner = try await office.people.organisation(name)
        try await deal.agree([partner: 5], on: call)
        return (call, partner, try await deal.propose([partner: 6], on: call))
    }

    /// What a statement is refused for: `rights`, or the rule's name.
    private func refusal(_ database: Database, _ sql: SQL) async throws -> String? {
        let visitor = try await office.officer()
        do {
            try await database.transaction(TransactionSettings(visitor)) { tx in try await tx.run(sql) }
            return nil
        } catch let error as PostgresError {
            return error.sqlState == "42501" ? "rights" : error.constraint
        }
    }

    @Test("is to count what is taken, and to let places follow the default; never to set what two people agreed on")
    func places() async throws {
        let (call, partner, waiting) = try await agreed("Tiesību novads")
        let other = try await office.people.organisation("Noklusējuma tiesību novads")
        let service = TestDatabase.current.database
        let mine: SQL = "call_id = \(call) AND organisation_id = \(partner)"
        let refused: [(SQL, String)] = [
            ("UPDATE quota SET places = 9 WHERE \(mine)", "quota_places_by_two"),
            ("UPDATE quota SET places = NULL WHERE \(mine)", "quota_places_by_two"),
            ("UPDATE quota SET places_proposal_id = NULL WHERE \(mine)", "rights"),
            ("UPDATE quota SET places_proposal_id = \(waiting), places = 6 WHERE \(mine)", "rights"),
            ("UPDATE quota SET organisation_id = \(other) WHERE \(mine)", "rights"),
            ("DELETE FROM quota WHERE \(mine)", "rights"),
            (
                """
                INSERT INTO quota (call_id, organisation_id, places, places_proposal_id)
                VALUES (\(call), \(other), 6, \(waiting))
                """, "rights"
            ),
            ("UPDATE quota SET taken = 6 WHERE \(mine)", "quota_not_exceeded"),
        ]
        for (statement, expected) in refused {
            let found = try await refusal(service, statement)
            #expect(found == expected, "\(statement)")
        }
        let counted = try await refusal(service, "UPDATE quota SET taken = taken + 1 WHERE \(mine)")
        let followed = try await refusal(
            service,
            "INSERT INTO quota (call_id, organisation_id, places, taken) VALUES (\(call), \(other), 2, 1)"
        )
        #expect(counted == nil && followed == nil)
    }

    @Test("is to read proposals and to ask for deeds, never to write a row of them; the owner changes none either")
    func rows() async throws {
        let (call, partner, waiting) = try await agreed("Rindu novads")
        let (service, owner) = (TestDatabase.current.database, TestDatabase.current.owner)
        let writes: [SQL] = [
            """
            INSERT INTO places_decision (places_proposal_id, proposed_by, decision)
            SELECT places_proposal_id, proposed_by, 'approved' FROM places_proposal WHERE places_proposal_id = \(waiting)
            """,
            "INSERT INTO proposed_places (places_proposal_id, organisation_id, places) VALUES (\(waiting), \(partner), 9)",
            """
            INSERT INTO places_proposal (key, request_hash, call_id, reason, working)
            VALUES (gen_random_uuid(), sha256('x'), \(call), 'Nu', '{}')
            """,
        ]
        for statement in writes {
            let found = try await refusal(service, statement)
            #expect(found == "rights", "\(statement)")
        }
        let changes: [(SQL, String)] = [
            ("UPDATE places_proposal SET reason = 'Cits'", "places_proposal_never_changes"),
            ("UPDATE proposed_places SET places = 9", "proposed_places_never_changes"),
            ("DELETE FROM places_decision", "places_decision_never_changes"),
            ("TRUNCATE places_decision", "places_decision_never_changes"),
        ]
        for (statement, rule) in changes {
            let (byService, byOwner) = try await (refusal(service, statement), refusal(owner, statement))
            #expect(byService == "rights" && byOwner == rule, "\(statement)")
        }
        let places = try await refusal(
            owner,
            "UPDATE quota SET places = 6, places_proposal_id = \(waiting) WHERE call_id = \(call)"
        )
        #expect(places == "quota_places_by_two", "not before it is approved, whoever writes")
    }

    @Test("asks for nothing that cannot be: who is not there, what is half, nobody who acts")
    func asking() async throws {
        let (call, partner, waiting) = try await agreed("Prasību novads")
        let service = TestDatabase.current.database
        func propose(_ partners: SQL, _ places: SQL, reason: SQL = "'Nu'", call: SQL) -> SQL {
            """
            SELECT propose_places(gen_random_uuid(), \(call), places_in_force(\(call)), \(reason), '{}', \(partners), \(places))
            """
        }
        let one: SQL = "ARRAY[\(partner)]::bigint[]"
        let asked: [(SQL, String)] = [
            (propose("'{}'", "'{}'", call: "\(call)"), "places_proposal_is_whole"),
            (propose(one, "'{1,2}'", call: "\(call)"), "places_proposal_is_whole"),
            (propose(one, "'{NULL}'", call: "\(call)"), "places_proposal_is_whole"),
            (propose(one, "'{-1}'", call: "\(call)"), "proposed_places_possible"),
            (propose(one, "'{301}'", call: "\(call)"), "proposed_places_possible"),
            (propose("ARRAY[\(partner), \(partner)]", "'{1,1}'", call: "\(call)"), "proposed_places_once"),
            (propose("'{999999}'", "'{1}'", call: "\(call)"), "proposed_places_partner_known"),
            (propose(one, "'{1}'", reason: "' '", call: "\(call)"), "places_proposal_reason_length"),
            (propose(one, "'{1}'", call: "999999::bigint"), "places_call_is_known"),
            ("SELECT approve_places(999999)", "places_proposal_is_known"),
            ("SELECT turn_down_places(999999, 'Nē')", "places_proposal_is_known"),
            ("SELECT refuse_places('x', 'x')", "rights"),
        ]
        for (statement, rule) in asked {
            let found = try await refusal(service, statement)
            #expect(found == rule, "\(statement)")
        }
        await #expect(throws: PostgresError.self, "nobody acts") {
            try await service.transaction { tx in try await tx.run("SELECT approve_places(\(waiting))") }
        }
    }
}
