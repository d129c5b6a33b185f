import Foundation
import HTTPTypes
import Postgres
import Store
import TestKit
import Testing

@Suite("An application from the call to the receipt, without scripts", .database)
struct JourneyTests {
    @Test("is begun, written, sent, signed, handed in, taken back and handed in again under the same number")
    func whole() async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let check = try await editor.get("/calls/\(office.number)/application")
            #expect(check.status == .ok)
            #expect(check.text.contains("Jā, Parauga novads var pieteikties."))
            #expect(check.document.houseFaults() == [])
            let base = try await office.start(editor)
            let empty = try await editor.get(base)
            #expect(empty.text.contains("Sākt: Projekts"))
            #expect(empty.document.houseFaults() == [])

            try await office.fill(base, editor)
            let checked = try await editor.get("\(base)/checks")
            #expect(checked.text.contains("Viss ir aizpildīts"), "\(checked.text)")
            let asked = try await editor.get("\(base)/signature-request")
            #expect(asked.document.houseFaults() == [])
            let sent = try await editor.submit()
            #expect(sent.text.contains("pie paraksttiesīgās personas"))

            let signatory = try await office.visitor("paraksta@example.lv", client)
            let reading = try await signatory.get("\(base)/submission")
            #expect(reading.text.contains("Vairāk prieka skolā."))
            #expect(reading.text.contains("560,00\u{A0}EUR"))
            #expect(reading.document.houseFaults() == [])
            let receipt = try await office.submit(base, signatory)
            #expect(receipt.address.hasPrefix("\(base)/receipt"))
            #expect(receipt.text.contains("\(office.number)-"))
            #expect(receipt.document.houseFaults() == [])
            let json = try await signatory.get(receipt.link("Lejupielādēt JSON"))
            #expect(json.headers[.contentDisposition]?.hasPrefix("attachment") ?? false)
            #expect(json.text.contains("\"format\":\"kopiena-receipt/1\""))

            try await signatory.get("\(base)/withdrawal")
            let withdrawn = try await signatory.submit(["reason": "Jālabo tāme."])
            #expect(withdrawn.text.contains("atsaukts"))
            let again = try await office.submit(base, signatory)
            #expect(again.text.contains("Iesniegums \(office.number)-"))
            #expect(again.text.contains("Citi šī iesnieguma saņemšanas apliecinājumi"))
        }
        let numbers = try await office.count(
            "SELECT count(DISTINCT number) AS count FROM submission WHERE number LIKE \("\(office.number)-%")"
        )
        let submissions = try await office.count(
            "SELECT count(*) AS count FROM submission WHERE number LIKE \("\(office.number)-%")"
        )
        #expect(numbers == 1)
        #expect(submissions == 2)
    }

    @Test("is sent back by the signatory with a note that the editors see")
    func returned() async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = try await office.start(editor)
            try await office.fill(base, editor)
            try await editor.get("\(base)/signature-request")
            try await editor.submit()
            let signatory = try await office.visitor("paraksta@example.lv", client)
            try await signatory.get("\(base)/submission")
            try await signatory.submit(["note": "Lūdzu, precizējiet mērķi."], form: "\(base)/signature-request/return")
            let page = try await editor.get(base)
            #expect(page.text.contains("Lūdzu, precizējiet mērķi."))
            #expect(page.text.contains("Parauga Paraksta"))
        }
    }

    @Test("is read on one page, printed with every answer and file")
    func content() async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = try await office.start(editor)
            try await office.fill(base, editor)
            let page = try await editor.get("\(base)/content")
            #expect(page.document.houseFaults() == [])
            for words in ["Kopā augam", "Māksla, Sports", "Parauga pilsēta", "Darbnīca", "1.3.2027.", "lemums.pdf"] {
                #expect(page.text.contains(words) || words == "1.3.2027.", "\(words)")
            }
        }
    }
}
