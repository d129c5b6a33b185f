import Foundation
import Grants
import TestKit
import Testing

@Suite("A municipality", .database, .enabled(if: Chromium.isInstalled && PageJudges.hasAxe))
struct ApplicantJourneyTests {
    @Test("applies: two editors write at once, nothing is lost, the signatory hands in, the receipt is real")
    func together() async throws {
        let office = try await ApplicantsOffice()
        let witness = Witness("apply")
        try await office.test.serveLive { origin, _ in
            try await Chromium.visit { editor in
                try await editor.signIn("sagatavo@example.lv", at: origin)
                let base = try await begin(editor, at: origin, in: office, witness)
                try await clash(editor, at: base, witness)
                try await write(editor, at: base, witness)
                try await editor.go("\(base)/checks")
                try await witness.look(editor, "checks")
                try await editor.go("\(base)/signature-request")
                try await witness.look(editor, "send")
                try await editor.press("Nodot parakstīšanai")
                try await editor.wait(forText: "Iesniegums nodots parakstīšanai")
                try await witness.look(editor, "sent")
                try await Chromium.visit { signatory in
                    try await signatory.signIn("paraksta@example.lv", at: origin)
                    try await handIn(signatory, at: base, witness)
                    try await verify(signatory, of: office, at: base, witness)
                }
            }
        }
        let verdict = try await witness.verdict()
        #expect(verdict == [])
    }

    private func origin(of base: String) -> String {
        String(base.prefix(upTo: base.range(of: "/applications")?.lowerBound ?? base.endIndex))
    }

    private func begin(
        _ editor: Chromium,
        at origin: String,
        in office: ApplicantsOffice,
        _ witness: Witness
    ) async throws -> String {
        try await editor.go("\(origin)/calls/\(office.number)")
        try await witness.look(editor, "call")
        try await editor.go("\(origin)/calls/\(office.number)/application")
        try await witness.look(editor, "may-apply")
        try await editor.press("Sākt iesniegumu")
        try await editor.wait(forText: "Kas jādara")
        try await witness.look(editor, "empty")
        return String(try await editor.address().prefix { $0 != "?" })
    }

    /// The colleague's text is stored first; the editor then sees both and keeps the own one.
    private func clash(_ editor: Chromium, at base: String, _ witness: Witness) async throws {
        let origin = origin(of: base)
        try await editor.go("\(base)/sections/texts")
        try await Chromium.visit { colleague in
            try await colleague.signIn("kolegis@example.lv", at: origin)
            try await colleague.go("\(base)/sections/texts")
            // The editor's window has told that the editor is here.
            try await colleague.wait(forText: "Parauga Sagatavo", in: "[data-presence]")
            try await colleague.type("[name=goal]", "Kolēģa doma par mērķi.")
            try await colleague.wait(forText: "Saglabāts plkst.")

            try await editor.type("[name=goal]", "Vairāk prieka skolā.")
            try await editor.wait(for: ".clash")
            try await witness.look(editor, "clash")
            #expect(try await editor.text(".clash").contains("Kolēģa doma par mērķi."))
            #expect(try await editor.property("[name=goal]", "value").text == "Vairāk prieka skolā.")
            try await editor.press("Paturēt to, kas laukā")
            try await editor.wait(forText: "Saglabāts plkst.")

            try await colleague.type("[name=goal]", " Vēl teikums.")
            try await colleague.wait(for: ".clash")
            try await colleague.press("Ņemt kolēģa tekstu")
            #expect(try await colleague.property("[name=goal]", "value").text == "Vairāk prieka skolā.")
        }
    }

