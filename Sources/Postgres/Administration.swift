/// Runs one command that PostgreSQL allows in no transaction, such as CREATE DATABASE.
///
/// For set-up and tests alone, with names made by the caller; values of people have no way in here.
package func administer(_ url: String, _ command: String) async throws {
    let connection = Connection(ConnectionOptions(url: url, statementTimeout: nil))
    do {
        try await connection.connect()
        try await connection.script(command)
    } catch is ConnectionLost {
        throw DatabaseUnavailable.notReachable
    }
    await connection.close()
}
