public import Budget
import Foundation
public import Grants
public import Money
import Postgres
import Store

/// Money in an office: an appropriation, a call with a contract half paid, and quotas of both municipalities.
public struct LedgerFurniture: Sendable {
    /// A contract, with a slash in its number.
    public let contract: DocumentReference
    /// The contract's advance.
    public let advanced: LedgerAccount.ID
    /// Free money of the call.
    public let free: LedgerAccount.ID
    /// The payment of the advance.
    public let payment: Posted.ID
    /// An amendment of the first person that waits for another.
    public let waiting: Proposal.ID
    /// One of the second person.
    public let others: Proposal.ID
    /// The programme's node.
    public let root: Node.ID
    /// By which the programme got its money; has no money of its own.
    public let appropriation: DocumentReference
    /// A partner with a plan that is paid for.
    public let ours: Organisation.ID
    /// A partner with a plan that is not.
    public let theirs: Organisation.ID

    private static let programme = "4.2.3.1/1/24/I/001"

    /// Moves of two people.
    public init(_ first: Person.ID, _ second: Person.ID, ours: Organisation.ID, theirs: Organisation.ID) async throws {
        let money = PostedMoney(by: first.rawValue, with: second.rawValue)
        let appropriation = try Self.document("appropriation", "2025-02-24")
        let contract = try Self.document("contract", "SK-INIC-1/7")
        let programme = try await money.node(Self.programme)
        let line = try await money.node("INIC")
        let call = try await Self.open(.call, "SK-INIC-9", under: line)
        let sum = Euro(euros: 15_951_890)
        let start = "2025-10-01"
        try await money.post(.appropriate(sum, to: programme), on: "2025-02-24", cause: appropriation, key: Self.key(1))
        try await money.post(
            .assign(Euro(euros: 2_100_000), from: programme, to: line),
            on: "2025-02-24",
            cause: appropriation,
            key: Self.key(2)
        )
        let part = Euro(euros: 350_000)
        try await money.post(
            .assign(part, from: line, to: call),
            on: start,
            reason: "Pirmās kārtas konkurss",
            key: Self.key(3)
        )
        let (whole, advance) = (Euro(euros: 7_000), Euro(euros: 5_600))
        try await money.post(.reserve(whole, for: contract, at: call), on: "2026-01-15", key: Self.key(4))
        try await money.post(
            .commit(whole, reservedFor: contract, at: call),
            on: "2026-02-02",
            reason: "Līgums parakstīts",
            key: Self.key(5)
        )
        try await Self.plan(contract, at: call, by: first.rawValue)
        try await money.post(.order(advance, for: contract, at: call), on: "2026-02-09", key: Self.key(6))
        payment = try await money.post(
            .book(advance, of: contract, at: call),
            on: "2026-02-11",
            cause: Self.document("statement", "2026-02-11"),
            key: Self.key(7)
        )
        try await Self.quotas(money, under: programme, ours: ours, theirs: theirs)
        waiting = try await Self.proposal(by: first.rawValue, 40, .appropriate(Euro(euros: 1_000), to: programme))
        others = try await Self.proposal(by: second.rawValue, 41, .withdraw(Euro(euros: 500), from: programme))
        root = programme
        advanced = try await money.account(Place(.advanced, contract, at: call))
        free = try await money.account(.free(call))
        (self.contract, self.appropriation, self.ours, self.theirs) = (contract, appropriation, ours, theirs)
    }

    /// Parents' events of both municipalities: one has confirmed a plan and been paid for it.
    private static func quotas(
        _ money: PostedMoney,
        under programme: Node.ID,
        ours: Organisation.ID,
        theirs: Organisation.ID
    ) async throws {
        let events = try await money.node("VEC")
        try await money.post(.assign(Euro(euros: 600_000), from: programme, to: events), on: "2025-10-01", key: key(8))
        for (number, partner) in [ours, theirs].enumerated() {
            let quota = try await open(
                .quota,
                "VEC-\(number + 1)",
                under: events,
                holder: document("partner", "\(partner)")
            )
            let sum = Euro(euros: number == 0 ? 12_700 : 4_300)
            try await money.post(.assign(sum, from: events, to: quota), on: "2025-10-02", key: key(10 + number))
            let plan = try document("plan", "VEC-\(number + 1)-1")
            let part = Euro(euros: number == 0 ? 2_540 : 860)
            try await money.post(.commit(part, for: plan, at: quota), on: "2026-03-02", key: key(20 + number))
            guard number == 0 else { continue }
            try await money.post(.order(part, for: plan, at: quota), on: "2026-05-04", key: key(30))
            try await money.post(.settle(part, of: plan, at: quota), on: "2026-05-06", key: key(31))
        }
    }

    private static func open(
        _ kind: Node.Kind,
        _ code: String,
        under line: Node.ID,
        holder: DocumentReference? = nil
    ) async throws -> Node.ID {
        try await TestDatabase.current.database.transaction { tx in
            try await Ledger.openNode(kind, code, under: line, holder: holder, in: tx)
        }
    }

    /// Its pages in the workplace, by names for pictures.
    public var pages: [(name: String, address: String)] {
        let document = "/work/budget/documents/\(contract.text.replacing("/", with: "%2F"))"
        return [
            ("statement", "/work/budget/accounts/\(free)"),
            ("statement-as-of", "/work/budget/accounts/\(advanced)?as-of=2026-02-11&from=x"),
            ("move", "/work/budget/moves/\(payment)"), ("document", document),
            ("document-as-of", "\(document)?as-of=2026-02-10"), ("plan", "\(document)/plan"),
            ("cause", "/work/budget/documents/\(appropriation.text)"), ("partner", "/work/budget/partners/\(ours)"),
        ]
    }

    /// Four fifths after signing, the rest after the report.
    private static func plan(_ contract: DocumentReference, at call: Node.ID, by person: Int64) async throws {
        let payments = [(Day(2026, 2, 16), 5_600), (Day(2026, 12, 15), 1_400)].map { day, euros in
            PlannedPayment(due: day ?? .epoch, sum: Euro(euros: euros))
        }
        let settings = TransactionSettings([("kopiena.person", String(person)), ("kopiena.organisation", "")])
        let draft = PaymentPlanDraft(for: contract, at: call, payments, key: key(50))
        try await Ledger(TestDatabase.current.database).plan(draft, as: settings)
    }

    private static func proposal(by person: Int64, _ number: Int, _ move: Move) async throws -> Proposal.ID {
        let proposal = Proposal(
            .amendment,
            [.move(move)],
            key: key(number),
            effective: Day(2026, 11, 20) ?? .epoch,
            reason: "Grozījumi Nr. \(number)",
            cause: try document("amendment", "G\(number)"),
            dated: Day(2026, 11, 19)
        )
        let settings = TransactionSettings([("kopiena.person", String(person)), ("kopiena.organisation", "")])
        return try await Ledger(TestDatabase.current.database).propose(proposal, as: settings).id
    }

    private static func document(_ kind: String, _ key: String) throws -> DocumentReference {
        guard let document = DocumentReference(kind: kind, key: key) else { throw Missing() }
        return document
    }

    /// The same in every run.
    private static func key(_ number: Int) -> UUID {
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, UInt8(number)))
    }
}
