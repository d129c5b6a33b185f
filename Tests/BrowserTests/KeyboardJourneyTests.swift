import Foundation
import Grants
import Postgres
import TestKit
import Testing

@Suite("By keyboard alone", .database, .enabled(if: Chromium.isInstalled))
struct KeyboardJourneyTests {
    @Test("an editor signs in, finds the call, applies and sends to the signatory; the focus is always to be seen")
    func whole() async throws {
        let office = try await ApplicantsOffice()
        let call = "\(office.number)-K"
        try await office.publish(call) { $0.documents = [] }
        try await office.test.serveLive { origin, _ in
            try await Chromium.visit { browser in
                try await skip(browser, at: origin)
                try await enter(browser, at: origin)
                try await find(call, browser)
                try await texts(browser)
                try await plan(browser)
                try await send(browser)
            }
        }
        let signing = try await office.count(
            """
            SELECT count(*) AS count FROM application JOIN call USING (call_id)
             WHERE call.number = \(call) AND application.state = 'signing'
            """
        )
        #expect(signing == 1)
    }

    private func skip(_ browser: Chromium, at origin: String) async throws {
        try await browser.go(origin)
        try await browser.type(Keys.tab)
        try await browser.wait(for: "a.skip:focus")
        try await browser.type(Keys.enter)
        try await browser.wait(for: "main:focus")
        try await browser.type(Keys.tab)
        let isInside = try await browser.has("main :focus")
        #expect(isInside, "after the skip link Tab goes on inside the main part")
    }

    private func enter(_ browser: Chromium, at origin: String) async throws {
        try await browser.go(origin)
        try await browser.tab(to: "a[href='/sign-in']", then: Keys.enter)
        try await browser.wait(for: "input[name=password]")
        try await browser.tabAndWrite(["email": "sagatavo@example.lv", "password": TestOffice.password])
        try await browser.type(Keys.enter)
        try await browser.wait(for: "form[action='/sign-out']")
    }

    private func find(_ call: String, _ browser: Chromium) async throws {
        try await browser.tab(to: "nav a[href='/calls']", then: Keys.enter)
        try await browser.wait(for: "main a[href='/calls/\(call)']")
        try await browser.tab(to: "main a[href='/calls/\(call)']", then: Keys.enter)
        try await browser.wait(for: "main a[href='/calls/\(call)/application']")
        try await browser.tab(to: "main a[href='/calls/\(call)/application']", then: Keys.enter)
        try await browser.wait(for: "main form[action='/calls/\(call)/applications']")
        try await browser.tab(to: "main form button", then: Keys.enter)
        try await browser.wait(for: "main a[href$='/sections/texts']")
        try await browser.tab(to: "main a[href$='/sections/texts']", then: Keys.enter)
        try await browser.wait(for: "[name=goal]")
    }

    private func texts(_ browser: Chromium) async throws {
        try await browser.tabAndWrite([
            "title": "Kopā augam", "goal": "Vairāk prieka skolā.", "count": "daudz", "income": "120,50",
            "news.day": "15", "news.month": "3", "news.year": "2027",
        ])
        try await browser.tab(to: "[name=place]", then: Keys.down)
        try await browser.tab(to: "[name='topics[]'][value=art]", then: Keys.space)
        try await browser.tab(to: "[name='topics[]'][value=sport]", then: Keys.space)
        try await browser.tab(to: "[name='city-name']", then: "Parauga pilsēta")
        try await browser.tab(to: Chromium.continueButton, then: Keys.enter)

        try await browser.wait(for: ".errors:focus")
        let title = try await browser.title()
        #expect(title.hasPrefix("Kļūda:"))
        try await browser.tab(to: ".errors a", then: Keys.enter)
        try await browser.wait(for: "[name=count]:focus")
        try await browser.type("25")
        let (city, art) = try await (
            browser.property("[name=place][value=city]", "checked"),
            browser.property("[name='topics[]'][value=art]", "checked")
        )
        #expect(city.isTrue && art.isTrue, "what was chosen is kept")
        try await browser.tab(to: Chromium.continueButton, then: Keys.enter)
        try await browser.wait(for: "[name='period.start.day']")
    }

    private func plan(_ browser: Chromium) async throws {
        try await browser.tabAndWrite(Answers.plan)
        try await browser.tab(to: Chromium.continueButton, then: Keys.enter)
        try await browser.wait(for: "[name='budget.1.quantity']")
        try await browser.tab(to: "[name='budget.1.category']", then: Keys.down + Keys.down)
        try await browser.tabAndWrite(Answers.budget)
        try await browser.tab(to: "main button[data-add-row]", then: Keys.enter)
        try await browser.wait(for: "[name='budget.2.category']:focus")
        try await browser.tab(to: "button[name=remove][value='budget.2']", then: Keys.enter)
        try await browser.wait(for: "[data-row] :focus")
        try await browser.tab(to: Chromium.continueButton, then: Keys.enter)
    }

    private func send(_ browser: Chromium) async throws {
        try await browser.wait(forText: "Viss ir aizpildīts")
        try await browser.tab(to: "main a[href$='/signature-request']", then: Keys.enter)
        try await browser.wait(for: "main form[action$='/signature-request']")
        try await browser.tab(to: "main form button", then: Keys.enter)
        try await browser.wait(forText: "Iesniegums nodots parakstīšanai")
    }
}
