public import Budget
import Foundation
public import Money
import Postgres
import Store

/// The real programme with money in it: both appropriations, the published sums at the lines, a call and quotas, and documents at
/// every stage. Days are fixed, so that every run gives the same pages.
public struct BudgetShowcase: Sendable {
    /// The call of the initiative projects.
    public static let call = "SK-INIC-1"
    /// A quota of the events, and one of reading support.
    public static let (events, reading) = ("VEC-Cēsis", "IAP-LAS-Cēsis")
    /// Who holds both.
    public static let holder = "Cēsu novada pašvaldība"

    /// Every node by its code.
    public let nodes: [String: Node.ID]

    /// Posts it all into the suite's database.
    public init() async throws {
        let database = TestDatabase.current.database
        let found = try await database.transaction { try await Ledger.overview(in: $0) }.map(\.node)
        var nodes = Dictionary(uniqueKeysWithValues: found.map { ($0.code, $0.id) })
        let lines = try await database.transaction { try await Ledger.lines(in: $0) }
        let programme = Self.id(found.first { $0.kind == .programme }?.id)
        try await Self.post(.appropriate(Euro(euros: 15_951_890), to: programme), on: Day(2025, 2, 24))
        try await Self.post(.appropriate(Euro(euros: 13_593_362), to: programme), on: Day(2025, 12, 16))
        // Parents before their parts.
        for line in lines.sorted(by: { $0.parentLine == nil && $1.parentLine != nil }) {
            guard let sum = line.published else { continue }
            let parent = line.parentLine.map { Self.id(nodes[$0]) } ?? programme
            try await Self.post(.assign(sum, from: parent, to: line.node), on: Day(2025, 2, 24))
        }
        let holder = try await Self.partner()
        for (kind, code, line, euros) in [
            (Node.Kind.call, Self.call, "INIC", 700_000 as Int64), (.quota, Self.events, "VEC", 40_000),
            (.quota, Self.reading, "IAP-LAS", 60_000),
        ] {
            let under = Self.id(nodes[line])
            let owner = kind == .quota ? holder : nil
            let node = try await database.transaction { tx in
                try await Ledger.openNode(kind, code, under: under, holder: owner, in: tx)
            }
            nodes[code] = node
            try await Self.post(.assign(Euro(euros: euros), from: under, to: node), on: Day(2026, 1, 12))
        }
        self.nodes = nodes
        try await projects(at: Self.id(nodes[Self.call]))
        try await plans(at: Self.id(nodes[Self.events]), "event", sum: Euro(euros: 1_088))
        try await plans(at: Self.id(nodes[Self.reading]), "plan", sum: Euro(cents: 29_555))
    }

    /// A document.
    public static func document(_ kind: String, _ number: Int) -> DocumentReference {
        guard let document = DocumentReference(kind: kind, key: "\(number)") else {
            preconditionFailure("A number is a key")
        }
        return document
    }

    private static func partner() async throws -> DocumentReference? {
        let row = try await TestDatabase.current.owner.transaction { tx in
            try await tx.row("SELECT organisation_id FROM organisation WHERE name = \(holder)")
        }
        return try row.flatMap {
            DocumentReference(kind: "partner", key: String(try $0.get("organisation_id", as: Int64.self)))
        }
    }

    /// Eight projects, each further on its way than the one after it.
    private func projects(at call: Node.ID) async throws {
        let (sum, first, last) = (Euro(euros: 7_000), Euro(euros: 5_600), Euro(euros: 1_400))
        for number in 1...8 {
            let contract = Self.document("contract", number)
            try await Self.post(.reserve(sum, for: contract, at: call), on: Day(2026, 3, 2))
            if number > 7 { continue }
            try await Self.post(.commit(sum, reservedFor: contract, at: call), on: Day(2026, 3, 20))
            if number > 5 { continue }
            try await Self.post(.order(first, for: contract, at: call), on: Day(2026, 4, 1))
            if number > 4 { continue }
            try await Self.post(.book(first, of: contract, at: call), on: Day(2026, 4, 3))
        }
        let (done, broken) = (Self.document("contract", 1), Self.document("contract", 2))
        try await Self.post(.accept(first, of: done, at: call), on: Day(2026, 9, 30))
        try await Self.post(.order(last, for: done, at: call), on: Day(2026, 10, 8))
        try await Self.post(.settle(last, of: done, at: call), on: Day(2026, 10, 10))
        try await Self.post(.demand(Euro(euros: 3_000), from: .advanced, of: broken, at: call), on: Day(2026, 10, 1))
        try await Self.post(.writeOff(Euro(euros: 500), of: broken, at: call), on: Day(2026, 11, 2))
    }

    private func plans(at quota: Node.ID, _ kind: String, sum: Euro) async throws {
        for number in 1...3 {
            try await Self.post(.commit(sum, for: Self.document(kind, number), at: quota), on: Day(2026, 2, 10))
        }
    }

    /// As the owner, who may say that two people agreed.
    private static func post(_ move: Move, on day: Day?) async throws {
        let settings = TransactionSettings([("kopiena.person", "1"), ("kopiena.organisation", "1")])
        let documents = move.entries.map { $0.place.document?.text ?? "" }
        try await TestDatabase.current.owner.transaction(settings) { tx in
            try await tx.run(
                """
                SELECT budget.post(\(UUID()), \(move.verb.rawValue), \(day ?? .epoch), '', NULL, 2, NULL,
                                   \(move.entries.map(\.place.node.rawValue)), \(move.entries.map(\.place.stage.rawValue)),
                                   ARRAY(SELECT nullif(d, '') FROM unnest(\(documents)) WITH ORDINALITY AS u (d, n) ORDER BY n),
                                   \(move.entries.map(\.amount.cents)))
                """
            )
        }
    }

    private static func id(_ node: Node.ID?) -> Node.ID {
        guard let node else { preconditionFailure("The programme has such a node") }
        return node
    }
}
