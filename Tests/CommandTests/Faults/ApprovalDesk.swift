import Budget
import Foundation
import Grants
import HTTPTypes
import Money
import Postgres
import TestKit
import Testing

/// The running service with distributions that an officer has proposed, each of many quotas, and others who may approve them.
struct ApprovalDesk {
    /// How many quotas a distribution gives money to, by a move each.
    static let quotas = 40

    let service: RunningService
    let proposals: [Proposal.ID]
    private static let approverAddress = "finanses@example.lv"
    private let last: LedgerAccount.ID
    private let approver: Int64

    private var owner: Database { TestDatabase.current.owner }

    init(proposals count: Int) async throws {
        let office = try TestOffice()
        let agency = "Parauga aģentūra"
        let officer = try await office.person("programma@example.lv", .officer, in: agency, .agency)
        let finance = try await office.person(Self.approverAddress, .finance, in: agency, .agency)
        approver = finance.person.id.rawValue
        let money = PostedMoney(by: officer.person.id.rawValue, with: finance.person.id.rawValue)
        let (programme, line) = (try await money.node("4.2.3.1/1/24/I/001"), try await money.node("VEC"))
        try await money.post(.appropriate(Euro(euros: 1_000_000), to: programme))
        try await money.post(.assign(Euro(euros: 500_000), from: programme, to: line))
        let nodes = try await TestDatabase.current.database.transaction { tx in
            var nodes: [Node.ID] = []
            for number in 1...Self.quotas {
                nodes.append(try await Budget.Ledger.openNode(.quota, "VEC-\(number)", under: line, in: tx))
            }
            return nodes
        }
        let first = try #require(Move(batch: nodes.map { .assign(Euro(euros: 1), from: line, to: $0) }))
        try await money.post(first)
        last = try await money.account(.free(try #require(nodes.last)))
        let settings = TransactionSettings([
            ("kopiena.person", String(officer.person.id.rawValue)), ("kopiena.organisation", ""),
        ])
        var proposals: [Proposal.ID] = []
        for _ in 0..<count {
            let proposal = Proposal(
                .moves,
                nodes.map { .move(.assign(Euro(euros: 2), from: line, to: $0)) },
                key: UUID(),
                effective: Day(2026, 3, 15) ?? .epoch,
                reason: "Kvotas"
            )
            let ledger = Budget.Ledger(TestDatabase.current.database)
            proposals.append(try await ledger.propose(proposal, as: settings).id)
        }
        self.proposals = proposals
        service = try await RunningService(database: TestDatabase.current.serviceAddress)
    }

    /// Runs the work while the service is up.
    func run(_ work: () async throws -> Void) async throws {
        try await start()
        try await work()
        await service.tell("stop")
    }

    /// Starts the service and waits until it answers.
    func start() async throws {
        await service.tell("start")
        guard try await service.answers("/readyz", 200) else {
            throw ServerFailure(description: "The service did not open: \(await service.tell("words"))")
        }
    }

    /// Somebody who may approve, signed in and at the list of proposals.
    func approver() async throws -> TestBrowser {
        let browser = TestBrowser(port: service.port, patience: .seconds(120))
        try await browser.signIn(Self.approverAddress)
        try await browser.get("/work/budget/proposals")
        return browser
    }

    func approval(_ proposal: Proposal.ID) -> String { "/work/budget/proposals/\(proposal)/approval" }

    /// Approves until that is answered.
    func insist(on proposal: Proposal.ID, _ browser: TestBrowser) async throws {
        // A page that only says "come again" has no form token.
        let token = [("formToken", try #require(await browser.formToken()))]
        while true {
            if let page = try? await browser.post(approval(proposal), token), page.status != .serviceUnavailable {
                try #require(page.status == .seeOther, "\(page.status) \(page.text)")
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Approves past the service.
    func approve(_ proposal: Proposal.ID) async throws {
        let settings = TransactionSettings([("kopiena.person", String(approver)), ("kopiena.organisation", "")])
        try await Budget.Ledger(TestDatabase.current.database).approve(proposal, as: settings)
    }

    /// The key of the last move.
    func lastMove() async throws -> Int { try await count("SELECT max(txn_id) AS count FROM budget.txn") }

    /// Does the work while the free money of the last quota is locked.
    func whileTheLastQuotaIsHeld<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws
        -> Value
    {
        let last = last.rawValue
        return try await owner.transaction { tx in
            try await tx.run("SELECT FROM budget.balance WHERE account_id = \(last) FOR UPDATE")
            return try await work()
        }
    }

    /// Waits until an approval has posted all but the last move.
    func waitUntilItWaits() async throws { try await wait(for: "NOT granted", isThere: true) }

    /// Waits until the server has noticed that the service is no more.
    func waitUntilItIsGone() async throws {
        try await wait(for: "relation = 'budget.txn'::regclass AND mode = 'RowExclusiveLock'", isThere: false)
    }

    private func wait(for condition: SQL, isThere: Bool) async throws {
        while true {
            let count = try await count(
                """
                SELECT count(*) AS count
                  FROM pg_locks
                  JOIN pg_stat_activity USING (pid)
                 WHERE datname = current_database() AND pid <> pg_backend_pid() AND \(condition)
                """
            )
            if (count > 0) == isThere { return }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// How many moves of a proposal are there.
    func posted(_ proposal: Proposal.ID) async throws -> Int {
        try await count(
            """
            SELECT count(*) AS count
              FROM budget.proposed_move m
              JOIN budget.txn t ON t.key = m.txn_key
             WHERE m.proposal_id = \(proposal.rawValue)
            """
        )
    }

    /// How many proposals are approved.
    func decided() async throws -> Int {
        try await count("SELECT count(*) AS count FROM budget.decision WHERE decision = 'approved'")
    }

    /// How many proposals are there by halves, or not as decided, or without their event.
    func halves() async throws -> Int {
        try await count(
            """
            SELECT count(*) AS count
              FROM (SELECT p.proposal_id
                      FROM budget.proposals p
                      JOIN budget.proposed_moves m USING (proposal_id)
                     GROUP BY p.proposal_id, p.decision
                    HAVING count(m.txn_id) <> CASE WHEN p.decision = 'approved' THEN count(*) ELSE 0 END
                        OR (SELECT count(*)
                              FROM audit_event e
                             WHERE e.verb = 'budget.approved' AND e.subject_id = p.proposal_id)
                           <> CASE WHEN p.decision = 'approved' THEN 1 ELSE 0 END) h
            """
        )
    }

    private func count(_ sql: SQL) async throws -> Int {
        try await owner.transaction { try await $0.row(sql)?.get("count") } ?? -1
    }

    /// Nothing by halves, and the ledger is sound.
    func check() async throws {
        let halves = try await halves()
        #expect(halves == 0)
        let (size, fault) = try await LedgerCheck(TestDatabase.current.database).run()
        #expect(fault == nil && size.postings >= proposals.count * Self.quotas, "\(String(describing: fault))")
    }
}
