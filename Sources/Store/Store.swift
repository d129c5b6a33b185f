public import Postgres

/// What the office can do with its files: one transaction a verb, and the SQL.
///
/// Rules live in `Grants`; a verb here reads rows, asks the rule, writes rows and the audit event in one transaction.
/// `…Row.swift` files hold the statements. Nothing here knows of HTTP or has sentences for people.
public struct Stores: Sendable {
    /// Accounts, organisations, sessions.
    public let people: People
    /// The same for those who hand in: who they are is found on the connections reserved for the instant of arrival, so that the
    /// stamp waits for nobody else's pages. Only to look: that a session was used is noted by `people`.
    public let arriving: People
    /// Calls: drafts, published versions, extensions, quotas, questions.
    public let calls: Calls
    /// Applications: answers, files, handing in, receipts, lists.
    public let applications: Applications
    /// What a person should see first.
    public let desks: Desks
    /// Mail that left or will leave.
    public let mails: Mails
    /// Who did what, when and why.
    public let trail: Trail
    /// What is to be done later.
    public let jobs: Jobs
    /// The catalogue of measures.
    public let measures: Measures
    /// The programme's money, to read.
    public let programme: ProgrammeMoney
    /// The ledger, to read.
    public let books: Books
    /// What visitors tell the office.
    public let feedback: FeedbackBox
    /// Planned outages of the site.
    public let outages: Outages
    /// The programme's money.
    public let finances: Finances
    /// What partners say of themselves.
    public let partners: Partners

    /// The office's stores over one database.
    /// - Parameters:
    ///   - database: for everything but the instant of arrival.
    ///   - intake: connections reserved for the instant of arrival, so that no other work can delay it.
    ///   - passwords: hashes passwords, at most two at a time.
    public init(database: Database, intake: Database, passwords: Passwords) {
        people = People(database: database, passwords: passwords)
        arriving = People(database: intake, passwords: passwords)
        let calls = Calls(database: database)
        self.calls = calls
        applications = Applications(database: database, intake: intake, calls: calls)
        desks = Desks(database: database)
        mails = Mails(database: database)
        trail = Trail(database: database)
        jobs = Jobs(database: database)
        measures = Measures(database: database)
        programme = ProgrammeMoney(database: database)
        books = Books(database: database)
        feedback = FeedbackBox(database: database)
        outages = Outages(database: database)
        finances = Finances(database: database)
        partners = Partners(database: database)
    }
}
