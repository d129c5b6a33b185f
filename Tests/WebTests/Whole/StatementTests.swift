import HTTPTypes
import TestKit
import Testing
import Web

/// Each page asks the database only so often, however much stands on it; one statement finds who is signed in.
@Suite("Every page")
struct StatementTests {
    /// How often, and which pages.
    private static let ceilings: [(statements: Int, pages: [String])] = [
        (
            1,
            [
                "/accessibility",
                "/accessibility/protocol",
                "/feedback",
                "/feedback/thanks",
                "/help",
                "/privacy",
                "/receipts",
                "/robots.txt",
                "/sign-in",
                "/site-map",
                "/work/calls/new",
            ]
        ),
        (
            2,
            [
                "/applications/:id/receipts/:code/content",
                "/applications/:id/receipts/:code/json",
                "/calls",
                "/calls.atom",
                "/needs",
                "/calls/:number/questions",
                "/organisation",
                "/outages",
                "/sitemap.xml",
                "/work",
                "/work/applications",
                "/work/applications/:id/receipts/:code/json",
                "/work/audit",
                "/work/calls",
                "/work/calls/:number/cancellation",
                "/work/calls/:number/edit/:part/:item",
                "/work/calls/:number/form",
                "/work/calls/:number/number",
                "/work/calls/:number/preview/:section",
                "/work/calls/:number/removal",
                "/work/feedback",
                "/work/mail",
                "/work/mail/:id",
                "/work/outages",
            ]
        ),
        (
            3,
            [
                "/",
                "/applications",
                "/applications/:id/files/:file",
                "/calls.ics",
                "/calls/:number/call.ics",
                "/measures",
                "/measures.csv",
                "/work/applications/:id/files/:file",
                "/work/budget/amendments/new",
                "/work/budget/proposals",
                "/work/calls/:number/applications",
                "/work/calls/:number/applications.csv",
                "/work/calls/:number/applications.xlsx",
                "/work/calls/:number/edit/:part",
                "/work/calls/:number/questions",
                "/work/calls/:number/questions/:id",
                "/work/calls/:number/quotas",
            ]
        ),
        (
            4,
            [
                "/applications/:id/receipts/:code/pdf",
                "/budget",
                "/home",
                "/work/applications/:id/receipts/:code/pdf",
                "/work/budget",
                "/work/budget.csv",
                "/work/budget.xlsx",
                "/work/budget/accounts/:id",
                "/work/budget/accounts/:id/statement.csv",
                "/work/budget/accounts/:id/statement.xlsx",
                "/work/budget/documents/:reference",
                "/work/budget/documents/:reference/plan",
                "/work/budget/forecast",
                "/work/budget/forecast.csv",
                "/work/budget/forecast.xlsx",
                "/work/budget/forecast/late",
                "/work/budget/lines/:code/distribution",
                "/work/budget/moves/:id",
                "/work/budget/proposals/:id/papers/:file",
                "/work/budget/partners/:organisation",
                "/work/calls/:number/preview",
                "/work/calls/:number/quotas/distribution",
                "/work/calls/:number/quotas/proposals/:id",
            ]
        ),
        (
            5,
            [
                "/work/budget/lines/:code/documents.csv",
                "/work/budget/lines/:code/documents.xlsx",
                "/applications/:id",
                "/applications/:id/call-version",
                "/applications/:id/checks",
                "/applications/:id/content",
                "/applications/:id/files/:file/removal",
                "/applications/:id/history",
                "/applications/:id/papers/:field",
                "/applications/:id/questions",
                "/applications/:id/signature-request",
                "/applications/:id/submission",
                "/applications/:id/withdrawal",
                "/work/calls/:number",
                "/work/calls/:number/extensions",
                "/work/calls/:number/history",
                "/work/calls/:number/publication",
            ]
        ),
        (
            6,
            [
                "/applications/:id/receipt",
                "/applications/:id/receipts/:code",
                "/applications/:id/sections/:section",
                "/calls/:number/application",
                "/calls/:number/call.pdf",
                "/work/applications/:id",
                "/work/budget/lines/:code",
            ]
        ),
        (
            7,
            [
                "/applications/:id/history/:field",
                "/work/budget/proposals/:id",
                // For applicants also the end that counts for their organisation.
                "/calls/:number",
            ]
        ),
    ]

    /// How much more often where a page is asked who pays: the rate of the day, and what was booked for each document or posting.
    private static let splitting = [
        "/work/budget": 0, "/work/budget/lines/:code": 1, "/work/budget/lines/:code/documents.csv": 1,
        // The lines of the quotas are read too, so that both pages say the same.
        "/budget": 4, "/work/budget/partners/:organisation": 4,
    ]

    private static func more(_ pattern: String, _ address: String) -> Int {
        address.contains("sources=yes") ? splitting[pattern] ?? 2 : 0
    }

    @Test("asks the database only as often as it must", .database)
    func pages() async throws {
        let office = try await FurnishedOffice()
        let plan = SitePlan(office: office)
        try await office.test.serve { client in
            let browsers = try await SiteVisitor.browsers(client)
            for route in office.test.routes where route.method == .get {
                let found = Self.ceilings.first { $0.pages.contains(route.path) }?.statements
                let ceiling = try #require(found, "\(route.path) has no ceiling")
                for place in plan.places(route.path) {
                    let visitors: [SiteVisitor] = [.signatory, .officer, .administrator]
                    let visitor = visitors.first { $0.may(route.access) && place.keeper.shows(to: $0) }
                    guard let visitor, let browser = browsers[visitor] else { continue }
                    // What is kept in memory has been read.
                    try await browser.send(.get, place.address)
                    let (_, statements) = try await TestDatabase.statements {
                        try await browser.send(.get, place.address)
                    }
                    let most = ceiling + Self.more(route.path, place.address)
                    #expect(statements.count <= most, "\(place.address) as \(visitor): \(statements.count)")
                }
            }
        }
    }
}
