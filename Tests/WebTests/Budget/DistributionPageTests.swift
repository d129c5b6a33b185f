import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Store
import TestKit
import Testing

@Suite("Dividing the money of a line by pages", .database)
struct DistributionPageTests {
    private let form = "/work/budget/lines/VEC/distribution"

    /// Two partners with quotas of the events, of which each has bound a fifth.
    private func office() async throws -> (TestOffice, LedgerFurniture) {
        let office = try TestOffice()
        let agency = "Parauga aģentūra"
        let officer = try await office.person("programma@example.lv", .officer, in: agency, .agency)
        let finance = try await office.person("finanses@example.lv", .finance, in: agency, .agency)
        let ours = try await office.person("mes@example.lv", .editor)
        let theirs = try await office.person("vini@example.lv", .editor, in: "Cits novads")
        try await office.stores.partners.say([.learners: 1_200], key: UUID(), by: ours)
        try await office.stores.partners.say([.learners: 400], key: UUID(), by: theirs)
        let ledger = try await LedgerFurniture(
            officer.person.id,
            finance.person.id,
            ours: ours.organisation.id,
            theirs: theirs.organisation.id
        )
        return (office, ledger)
    }

    @Test("anew, or only what is not used; nobody gets less than is bound, and the working is kept")
    func bases() async throws {
        let (office, ledger) = try await office()
        try await office.serve { client in
            let officer = TestBrowser(client)
            try await officer.signIn("programma@example.lv")
            let anew = try await officer.get("\(form)?lang=lv")
            #expect(anew.text.contains("450\u{A0}000,00") && anew.text.contains("2\u{A0}540,00"))
            let unused = try await officer.submit(["basis": "unused"], form: form, button: "Aprēķināt")
            #expect(unused.text.contains("449\u{A0}990,00") && unused.text.contains("150\u{A0}010,00"))
            #expect(unused.document.houseFaults() == [])
            let low = try await officer.submit(["whole": "3 000"], form: form, button: "Aprēķināt")
            #expect(low.text.contains("Jau saistīts un izlietots ir 3\u{A0}400,00"))
            let own = "own.\(ledger.theirs)"
            let typed: KeyValuePairs = [
                "whole": "", own: "100", "why.\(ledger.theirs)": "Mazāk", "reason": "Pārdala neizlietoto",
            ]
            let bound = try await officer.submit(typed, form: form, button: "Nodot apstiprināšanai")
            #expect(bound.status == .unprocessableContent && bound.text.contains("par jau saistīto summu 860,00"))
            let proposed = try await officer.submit([own: ""], form: form, button: "Nodot apstiprināšanai")
            #expect(proposed.text.contains("Priekšlikums ir sagatavots") && proposed.document.houseFaults() == [])
            #expect(proposed.text.contains("Tikai to, kas nav izlietots") && proposed.text.contains("860,00"))
        }
    }
}
