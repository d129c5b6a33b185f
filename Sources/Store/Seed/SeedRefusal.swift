/// The database already holds accounts that are not the demonstration's.
public struct SeedRefusal: Error, CustomStringConvertible {
    /// One sentence for the operator.
    public let description = "There are real accounts in this database: the demonstration is not put beside them."
}
