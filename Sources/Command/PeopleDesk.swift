import Grants
import Postgres
import Store

/// Asks something of accounts, organisations or agreements, and says in one line why it could not be done.
func withPeople<Answer>(_ work: (People) async throws -> Answer) async throws -> Answer {
    let settings = try await Settings.read()
    let database = settings.database()
    let people = Stores(database: database, intake: database, passwords: Passwords()).people
    do {
        let answer = try await work(people)
        await database.shutdown()
        return answer
    } catch let refusal as AccountRefusal {
        throw Refused(sentence(refusal))
    } catch let refusal as OrganisationRefusal {
        throw Refused(sentence(refusal))
    } catch let refusal as AgreementRefusal {
        throw Refused(sentence(refusal))
    } catch is Missing {
        throw Refused("There is no account with this address.")
    }
}

/// The rules said no.
struct Refused: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
