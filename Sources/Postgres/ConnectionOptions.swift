/// What a connection needs to know to open.
struct ConnectionOptions: Sendable {
    /// A libpq connection string or address.
    let url: String
    /// Nil for a connection that may take its time: the migrator's, a listener's.
    let statementTimeout: Duration?
    /// How long opening may take: no longer than its caller would wait for a connection. libpq knows whole seconds, two at least.
    var secondsToConnect = 5

    /// How long the server may stay silent: it should have cancelled the statement itself well before.
    var patience: Duration? { statementTimeout.map { $0 + .seconds(5) } }
}

/// What a transaction sets for itself before its first statement: who acts, and for which organisation.
public struct TransactionSettings: Sendable {
    private let values: [(String, String)]
    private var isSnapshot = false

    /// Settings by name, in force until the transaction ends.
    public init(_ values: [(String, String)]) {
        self.values = values
    }

    /// No settings.
    public static let none = TransactionSettings([])

    /// For a transaction that finds its rows by their keys: the server makes one plan for a statement and keeps it. Not for lists
    /// whose best plan depends on what is asked for.
    public var keepingPlans: TransactionSettings {
        adding([("plan_cache_mode", "force_generic_plan")])
    }

    /// For a transaction that may take its time: neither the server nor this side gives a statement up.
    public var unhurried: TransactionSettings { adding([("statement_timeout", "0")]) }

    /// For a transaction that only reads, and sees everything as it stood when it first looked. Of those that begin by word, with
    /// `Database.transaction`.
    public var inOneSnapshot: TransactionSettings {
        var settings = self
        settings.isSnapshot = true
        return settings
    }

    private func adding(_ more: [(String, String)]) -> TransactionSettings {
        var settings = TransactionSettings(values + more)
        settings.isSnapshot = isSnapshot
        return settings
    }

    var beginning: Statement { isSnapshot ? .beginSnapshot : .begin }

    var statement: Statement? { statement(local: true) }

    /// Whether the transaction has a time limit of its own.
    var limitsStatements: Bool { values.contains { $0.0 == "statement_timeout" } }

    func statement(local: Bool) -> Statement? {
        guard !values.isEmpty else { return nil }
        let calls: [SQL] = values.map { name, value in "set_config(\(name), \(value), \(local))" }
        return Statement("SELECT \(SQL.joined(calls, separator: ", "))")
    }
}
