import Foundation
import Postgres
import TestKit
import Testing

@Suite("What was written", .database, .enabled(if: Chromium.isInstalled))
struct NothingLostTests {
    private static let text = "Vairāk prieka \"skolā\" & <mājās>."

    private func writing(
        scripts: Bool,
        _ work:
            @escaping @Sendable (ApplicantsOffice, Chromium, _ origin: String, _ section: String) async throws -> Void
    ) async throws {
        let office = try await ApplicantsOffice()
        let base = try await office.serve { client in
            try await office.start(office.visitor("sagatavo@example.lv", client)).prefix { $0 != "?" }
        }
        try await office.test.serveLive { origin, _ in
            try await Chromium.visit(scripts: scripts) { editor in
                try await editor.signIn("sagatavo@example.lv", at: origin)
                try await work(office, editor, origin, "\(origin)\(base)/sections/texts")
            }
        }
    }

    @Test("in a session that has ended comes back after signing in")
    func ended() async throws {
        try await writing(scripts: true) { office, editor, origin, section in
            try await editor.go(section)
            office.test.wait(3_700)
            try await editor.type("[name=goal]", Self.text)
            try await editor.wait(forText: "sesija ir beigusies")
            try await editor.signIn("sagatavo@example.lv", at: origin)
            try await editor.go(section)
            try await editor.wait(forText: "Saglabāts plkst.")
            let shown = try await editor.property("[name=goal]", "value").text
            #expect(shown == Self.text)
            let stored = try await goals(office)
            #expect(stored == 1)
        }
    }

    @Test("without scripts in a session that has ended comes back after signing in, and is stored by one button")
    func endedPlain() async throws {
        try await writing(scripts: false) { office, editor, _, section in
            try await editor.go(section)
            try await editor.fill("[name=goal]", Self.text)
            office.test.wait(3_700)
            try await editor.click("button[name=go][value=stay]")
            try await editor.wait(for: "input[name=password]")
            try await editor.fill("input[name=email]", "sagatavo@example.lv")
            try await editor.fill("input[name=password]", TestOffice.password)
            try await editor.type("input[name=password]", Keys.enter)
            try await editor.wait(for: "main textarea[name=goal]")
            let witness = Witness("kept", scripts: false)
            try await witness.look(editor, "after-signing-in")
            let verdict = try await witness.verdict()
            #expect(verdict == [])
            let kept = try await editor.property("[name=goal]", "value").text
            #expect(kept == Self.text)
            try await editor.click("main form button")
            try await editor.wait(for: "main form[action$='/sections/texts'] [name=goal], [name='period.start.day']")
            let stored = try await goals(office)
            #expect(stored == 1)
        }
    }

    @Test("before the page's scripts have come is stored too")
    func early() async throws {
        try await writing(scripts: true) { office, editor, _, section in
            try await editor.go(
                section,
                beforeItsScripts: """
                    document.addEventListener('readystatechange', () => {
                      if (document.readyState !== 'interactive') return;
                      document.querySelector('[name=goal]').value = `\(Self.text)`;
                    });
                    """
            )
            try await editor.wait(forText: "Saglabāts plkst.")
            let stored = try await goals(office)
            #expect(stored == 1)
            // Counted as the server counts: a lone dash is no word.
            try await editor.fill("[name=goal]", "skola – kopiena 7.-9. ...")
            try await editor.wait(forText: "Vārdi: 3 no 20")
        }
    }

    @Test("loses what was said to be wrong once it has been mended and saved")
    func mended() async throws {
        try await writing(scripts: true) { _, editor, _, section in
            try await editor.go(section)
            try await editor.fill("[name=count]", "daudz")
            try await editor.click("button[name=go][value=stay]")
            try await editor.wait(for: "[data-field=count].wrong #q-count-error")
            try await editor.fill("[name=count]", "25")
            try await editor.wait(for: "[data-field=count]:not(.wrong, :has(.error)) [name=count]:not([aria-invalid])")
            let isStillTold = try await editor.has("[name=count][aria-describedby~=q-count-error]")
            #expect(!isStillTold)
        }
    }

    /// How many applications have the text as their goal.
    private func goals(_ office: ApplicantsOffice) async throws -> Int {
        try await office.count(
            """
            SELECT count(*) AS count FROM answer JOIN application USING (application_id) JOIN call USING (call_id)
             WHERE call.number = \(office.number) AND field = 'goal' AND value #>> '{}' = \(Self.text)
            """
        )
    }
}
