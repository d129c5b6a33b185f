import Budget
import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Store
import TestKit
import Testing

@Suite("The documents of a line as files")
struct LineDocumentFileTests {
    private static let line = "/work/budget/lines/INIC"

    private func serve(_ work: @escaping @Sendable (TestOffice, TestBrowser) async throws -> Void) async throws {
        let office = try TestOffice()
        try await office.person("revide@example.lv", .auditor, in: "Parauga aģentūra", .agency)
        _ = try await BudgetShowcase()
        try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("revide@example.lv")
            try await work(office, browser)
        }
    }

    @Test("hold every document that the page lists, by the same selection and at the same moment", .database)
    func files() async throws {
        try await serve { _, browser in
            let page = try await browser.get("\(Self.line)?lang=lv")
            #expect(page.document.houseFaults() == [])
            let all = try await browser.get(page.link("CSV datu apstrādei")).text.split(separator: "\r\n")
            #expect(all.count == 1 + 8)
            #expect(
                all[0].hasSuffix(
                    "Kopā,Rezervēts,Saistības,Apstiprināts maksāšanai,Avansi,Apstiprinātās izmaksas,Atgūstams,Norakstīts"
                )
            )
            #expect(
                all[1].contains("INIC")
                    && all[1].contains("contract:1,SK-INIC-1,,kopā,7000.00,0.00,0.00,0.00,0.00,7000.00,0.00,0.00")
            )
            let narrow = try await browser.get("\(Self.line)?stage=advanced&as-of=30.04.2026.")
            let some = try await browser.get(narrow.link("CSV datu apstrādei")).text.split(separator: "\r\n")
            #expect(some.count == 1 + 4, "four were paid in advance by then")
            #expect(some.dropFirst().allSatisfy { $0.contains("30.04.2026.") && $0.contains(",5600.00,") })
            let excel = try await browser.get(page.link("CSV programmai Excel"))
            #expect(excel.text.contains("7000,00"))
            let workbook = try await browser.get(page.link("Excel (XLSX)"))
            #expect(workbook.bytes.starts(with: Array("PK".utf8)))
            let name = workbook.headers[.contentDisposition]
            #expect(name?.contains("dokumenti-INIC.xlsx") == true, "\(name ?? "")")
        }
    }

    @Test("name the partner whose quota it is, and are not there for lines that are not", .database)
    func quotas() async throws {
        try await serve { _, browser in
            let events = try await browser.get("/work/budget/lines/VEC/documents.csv?lang=lv").text
            #expect(events.contains("\(BudgetShowcase.events),\(BudgetShowcase.holder),kopā,1088.00"))
            for path in ["NAV/documents.csv", "SK-INIC-1/documents.xlsx", "%00/documents.csv"] {
                let answer = try await browser.get("/work/budget/lines/\(path)")
                #expect([.notFound, .badRequest].contains(answer.status), "\(path)")
            }
        }
    }

    @Test("are read in batches, each document once", .database)
    func batches() async throws {
        try await serve { office, _ in
            let auditor = try await office.person("revide@example.lv", .auditor, in: "Parauga aģentūra", .agency)
            let batches = try await office.stores.programme.documents(
                of: "INIC",
                .now,
                DocumentChoice(),
                batch: 3,
                for: auditor
            )
            var sizes: [Int] = []
            var found: [DocumentReference] = []
            for try await batch in try #require(batches) {
                sizes.append(batch.documents.count)
                found += batch.documents.map(\.document)
            }
            #expect(sizes == [3, 3, 2] && found == (1...8).map { BudgetShowcase.document("contract", $0) })
            let partner = try await office.person("raksta@example.lv", .editor)
            await #expect(throws: Missing.self) {
                try await office.stores.programme.documents(of: "INIC", .now, DocumentChoice(), for: partner)
            }
        }
    }
}
