public import Postgres

extension Stage: SQLValue {}
extension Verb: SQLValue {}
