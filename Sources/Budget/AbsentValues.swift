import Postgres

extension SQL {
    /// An array of texts of which some may be absent. No text of the ledger is empty.
    static func texts(_ texts: [String?]) -> SQL {
        "ARRAY(SELECT nullif(t, '') FROM unnest(\(texts.map { $0 ?? "" })) WITH ORDINALITY AS u (t, n) ORDER BY n)"
    }

    /// An array of keys of which some may be absent. No key is 0.
    static func keys(_ keys: [Int64?]) -> SQL {
        "ARRAY(SELECT nullif(k, 0) FROM unnest(\(keys.map { $0 ?? 0 })) WITH ORDINALITY AS u (k, n) ORDER BY n)"
    }
}
