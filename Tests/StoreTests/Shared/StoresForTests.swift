import Store
import TestKit

extension Stores {
    /// The stores over the suite's own database.
    static var forTests: Stores {
        let database = TestDatabase.current.database
        return Stores(database: database, intake: database, passwords: Passwords(cost: .cheap))
    }
}
