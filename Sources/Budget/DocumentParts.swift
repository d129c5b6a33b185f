import Money
public import Postgres

/// Who pays what documents hold: what the bank has moved as it was booked, what is planned reckoned for each document by itself.
public struct DocumentParts: Sendable, Hashable {
    /// By what rate it is reckoned.
    public let rate: SourceRate
    let booked: [HoldingPlace: Portions]

    /// The fund's parts of what a document holds at a node.
    public func fund(of held: Portions, at place: HoldingPlace) -> Portions {
        held.fundParts(rate, booked: booked[place] ?? Portions())
    }
}

extension Ledger {
    /// Who pays what these documents hold at these nodes. One statement, none where there are no documents.
    public static func parts(
        of documents: [HoldingPlace],
        at rate: SourceRate,
        _ moment: Moment = .now,
        in tx: Postgres.Transaction
    ) async throws -> DocumentParts {
        guard !documents.isEmpty else { return DocumentParts(rate: rate, booked: [:]) }
        let asked: SQL = "SELECT * FROM unnest(\(documents.map(\.node.rawValue)), \(documents.map(\.document.text)))"
        let rows = try await tx.rows(
            """
            SELECT node_id, document, array_agg(stage ORDER BY stage) AS stages, array_agg(cents ORDER BY stage) AS cents
              FROM (\(BookedRow.parts(moment, of: asked))) p
             GROUP BY node_id, document
            """
        )
        var booked: [HoldingPlace: Portions] = [:]
        for row in rows {
            let place = HoldingPlace(node: Node.ID(try row.get("node_id")), document: try row.get("document"))
            let stages = try row.get("stages", as: [String].self).compactMap(Stage.init(rawValue:))
            booked[place] = BookedRow.portions(stages, try row.get("cents"))
        }
        return DocumentParts(rate: rate, booked: booked)
    }
}
