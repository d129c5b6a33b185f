import Postgres

/// The exclusive end of a call: the latest of the newest version's own and of all extensions that count. Written once, for it
/// decides what is handed in in time.
enum LegalEnd {
    /// - Parameters:
    ///   - end: that of the newest version.
    ///   - call: the call's key.
    ///   - organisation: whose own extensions count beside those for everybody; without one only these.
    static func latest(_ end: SQL, of call: SQL, for organisation: SQL? = nil) -> SQL {
        let own: SQL = organisation.map { " OR e.organisation_id = \($0)" } ?? ""
        return """
            greatest(\(end), (SELECT max(e.closes_before)
                                FROM call_extension e
                               WHERE e.call_id = \(call) AND (e.organisation_id IS NULL\(own))))
            """
    }
}
