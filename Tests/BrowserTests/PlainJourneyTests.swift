import Foundation
import Grants
import TestKit
import Testing

@Suite("Without scripts, on a phone", .database, .enabled(if: Chromium.isInstalled && PageJudges.hasAxe))
struct PlainJourneyTests {
    private static let width = 360

    @Test("a municipality applies by keyboard, hands in and verifies its receipt")
    func whole() async throws {
        let office = try await ApplicantsOffice()
        let witness = Witness("plain", scripts: false)
        try await office.test.serveLive { origin, _ in
            let base = try await Chromium.visit(width: Self.width, height: 740, scripts: false) { editor in
                try await editor.signIn("sagatavo@example.lv", at: origin)
                try await witness.look(editor, "home", width: Self.width)
                try await editor.go("\(origin)/calls")
                try await witness.look(editor, "calls", width: Self.width)
                try await editor.go("\(origin)/calls/\(office.number)")
                try await witness.look(editor, "call", width: Self.width)
                try await editor.go("\(origin)/calls/\(office.number)/application")
                try await witness.look(editor, "may-apply", width: Self.width)
                try await editor.tab(to: "main form button", then: Keys.enter)
                try await editor.wait(forText: "Kas jādara")
                try await witness.look(editor, "empty", width: Self.width)
                let base = String(try await editor.address().prefix { $0 != "?" })
                try await write(editor, at: base, witness)
                try await editor.go("\(base)/content")
                try await witness.look(editor, "content", width: Self.width)
                try await editor.go("\(base)/signature-request")
                try await witness.look(editor, "send", width: Self.width)
                try await editor.tab(to: "main form button", then: Keys.enter)
                try await editor.wait(forText: "Iesniegums nodots parakstīšanai")
                try await witness.look(editor, "sent", width: Self.width)
                return base
            }
            try await Chromium.visit(width: Self.width, height: 740, scripts: false) { signatory in
                try await signatory.signIn("paraksta@example.lv", at: origin)
                try await signatory.go("\(base)/submission")
                try await witness.look(signatory, "submission", width: Self.width)
                for (name, _) in ApplicantsOffice.declared {
                    try await signatory.tab(to: "[name='\(name)']", then: Keys.space)
                }
                try await signatory.tab(to: "main form[action$='/submission'] button", then: Keys.enter)
                try await signatory.wait(forText: "Lejupielādēt JSON")
                try await witness.look(signatory, "receipt", width: Self.width)

                let paper = try await signatory.download("Lejupielādēt JSON")
                for (file, says) in [(paper, "Sakrīt"), (try withOneByteChanged(paper), "Nesakrīt")] {
                    try await signatory.go("\(origin)/receipts")
                    try await witness.look(signatory, "check", width: Self.width)
                    try await signatory.type("main input[type=file]", file)
                    try await signatory.press("Pārbaudīt datni")
                    try await signatory.wait(forText: says)
                    try await witness.look(signatory, "checked", width: Self.width)
                }
            }
        }
        let verdict = try await witness.verdict()
        #expect(verdict == [])
    }

    @Test("two people write at one field at once, each sees both texts, and nothing is lost")
    func clash() async throws {
        let office = try await ApplicantsOffice()
        let witness = Witness("plain-clash", scripts: false)
        let path = try await office.serve { client in
            try await office.start(office.visitor("sagatavo@example.lv", client)).prefix { $0 != "?" }
        }
        try await office.test.serveLive { origin, _ in
            let section = "\(origin)\(path)/sections/texts"
            try await Chromium.visit(width: Self.width, height: 740, scripts: false) { editor in
                try await editor.signIn("sagatavo@example.lv", at: origin)
                try await editor.go(section)
                try await Chromium.visit(width: Self.width, height: 740, scripts: false) { colleague in
                    try await colleague.signIn("kolegis@example.lv", at: origin)
                    try await colleague.go(section)
                    try await colleague.fill("[name=goal]", "Kolēģa doma par mērķi.")
                    try await colleague.click("button[name=go][value=stay]")
                    try await colleague.wait(forText: "Saglabāts")
                }
                try await editor.fill("[name=goal]", "Vairāk prieka skolā.")
                try await editor.click("button[name=go][value=stay]")
                try await editor.wait(for: ".clash")
                try await witness.look(editor, "both", width: Self.width)
                #expect(try await editor.text(".clash").contains("Kolēģa doma par mērķi."))
                #expect(try await editor.property("[name=goal]", "value").text == "Vairāk prieka skolā.")
                try await editor.click(".clash button[name=take][value=goal]")
                try await editor.wait(for: "[name=goal]")
                #expect(try await editor.property("[name=goal]", "value").text == "Kolēģa doma par mērķi.")
                // What was put aside is in the history.
                try await editor.go("\(origin)\(path)/history/goal")
                let history = try await editor.source()
                #expect(history.contains("Vairāk prieka skolā.") && history.contains("Kolēģa doma par mērķi."))
            }
        }
        let verdict = try await witness.verdict()
        #expect(verdict == [])
    }

    private func write(_ editor: Chromium, at base: String, _ witness: Witness) async throws {
        try await editor.go("\(base)/sections/texts")
        let texts: KeyValuePairs<String, String> = [
            "title": "Kopā augam", "goal": "Vairāk prieka skolā.", "count": "25", "income": "120,50",
            "news.day": "15", "news.month": "3", "news.year": "2027",
        ]
        for (name, value) in texts { try await editor.tab(to: "[name='\(name)']", then: value) }
        try await editor.tab(to: "[name=place]", then: Keys.down)
        try await editor.tab(to: "[name='topics[]'][value=art]", then: Keys.space)
        try await editor.wait(forText: "No šīs atbildes ir atkarīgs")
        // What an answer makes necessary is asked as soon as the answer is stored.
        try await editor.tab(to: "button[value=stay]", then: Keys.enter)
        try await editor.wait(for: ".question:not([hidden]) [name='city-name']")
        try await editor.tab(to: "[name='city-name']", then: "Parauga pilsēta")
        try await witness.look(editor, "texts", width: Self.width)
        try await editor.tab(to: "button[value=next]:not(.unseen)", then: Keys.enter)
        try await editor.wait(for: "[name='period.start.day']")
        try await editor.write(Answers.plan)
        try await witness.look(editor, "plan", width: Self.width)
        try await editor.saveAndContinue()
        try await editor.wait(for: "[name='budget.1.quantity']")
        try await editor.click("[name='budget.1.category'] option[value=things]")
        try await editor.write(Answers.budget)
        try await witness.look(editor, "money", width: Self.width)
        try await editor.saveAndContinue()
        try await editor.wait(for: "input[type=file]")
        try await editor.type("input[type=file]", Answers.paper())
        try await editor.press("Pievienot")
        try await editor.wait(forText: "lemums")
        try await witness.look(editor, "documents", width: Self.width)
        try await editor.go("\(base)/checks")
        try await editor.wait(forText: "Viss ir aizpildīts")
        try await witness.look(editor, "checks", width: Self.width)
    }
}