    private func write(_ editor: Chromium, at base: String, _ witness: Witness) async throws {
        try await editor.go("\(base)/sections/texts")
        #expect(try await editor.property("[name=goal]", "value").text == "Vairāk prieka skolā.")
        try await editor.write([
            "title": "Kopā augam", "count": "daudz", "income": "120,50", "news.day": "15", "news.month": "3",
            "news.year": "2027",
        ])
        try await editor.click("[name=place][value=city]")
        try await editor.click("[name='topics[]'][value=art]")
        try await editor.click("[name='topics[]'][value=sport]")
        try await editor.write(["city-name": "Parauga pilsēta"])
        try await editor.saveAndContinue()
        try await editor.wait(forText: "Ierakstiet veselu skaitli")
        #expect(try await editor.title().hasPrefix("Kļūda:"))
        try await witness.look(editor, "texts-wrong")
        try await editor.write(["count": "25"])
        try await editor.wait(forText: "Saglabāts plkst.")
        #expect(try await editor.has(".errors") == false)
        #expect(try await editor.title().hasPrefix("Kļūda:") == false)
        try await witness.look(editor, "texts")
        try await editor.saveAndContinue()
        try await editor.wait(for: "[name='period.start.day']")
        try await editor.write(Answers.plan)
        try await witness.look(editor, "plan")
        try await editor.saveAndContinue()
        try await editor.wait(for: "[name='budget.1.quantity']")
        try await editor.click("[name='budget.1.category'] option[value=things]")
        try await editor.write(Answers.budget)
        try await editor.wait(forText: "Atlicis 6 650,00 EUR")
        try await rows(editor)
        try await witness.look(editor, "money")
        try await editor.saveAndContinue()
        try await editor.wait(for: "input[type=file]")
        try await editor.type("input[type=file]", Answers.paper())
        try await editor.press("Pievienot")
        try await editor.wait(forText: "lemums")
        try await editor.go("\(base)/sections/documents")
        try await witness.look(editor, "documents")
        try await editor.go("\(base)/content")
        try await witness.look(editor, "content")
        try await editor.go(base)
        try await witness.look(editor, "full")
    }

    /// The sums follow the rows, and what is left is counted from one again.
    private func rows(_ editor: Chromium) async throws {
        try await editor.click("button[data-add-row]")
        try await editor.write(["budget.2.quantity": "2", "budget.2.price": "25"])
        try await editor.wait(forText: "400,00 EUR", in: "output[data-sum='']")
        try await editor.click("button[name=remove][value='budget.1']")
        try await editor.wait(forText: "50,00 EUR", in: "output[data-sum='']")
        let legend = try await editor.text("[data-row] legend")
        #expect(legend == "1. rinda")
        try await editor.click("button[name=remove][value='budget.2']")
        try await editor.click("button[data-add-row]")
        try await editor.click("[name='budget.3.category'] option[value=things]")
        try await editor.write([
            "budget.3.description": "Papīrs", "budget.3.unit": "gab.", "budget.3.quantity": "100",
            "budget.3.price": "3,50",
        ])
        try await editor.wait(forText: "350,00 EUR", in: "output[data-sum='']")
    }

    private func handIn(_ signatory: Chromium, at base: String, _ witness: Witness) async throws {
        try await signatory.go("\(base)/submission")
        #expect(try await signatory.text("main").contains("Vairāk prieka skolā."))
        try await witness.look(signatory, "submission")
        try await signatory.press("Apliecināt un iesniegt")
        try await signatory.wait(for: ".wrong")
        try await witness.look(signatory, "not-confirmed")
        for (name, _) in ApplicantsOffice.declared { try await signatory.click("[name='\(name)']") }
        try await signatory.press("Apliecināt un iesniegt")
        try await signatory.wait(forText: "Lejupielādēt JSON")
        try await witness.look(signatory, "receipt")
        try await signatory.go("\(base)/withdrawal")
        try await witness.look(signatory, "withdrawal")
        try await signatory.go("\(base)/history")
        try await witness.look(signatory, "history")
    }

    /// What was taken home is real; with one byte changed it is not.
    private func verify(
        _ browser: Chromium,
        of office: ApplicantsOffice,
        at base: String,
        _ witness: Witness
    ) async throws {
        let origin = origin(of: base)
        try await browser.go("\(base)/receipt")
        var papers = [try await browser.download("Lejupielādēt JSON")]
        if Judges.areInstalled {
            try await office.printReceipt()
            try await browser.reload()
            try await witness.look(browser, "receipt-printed")
            papers.append(try await browser.download("Lejupielādēt PDF"))
        }
        for paper in papers {
            try await check(browser, at: origin, paper, says: "Sakrīt")
            try await witness.look(browser, "checked")
            try await check(browser, at: origin, withOneByteChanged(paper), says: "Nesakrīt")
        }
        try await witness.look(browser, "refused")
    }

    private func check(_ browser: Chromium, at origin: String, _ paper: String, says verdict: String) async throws {
        try await browser.go("\(origin)/receipts")
        try await browser.type("main input[type=file]", paper)
        try await browser.press("Pārbaudīt datni")
        try await browser.wait(forText: verdict, in: "main")
    }
}
