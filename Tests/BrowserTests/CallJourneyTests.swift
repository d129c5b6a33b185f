import Foundation
import Grants
import Money
import TestKit
import Testing

@Suite("An officer", .database, .enabled(if: Chromium.isInstalled && PageJudges.hasAxe))
struct CallJourneyTests {
    @Test(
        "makes a call from its model, fills what is missing, looks at the form, publishes, and it opens on its day",
        arguments: [true, false]
    )
    func publish(scripts: Bool) async throws {
        let office = try await ApplicantsOffice()
        let witness = Witness(scripts ? "call" : "call-plain", scripts: scripts)
        let end = OfficeTime.calendar.dateComponents(
            [.day, .month, .year],
            from: office.test.now.addingTimeInterval(20 * 86_400)
        )
        try await office.test.serveLive { origin, _ in
            try await Chromium.visit(width: scripts ? 1280 : 360, scripts: scripts) { browser in
                try await browser.signIn("programma@example.lv", at: origin)
                try await witness.look(browser, "desk")
                try await browser.go(origin + "/work/calls")
                try await witness.look(browser, "list")
                try await browser.press("Jauns konkurss")
                try await witness.look(browser, "new")
                try await browser.click("[name=kind][value=initiative]")
                try await browser.click("[name=mode][value=ceiling]")
                try await browser.write([
                    "closes.day": "\(end.day ?? 0)", "closes.month": "\(end.month ?? 0)",
                    "closes.year": "\(end.year ?? 0)",
                ])
                try await browser.press("Izveidot")
                try await witness.look(browser, "made")
                let call = try await browser.text(".over")
                let number = try #require(call.split(separator: " ").first { $0.hasPrefix("SK-") })
                let address = "\(origin)/work/calls/\(number)"

                try await browser.go("\(address)/publication")
                try await witness.look(browser, "not-ready")
                #expect(try await browser.has("main form[action$='/publication']") == false)
                try await browser.go("\(address)/edit/dates")
                try await browser.write(["short": "Skolas lūdza rezultātus pirms pavasara brīvdienām."])
                try await witness.look(browser, "dates")
                try await browser.click("main form > .buttons button.button")
                try await browser.wait(forText: "Saglabāts.")
                try await browser.go("\(address)/edit/texts")
                try await browser.write(["title.lv": "Skolu un kopienu iniciatīvas"])
                try await browser.click("main form > .buttons button.button")
                try await browser.wait(forText: "Saglabāts.")

                try await browser.go("\(address)/preview")
                try await witness.look(browser, "preview")
                try await browser.go("\(address)/publication")
                try await witness.look(browser, "ready")
                try await browser.click("main form[action$='/publication'] button.button")
                try await browser.wait(forText: "Konkurss ir publicēts.")
                try await witness.look(browser, "published")

                office.test.wait(16 * 86_400)
                try await browser.go("\(origin)/calls")
                try await browser.press("Skolu un kopienu iniciatīvas")
                try await witness.look(browser, "public")
                #expect(try await browser.text("main").contains("atvērts"))
            }
        }
        let verdict = try await witness.verdict()
        #expect(verdict == [])
    }
}
