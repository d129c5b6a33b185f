import Crypto
import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("Handing in", .database)
struct SubmittingTests {
    @Test("gives a number, a receipt, one submission, its events and its jobs")
    func happy() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let submitted = try await programme.submit(id)
        let year = OfficeTime.day(of: Date()).year
        #expect(submitted.receipt.number == "\(programme.call.number)-\(year)-0001")
        #expect(submitted.receipt.applicant == programme.applicant.name)
        #expect(submitted.receipt.requested == Euro(euros: 7_000))
        let file = try #require(try await programme.applications.find(id, for: programme.signatory))
        #expect(file.application.state == .submitted)
        #expect(file.application.submittedAt == submitted.receipt.arrivedAt)
        #expect(file.receiptCode == submitted.receipt.code)
        let verbs = try await programme.stores.trail.entries(.init(subject: "application", key: id.rawValue), limit: 1)
        #expect(verbs.first?.verb == "application.submitted")
        let jobs = try await TestDatabase.current.owner.transaction { tx in
            try await tx.rows(
                """
                SELECT kind FROM job
                 WHERE payload->>'submission' IN (SELECT submission_id::text FROM submission WHERE application_id = \(id))
                 ORDER BY kind
                """
            ).map { try $0.get("kind", as: String.self) }
        }
        #expect(jobs == ["receipt.mail", "receipt.paper"])
    }

    @Test("what is hashed is what is kept")
    func digests() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft(title: "Āžu kalns \"īsts\"")
        let submitted = try await programme.submit(id)
        let row = try #require(
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.row("SELECT content, content_sha256, receipt FROM submission WHERE application_id = \(id)")
            }
        )
        let content: String = try row.get("content")
        let digest: Bytes = try row.get("content_sha256")
        let hex = SHA256.hash(data: Array(content.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }
        #expect(digest.array == Array(SHA256.hash(data: Array(content.utf8))))
        #expect(submitted.receipt.contentSHA256 == hex.joined())
        let kept: String = try row.get("receipt")
        #expect(kept == submitted.text)
        #expect(content.contains(#""title":"Āžu kalns \"īsts\"""#))
    }

    @Test("fifty parallel posts of one key make one submission, one number and fifty equal receipts")
    func storm() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let key = UUID()
        let revision = try await programme.revision(id)
        let receipts = try await withThrowingTaskGroup(of: Submitted.self) { group in
            for _ in 0..<50 {
                group.addTask { try await programme.submit(id, key: key, revision: revision) }
            }
            return try await group.reduce(into: Set<Submitted>()) { $0.insert($1) }
        }
        #expect(receipts.count == 1)
        let submissions = try await programme.count("submission", of: id)
        let stamps = try await programme.count("intake", of: id)
        #expect(submissions == 1 && stamps == 1)
    }

    @Test("the same key for another content, another revision or another application is refused and leaves nothing")
    func keyReuse() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let other = try await programme.draft()
        let key = UUID()
        let first = try await programme.submit(id, key: key, body: 1)
        await #expect(throws: SubmissionRefusal.keyUsedOtherwise) { try await programme.submit(id, key: key, body: 2) }
        await #expect(throws: SubmissionRefusal.keyUsedOtherwise) {
            try await programme.submit(other, key: key, body: 1)
        }
        let again = try await programme.submit(id, key: key, revision: first.revisionRead(programme, id), body: 1)
        #expect(again == first)
        let stamps = try await programme.count("intake", of: other)
        #expect(stamps == 0)
    }

    @Test(
        "is decided by the instant of arrival: 23:59:59.8 and the last microsecond count, 00:00:00.0 does not",
        arguments: [(-200, 0, true), (-1, 999, true), (0, 0, false), (0, 1, false), (200, 0, false)]
    )
    func deadline(milliseconds: Int, microseconds: Int, accepted: Bool) async throws {
        let midnight = OfficeTime.start(of: OfficeTime.day(of: Date().addingTimeInterval(172_800)))
        let programme = try await Programme.open(closesBefore: midnight)
        let id = try await programme.draft()
        let instant = midnight.addingTimeInterval(Double(milliseconds) / 1_000)
        let arrival = try await programme.arrival(of: id, at: instant, microseconds: microseconds)
        let declarations = Set(Declaration.allCases)
        if accepted {
            let submitted = try await programme.applications.submit(
                id,
                arrival: arrival,
                declarations: declarations,
                by: programme.signatory
            )
            #expect(submitted.receipt.arrivedAt == OfficeTime.millisecond(instant))
        } else {
            await #expect(
                throws: SubmissionRefusal.deadlinePassed(
                    closesBefore: midnight,
                    arrived: OfficeTime.millisecond(instant)
                )
            ) {
                try await programme.applications.submit(
                    id,
                    arrival: arrival,
                    declarations: declarations,
                    by: programme.signatory
                )
            }
            let file = try #require(try await programme.applications.find(id, for: programme.editor))
            #expect(file.application.state == .draft)
            #expect(file.answers["title"] == .text("Mūsu kopiena"))
            let submissions = try await programme.count("submission", of: id)
            #expect(submissions == 0)
        }
    }

    @Test("an extension for everybody or for the applicant alone moves the end, one for another does not")
    func extensions() async throws {
        for (mine, accepted) in [(true, true), (false, false)] {
            let programme = try await Programme.open()
            let id = try await programme.draft()
            let other = try await Programme.organisation("Cits novads \(Programme.next())", .municipality)
            let arrived = programme.terms.closesBefore.addingTimeInterval(1)
            let organisation = mine ? programme.applicant.id : other.id
            try await TestDatabase.current.owner.transaction { tx in
                try await tx.run(
                    """
                    INSERT INTO call_extension (key, call_id, organisation_id, closes_before, reason, made_by)
                    VALUES (\(UUID()), \(programme.call.id), \(organisation), \(arrived.addingTimeInterval(3_600)), 'Iemesls',
                            \(programme.officer.person.id))
                    """
                )
            }
            let end = mine ? arrived.addingTimeInterval(3_600) : programme.terms.closesBefore
            let listed = try await programme.applications.mine(programme.editor, to: programme.call.id)
            #expect(listed.map { $0.closesBefore } == [OfficeTime.millisecond(end)])
            let arrival = try await programme.arrival(of: id, at: arrived)
            let declarations = Set(Declaration.allCases)
            let submitted = try? await programme.applications.submit(
                id,
                arrival: arrival,
                declarations: declarations,
                by: programme.signatory
            )
            #expect((submitted != nil) == accepted)
        }
    }

    @Test("each refusal leaves the arrival and nothing else")
    func refusals() async throws {
        let programme = try await Programme.open(
            questions: [Programme.question("title", .shortText), Programme.question("aim", .longText)]
        )
        let id = try await programme.draft()
        func expect(_ refusal: (SubmissionRefusal) -> Bool, _ work: () async throws -> Submitted) async throws {
            do {
                _ = try await work()
                Issue.record("was not refused")
            } catch let thrown as SubmissionRefusal {
                #expect(refusal(thrown), "\(thrown)")
            }
        }
        try await expect({ if case .incomplete = $0 { true } else { false } }) { try await programme.submit(id) }
        _ = try await programme.applications.save(
            id,
            changes: [programme.change("aim", "Mērķis")],
            by: programme.editor
        )
        try await expect({ $0 == .notSignatory }) { try await programme.submit(id, by: programme.editor) }
        let revision = try await programme.revision(id)
        try await expect({ $0 == .changedSince(read: revision - 1, now: revision) }) {
            try await programme.submit(id, revision: revision - 1)
        }
        let arrival = try await programme.arrival(of: id, at: Date())
        try await expect({ $0 == .notDeclared(Array(Declaration.allCases.dropFirst())) }) {
            try await programme.applications.submit(
                id,
                arrival: arrival,
                declarations: [Declaration.allCases[0]],
                by: programme.signatory
            )
        }
        let school = Organisation(
            id: programme.applicant.id,
            kind: .school,
            name: programme.applicant.name,
            registrationNumber: nil,
            region: nil,
            invented: true
        )
        let (person, roles) = (programme.signatory.person, programme.signatory.roles)
        try await expect({ $0 == .kindNotAllowed(.school, allowed: [.municipality]) }) {
            try await programme.submit(id, by: Visitor(person: person, organisation: school, roles: roles))
        }
        try await owner(
            "UPDATE agreement SET in_force_until = '2025-02-01' WHERE organisation_id = \(programme.applicant.id)"
        )
        try await expect({ if case .agreementNotInForce = $0 { true } else { false } }) {
            try await programme.submit(id)
        }
        try await owner(
            "UPDATE call SET state = 'cancelled', cancelled_reason = 'x' WHERE call_id = \(programme.call.id)"
        )
        try await expect({ $0 == .callCancelled }) { try await programme.submit(id) }
        let submissions = try await programme.count("submission", of: id)
        let stamps = try await programme.count("intake", of: id)
        let file = try #require(try await programme.applications.find(id, for: programme.editor))
        #expect(submissions == 0)
        #expect(stamps == 7)
        #expect(file.application.number == nil)
        #expect(file.application.revision == revision)
        let taken = try await places(programme)
        #expect(taken == nil)
    }

    @Test("an arrival belongs to its application and its applicant")
    func swappedArrival() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        let twin = try await programme.draft()
        let arrival = try await programme.arrival(of: id, at: Date())
        let declarations = Set(Declaration.allCases)
        await #expect(throws: Missing.self) {
            try await programme.applications.submit(
                twin,
                arrival: arrival,
                declarations: declarations,
                by: programme.signatory
            )
        }
    }

    @Test("taking back frees the place; handing in again keeps the number and gives a new receipt")
    func again() async throws {
        let programme = try await Programme.open(quota: 1)
        let id = try await programme.draft()
        let first = try await programme.submit(id)
        await #expect(throws: SubmissionRefusal.self) { try await programme.submit(id) }
        let one = try await places(programme)
        #expect(one == 1)
        await #expect(throws: WithdrawalRefusal.notSignatory) {
            try await programme.applications.withdraw(id, reason: "", by: programme.editor)
        }
        try await programme.applications.withdraw(id, reason: "Kļūda budžetā.", by: programme.signatory)
        let none = try await places(programme)
        #expect(none == 0)
        let gone = try await programme.applications.find(id, for: programme.officer)
        #expect(gone == nil)
        _ = try await programme.applications.save(
            id,
            changes: [programme.change("title", "Labots", basedOn: 1)],
            by: programme.editor
        )
        try await programme.applications.sendToSignatory(id, by: programme.editor)
        let second = try await programme.submit(id)
        #expect(second.receipt.number == first.receipt.number)
        #expect(second.receipt.code != first.receipt.code)
        #expect(second.receipt.contentSHA256 != first.receipt.contentSHA256)
        let receipts = try await programme.applications.receipts.all(of: id, for: programme.signatory)
        #expect(receipts.map(\.standing) == [.counts, .replaced(at: second.receipt.arrivedAt)])
        let seen = try await programme.applications.find(id, for: programme.officer)
        #expect(seen?.title == "Labots")
    }

    @Test("an old page does not take back what was handed in anew")
    func staleWithdrawal() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        try await programme.submit(id)
        let seen = try await programme.revision(id)
        try await programme.applications.withdraw(id, reason: "", revision: seen, by: programme.signatory)
        try await programme.submit(id)
        await #expect(throws: ChangedMeanwhile.self) {
            try await programme.applications.withdraw(id, reason: "", revision: seen, by: programme.signatory)
        }
        let state = try await programme.applications.find(id, for: programme.signatory)?.application.state
        #expect(state == .submitted)
    }

    @Test("is not taken back after the end")
    func lateWithdrawal() async throws {
        let programme = try await Programme.open()
        let id = try await programme.draft()
        try await programme.submit(id)
        var terms = programme.terms
        terms.closesBefore = OfficeTime.millisecond(Date().addingTimeInterval(-1))
        try await Programme.version(2, terms, of: programme.call, by: programme.officer)
        await #expect(throws: WithdrawalRefusal.self) {
            try await programme.applications.withdraw(id, reason: "", by: programme.signatory)
        }
    }

    @Test("a race for the last place lets exactly as many in as there are places")
    func quotaRace() async throws {
        let programme = try await Programme.open(quota: 3)
        var ids: [Application.ID] = []
        for number in 0..<12 { ids.append(try await programme.draft(title: "Projekts \(number)")) }
        let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
            for id in ids {
                group.addTask {
                    do {
                        _ = try await programme.submit(id)
                        return true
                    } catch let refusal as SubmissionRefusal where refusal == .quotaUsedUp {
                        return false
                    }
                }
            }
            return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 3)
        let taken = try await places(programme)
        #expect(taken == 3)
        let numbered = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                "SELECT count(DISTINCT number) AS n FROM application WHERE call_id = \(programme.call.id) AND number IS NOT NULL"
            )?.get("n", as: Int.self)
        }
        #expect(numbered == 3)
    }

    @Test("the same list of operations gives the same content again")
    func replay() async throws {
        func play() async throws -> [String] {
            let programme = try await Programme.open()
            let id = try await programme.draft(title: "Viens")
            _ = try await programme.applications.save(
                id,
                changes: [programme.change("title", "Divi", basedOn: 1)],
                by: programme.colleague
            )
            _ = try await programme.applications.save(
                id,
                changes: [programme.change("title", "Trīs", basedOn: 1)],
                by: programme.editor
            )
            try await programme.applications.sendToSignatory(id, by: programme.editor)
            try await programme.submit(id)
            let row = try await TestDatabase.current.owner.transaction { tx in
                try await tx.row("SELECT content FROM submission WHERE application_id = \(id)")
            }
            let content: String = try #require(row).get("content")
            let plain = content.replacingOccurrences(of: programme.call.number, with: "CALL")
                .replacingOccurrences(of: programme.applicant.name, with: "APPLICANT")
            let trail = try await programme.stores.trail.entries(
                .init(subject: "application", key: id.rawValue),
                limit: 20
            )
            return [plain] + trail.map(\.verb)
        }
        let first = try await play()
        let second = try await play()
        #expect(first == second)
    }

    private func owner(_ sql: SQL) async throws {
        _ = try await TestDatabase.current.owner.transaction { tx in try await tx.run(sql) }
    }

    private func places(_ programme: Programme) async throws -> Int? {
        try await TestDatabase.current.owner.transaction { tx in
            try await tx.row(
                """
                SELECT taken FROM quota
                 WHERE call_id = \(programme.call.id) AND organisation_id = \(programme.applicant.id)
                """
            )?.get("taken")
        }
    }
}

extension Submitted {
    /// The revision that was handed in: one before the present one.
    fileprivate func revisionRead(_ programme: Programme, _ id: Application.ID) async throws -> Int64 {
        try await programme.revision(id) - 1
    }
}
