import Postgres

/// Something read from the ledger, which knows people by their keys alone, with the names of these people as they are today.
public struct Named<Content: Sendable>: Sendable {
    /// What was read.
    public let content: Content
    private let names: [Int64: String]

    init(_ content: Content, people keys: [Int64], in tx: Transaction) async throws {
        self.content = content
        guard !keys.isEmpty else {
            names = [:]
            return
        }
        let rows = try await tx.rows(
            "SELECT person_id, name FROM person WHERE person_id = ANY (\(Set(keys).sorted()))"
        )
        var names: [Int64: String] = [:]
        for row in rows { names[try row.get("person_id")] = try row.get("name", as: String.self) }
        self.names = names
    }

    /// The name of a person; nothing for nobody, and for a key that is no person's.
    public func name(of person: Int64?) -> String? {
        person.flatMap { names[$0] }
    }
}
