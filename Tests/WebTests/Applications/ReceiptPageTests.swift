import Crypto
import Foundation
import Grants
import HTTPTypes
import Postgres
import TestKit
import Testing

@Suite("The page of a receipt", .database)
struct ReceiptPageTests {
    private static let daysUntilClosed = 30.0 * 86_400

    /// An application handed in, seen by its signatory.
    private func handedIn(
        _ work: @escaping @Sendable (ApplicantsOffice, String, TestBrowser) async throws -> Void
    ) async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = try await office.start(editor)
            try await office.fill(base, editor)
            let signatory = try await office.visitor("paraksta@example.lv", client)
            try await office.submit(base, signatory)
            try await work(office, base, signatory)
        }
    }

    private func withdraw(_ base: String, _ signatory: TestBrowser) async throws {
        try await signatory.get("\(base)/withdrawal")
        try await signatory.submit(form: "\(base)/withdrawal")
    }

    @Test("gives out the very bytes whose SHA-256 stands on it")
    func content() async throws {
        try await handedIn { office, base, signatory in
            let page = try await signatory.get("\(base)/receipt")
            let link = try page.link("Lejupielādēt saturu")
            let content = try await signatory.get(link)
            #expect(content.status == .ok)
            #expect(content.headers[.contentDisposition]?.hasPrefix("attachment") ?? false)
            let digest = SHA256.hash(data: Data(content.bytes)).map { String(Int($0) + 256, radix: 16).dropFirst() }
            let receipt = try await signatory.get(page.link("Lejupielādēt JSON"))
            #expect(receipt.text.contains("\"content_sha256\":\"\(digest.joined())\""))
            #expect(page.text.contains(digest.joined()))
            #expect(content.text.contains("\"format\":\"kopiena-application/1\""))
            #expect(content.text.contains("Vairāk prieka skolā."))
            let whole = try await signatory.get("\(base)/content")
            #expect(try whole.link("Lejupielādēt saturu") == link)
        }
    }

    @Test("keeps the content from everybody else, and from codes of other applications")
    func others() async throws {
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let signatory = try await office.visitor("paraksta@example.lv", client)
            let base = try await office.start(editor)
            try await office.fill(base, editor)
            let link = try await office.submit(base, signatory).link("Lejupielādēt saturu")
            let second = String(try await office.start(editor).prefix { $0 != "?" })
            let elsewhere = link.replacing(base.prefix { $0 != "?" }, with: second)
            #expect(elsewhere != link)
            for address in [elsewhere, "\(second)/receipts/0000/content"] {
                let page = try await signatory.get(address)
                #expect(page.status == .notFound, "\(address)")
            }
            for stranger in ["svess@example.lv", "programma@example.lv"] {
                let page = try await office.visitor(stranger, client).get(link)
                #expect(page.status == .notFound, "\(stranger)")
            }
            let unknown = try await TestBrowser(client).get(link)
            #expect(unknown.status == .unauthorized)
            let draft = try await editor.get("\(second)/content")
            #expect(!draft.text.contains("Lejupielādēt saturu"))
        }
    }

    @Test("says what can still be done while the call is open, and no longer once it has closed")
    func inForce() async throws {
        let base = Kept<String>()
        let office = try await ApplicantsOffice()
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let made = String(try await office.start(editor).prefix { $0 != "?" })
            try await office.fill(made, editor)
            let signatory = try await office.visitor("paraksta@example.lv", client)
            let open = try await office.submit(made, signatory)
            #expect(open.text.contains("iesniegumu var atsaukt, labot un iesniegt vēlreiz"))
            await base.keep(made)
        }
        office.test.wait(Self.daysUntilClosed)
        let made = try #require(await base.value)
        try await office.serve { client in
            let page = try await office.visitor("paraksta@example.lv", client).get("\(made)/receipt")
            #expect(page.text.contains("vairs nevar ne atsaukt, ne labot"))
            #expect(page.text.contains("Aģentūra pārbauda atbilstību"))
            #expect(!page.text.contains("iesniegt vēlreiz"))
            #expect(page.document.houseFaults() == [])
        }
    }

    @Test("says after a withdrawal until when to hand in again, and after the end that this is over")
    func withdrawn() async throws {
        try await handedIn { office, base, signatory in
            try await withdraw(base, signatory)
            let open = try await signatory.get("\(base)/receipt")
            #expect(open.text.contains("Iesniegumu var labot un līdz"))
            #expect(open.text.contains("Ja to neizdarīsiet, iesniegumu nevērtēs."))
            #expect(!open.text.contains("var atsaukt") && !open.text.contains("Par lēmumu paziņosim"))
            #expect(open.document.houseFaults() == [])
            office.test.wait(Self.daysUntilClosed)
            try await signatory.signIn("paraksta@example.lv")
            let closed = try await signatory.get("\(base)/receipt")
            #expect(closed.text.contains("atsaukto iesniegumu vēlreiz iesniegt nevar"))
            #expect(!closed.text.contains("Par lēmumu paziņosim"))
            let task = try await signatory.get(base)
            #expect(task.text.contains("Termiņš ir beidzies, tāpēc iesniegumu nevērtēs."))
            #expect(task.text.contains("atsaukts") && !task.text.contains("nav iesniegts"))
        }
    }

    @Test("of an earlier submission leads to the newest and speaks of what became of that one")
    func replaced() async throws {
        try await handedIn { office, base, signatory in
            let first = try await signatory.get("\(base)/receipt").link("Lejupielādēt JSON").replacing(
                "/json",
                with: ""
            )
            try await withdraw(base, signatory)
            try await office.submit(base, signatory)
            let older = try await signatory.get(first)
            #expect(older.text.contains("tāpēc šī iesniegšana vairs nav spēkā"))
            #expect(older.text.contains("iesniegumu var atsaukt, labot un iesniegt vēlreiz"))
            let newest = try await signatory.get(older.link("Jaunākais saņemšanas apliecinājums"))
            #expect(newest.text.contains("kas izšķir, vai iesniegts laikā"))
            #expect(!newest.text.contains("Jaunākais saņemšanas apliecinājums"))
            try await withdraw(base, signatory)
            let both = try await signatory.get(first)
            #expect(both.text.contains("Ja to neizdarīsiet, iesniegumu nevērtēs."))
            #expect(both.document.houseFaults() == [])
        }
    }
}

/// A value handed out of a closure.
private actor Kept<Value: Sendable> {
    private(set) var value: Value?

    func keep(_ value: Value) { self.value = value }
}
