public import Money
import Postgres

/// One account with what stands there: a place as the ledger's readers find it.
public struct LedgerAccount: Sendable, Hashable {
    /// The key of an account.
    public typealias ID = Identifier<Place>

    /// The key.
    public let id: ID
    /// The node it belongs to.
    public let node: Node.ID
    /// The code of that node.
    public let nodeCode: String
    /// How far its money has come.
    public let stage: Stage
    /// What its money is for, at the stages that belong to documents.
    public let document: DocumentReference?
    /// What stands there at the moment asked for.
    public let balance: Euro

    init(_ row: Row) throws {
        id = ID(try row.get("account_id"))
        node = Node.ID(try row.get("node_id"))
        nodeCode = try row.get("code")
        stage = try row.get("stage")
        document = try row.find("document")
        balance = Euro(cents: try row.get("cents"))
    }
}

extension Moment {
    /// What stands at the account `a`, a row of `budget.place`.
    var balance: SQL {
        switch self {
        case .now: "a.cents"
        case .asOf(let day): "budget.as_of(a.account_id, \(day.iso)::date)"
        case .knownAt(let instant): "budget.known_at(a.account_id, \(instant))"
        }
    }

    /// Whether the posting `p` of the move `t` counts.
    var counts: SQL {
        switch self {
        case .now: "true"
        case .asOf(let day): "t.effective <= \(day.iso)::date"
        case .knownAt(let instant): "p.recorded_at <= \(instant)"
        }
    }
}
