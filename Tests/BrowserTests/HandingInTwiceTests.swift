import Foundation
import TestKit
import Testing

@Suite("Handing in twice", .database, .enabled(if: Chromium.isInstalled))
struct HandingInTwiceTests {
    /// A full application on the signatory's screen, everything confirmed.
    private func ready(
        _ work:
            @escaping @Sendable (_ office: ApplicantsOffice, _ signatory: Chromium, _ base: String) async throws -> Void
    ) async throws {
        let office = try await ApplicantsOffice()
        let path = try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let path = String(try await office.start(editor).prefix { $0 != "?" })
            try await office.fill(path, editor)
            return path
        }
        try await office.test.serveLive { origin, _ in
            try await Chromium.visit { signatory in
                try await signatory.signIn("paraksta@example.lv", at: origin)
                try await signatory.go("\(origin)\(path)/submission")
                try await confirm(signatory)
                try await work(office, signatory, "\(origin)\(path)")
            }
        }
    }

    private func confirm(_ signatory: Chromium) async throws {
        for (name, _) in ApplicantsOffice.declared { try await signatory.click("[name='\(name)']") }
    }

    private static let button = "main form[action$='/submission'] button"

    @Test("by a double click is one submission")
    func doubleClick() async throws {
        try await ready { office, signatory, _ in
            try await signatory.doubleClick(Self.button)
            try await signatory.wait(forText: "Lejupielādēt JSON")
            let count = try await office.submissions()
            #expect(count == 1)
        }
    }

    @Test("by going back leads to the receipt that there is")
    func back() async throws {
        try await ready { office, signatory, base in
            try await signatory.click(Self.button)
            try await signatory.wait(forText: "Lejupielādēt JSON")
            let receipt = try await signatory.text("main dl")
            try await signatory.back()
            try await signatory.wait(for: "main h1")
            // A browser may keep the page as it was, or ask for it again.
            if try await signatory.has(Self.button) {
                for (name, _) in ApplicantsOffice.declared
                where try await signatory.has("[name='\(name)']:not(:checked)") {
                    try await signatory.click("[name='\(name)']")
                }
                try await signatory.click(Self.button)
            }
            try await signatory.wait(forText: "Lejupielādēt JSON")
            let again = try await signatory.text("main dl")
            #expect(again == receipt)
            let count = try await office.submissions()
            #expect(count == 1)
        }
    }
}
