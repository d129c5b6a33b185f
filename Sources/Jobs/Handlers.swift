public import Store

/// What to do for each kind of job: the way into this module, which does what happens later. It takes jobs from the table, sends
/// mail, seals the ledger and sweeps what nobody needs any more; nothing here knows of HTTP.
///
/// A stage adds its own kinds where the service is put together. A handler gets the keys of rows and may be run twice for the
/// same job: what it does must not depend on being done once.
public struct Handlers: Sendable {
    /// Does one job. Throwing means "try again later".
    public typealias Handler = @Sendable (Job) async throws -> Void

    private var table: [Job.Kind: Handler] = [:]

    /// No kinds yet.
    public init() {}

    /// Adds a kind of job; a second handler for the same kind takes the place of the first.
    public mutating func on(_ kind: Job.Kind, _ handler: @escaping Handler) {
        table[kind] = handler
    }

    /// The kinds that can be done here; others are left to workers that know them.
    public var kinds: [Job.Kind] {
        table.keys.sorted { $0.rawValue < $1.rawValue }
    }

    subscript(kind: Job.Kind) -> Handler? {
        table[kind]
    }
}
