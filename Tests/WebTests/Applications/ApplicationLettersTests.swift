import Foundation
import Grants
import HTTPTypes
import Money
import Postgres
import Store
import TestKit
import Testing
import Web

@Suite("What follows a submission")
struct ApplicationLettersTests {
    @Test("the receipt's mail goes once to whoever handed in and to each signatory, in their language", .database)
    func receiptMail() async throws {
        let office = try await HandedIn()
        let (id, signatory) = try await office.draft("Kopā")
        let other = try await office.test.person("anna@example.lv", .signatory)
        let editor = try await office.test.person("redaktors@example.lv", .editor)
        try await TestDatabase.current.owner.transaction { tx in
            _ = try await tx.run("UPDATE person SET language = 'en' WHERE person_id = \(other.person.id)")
        }
        let submitted = try await office.handIn(id, by: signatory)
        let letters = ApplicationLetters(office.test.office)
        let job = try await office.job(.receiptMail)
        try await letters.sendReceipt(job)
        try await letters.sendReceipt(job)
        let mails = try await office.test.stores.mails.list(limit: 50)
        let mine = mails.filter { $0.recipient == signatory.person.email }
        let theirs = mails.filter { $0.recipient == other.person.email }
        #expect(mine.count == 1 && theirs.count == 1)
        #expect(!mails.contains { $0.recipient == editor.person.email })
        let body = try #require(mine.first?.body)
        let receipt = submitted.receipt
        #expect(mine.first?.subject == "Iesniegums \(receipt.number) ir saņemts")
        let millisecond = String(InstantText.of(receipt.arrivedAt).dropLast(6).suffix(3))
        #expect(body.contains(",\(millisecond) (Rīgas laiks)"))
        #expect(body.contains("http://127.0.0.1:8080/applications/\(id)/receipts/\(receipt.code)\n"))
        #expect(!body.contains("{{") && !body.contains("[["))
        #expect(theirs.first?.subject == "Application \(receipt.number) is received")
        #expect(theirs.first?.body.contains(".\(millisecond) (Riga time)") == true)
        let jobs = try await office.waiting(.mail)
        #expect(jobs == 2)
    }

    @Test("signatories are told once for each request, and not when nothing waits any more", .database)
    func signatureWanted() async throws {
        let office = try await HandedIn()
        let (id, signatory) = try await office.draft("Kopā")
        let editor = try await office.test.person("redaktors@example.lv", .editor)
        let letters = ApplicationLetters(office.test.office)
        try await office.applications.sendToSignatory(id, by: editor)
        let first = try await office.job(.signatureWanted)
        try await letters.callSignatories(first)
        try await letters.callSignatories(first)
        let mails = try await office.test.stores.mails.list(limit: 50)
        let mail = try #require(mails.first)
        #expect(mails.map(\.recipient) == [signatory.person.email])
        #expect(mail.body.contains("http://127.0.0.1:8080/applications/\(id)/submission\n"))
        #expect(mail.body.contains("Nosaukums: Kopā\n"))
        #expect(mail.body.contains("Termiņš: 30.06.2027. plkst.\u{A0}23:59:59 (Rīgas laiks)"))
        #expect(!mail.body.contains("{{") && !mail.body.contains("[["))

        try await office.applications.returnToEditors(id, reason: "", by: signatory)
        try await office.applications.sendToSignatory(id, by: editor)
        let second = try await office.job(.signatureWanted)
        try await letters.callSignatories(second)
        let again = try await office.test.stores.mails.list(limit: 50)
        #expect(again.count == 2)

        try await office.applications.returnToEditors(id, reason: "", by: signatory)
        try await office.applications.sendToSignatory(id, by: editor)
        let third = try await office.job(.signatureWanted)
        try await office.applications.returnToEditors(id, reason: "", by: signatory)
        try await letters.callSignatories(third)
        let last = try await office.test.stores.mails.list(limit: 50)
        #expect(last.count == 2)
    }

    @Test("a refusal that nobody waited for is told once to whoever handed in, with the exact times", .database)
    func refusalMail() async throws {
        let office = try await HandedIn()
        let (id, signatory) = try await office.draft("Kopā")
        try await office.test.person("anna@example.lv", .signatory)
        let arrival = try await office.applications.stamp(
            id,
            revision: 1,
            requestSHA256: Array(repeating: 7, count: 32),
            key: UUID(),
            by: signatory
        )
        let open = try #require(try await office.applications.openArrivals(olderThan: .zero).first)
        await #expect(throws: SubmissionRefusal.self) { try await office.applications.complete(open) }
        await #expect(throws: SubmissionRefusal.self) { try await office.applications.complete(open) }
        let letters = ApplicationLetters(office.test.office)
        let jobs = try await office.waiting(.refusalMail)
        #expect(jobs == 1)
        let job = try await office.job(.refusalMail)
        try await letters.sendRefusal(job)
        try await letters.sendRefusal(job)
        let mails = try await office.test.stores.mails.list(limit: 50)
        #expect(mails.map(\.recipient) == [signatory.person.email])
        let body = try #require(mails.first?.body)
        #expect(mails.first?.subject == "Konkurss \(office.call.call.number): iesniegums nav pieņemts")
        let millisecond = String(InstantText.of(arrival.at).dropLast(6).suffix(3))
        #expect(body.contains("Iemesls: Kamēr lasījāt"))
        #expect(body.contains("Nosaukums: Kopā\n"))
        #expect(body.contains(",\(millisecond) (Rīgas laiks)\nIzlemts: "))
        #expect(body.contains("Termiņš: 30.06.2027. plkst.\u{A0}23:59:59 (Rīgas laiks)"))
        #expect(body.contains("http://127.0.0.1:8080/applications/\(id)\n"))
        #expect(!body.contains("{{") && !body.contains("[["))
    }

    @Test("a refusal read on the screen is told by mail only where nothing on the page helps any more", .database)
    func finalRefusal() async throws {
        let office = try await HandedIn()
        let (id, signatory) = try await office.draft("Kopā")
        let handIn: @Sendable (Int64) async throws -> Void = { revision in
            let arrival = try await office.applications.stamp(
                id,
                revision: revision,
                requestSHA256: Array(repeating: 7, count: 32),
                key: UUID(),
                by: signatory
            )
            _ = try await office.applications.submit(
                id,
                arrival: arrival,
                declarations: Set(Declaration.allCases),
                by: signatory
            )
        }
        await #expect(throws: SubmissionRefusal.self) { try await handIn(1) }
        let none = try await office.waiting(.refusalMail)
        #expect(none == 0)
        try await TestDatabase.current.owner.transaction { tx in
            _ = try await tx.run(
                "UPDATE call SET state = 'cancelled', cancelled_reason = 'Nenotiks.' WHERE call_id = \(office.call.call.id)"
            )
        }
        let read = try #require(try await office.applications.find(id, for: signatory))
        await #expect(throws: SubmissionRefusal.callCancelled) { try await handIn(read.application.revision) }
        let one = try await office.waiting(.refusalMail)
        #expect(one == 1)
    }

    @Test(
        "the receipt's paper is printed once, is there to download and proves itself byte for byte",
        .enabled(if: Judges.areInstalled, "deploy/test installs WeasyPrint and the judges"),
        .database
    )
    func receiptPaper() async throws {
        let office = try await HandedIn()
        let (id, signatory) = try await office.draft("Kopā")
        let submitted = try await office.handIn(id, by: signatory)
        let receipts = office.applications.receipts
        let address = "/applications/\(id)/receipts/\(submitted.receipt.code)"
        let letters = ApplicationLetters(office.test.office)
        let job = try await office.job(.receiptPaper)
        try await office.test.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn(signatory.person.email)
            let early = try await browser.get(address)
            #expect(early.text.contains("PDF vēl tiek gatavots"))
            let tooEarly = try await browser.get("\(address)/pdf")
            #expect(tooEarly.status == .serviceUnavailable)
            try await letters.printReceipt(job)
            let pdf = try #require(try await receipts.paper(submitted.receipt.code)?.bytes())
            #expect(pdf.starts(with: Array("%PDF-".utf8)))
            try await letters.printReceipt(job)
            let kept = try await receipts.paper(submitted.receipt.code)?.bytes()
            #expect(kept == pdf)
            let late = try await browser.get(address)
            #expect(!late.text.contains("PDF top dažu sekunžu laikā"))
            let downloaded = try await browser.get("\(address)/pdf")
            #expect(downloaded.bytes == pdf)

            try await browser.get("/receipts")
            let good = try await browser.upload("/receipts/file", files: [TestFile(name: "a.pdf", bytes: pdf)])
            #expect(good.text.contains("Sakrīt") && good.text.contains(submitted.receipt.number))
            var changed = pdf
            changed[pdf.count / 2] ^= 1
            try await browser.get("/receipts")
            let bad = try await browser.upload("/receipts/file", files: [TestFile(name: "a.pdf", bytes: changed)])
            #expect(bad.text.contains("Nesakrīt") && !bad.text.contains(submitted.receipt.number))
        }
        let papers = try await TestDatabase.current.database.transaction { tx in
            try await tx.row("SELECT count(*) AS n FROM file WHERE application_id IS NULL")?.get("n", as: Int.self)
        }
        #expect(papers == 1)
    }
}

extension HandedIn {
    /// The next job of a kind, as the worker takes it.
    fileprivate func job(_ kind: Job.Kind) async throws -> Job {
        try #require(try await test.stores.jobs.take([kind], lease: .seconds(300)))
    }

    /// How many jobs of a kind there are to do.
    fileprivate func waiting(_ kind: Job.Kind) async throws -> Int? {
        try await TestDatabase.current.database.transaction { tx in
            try await tx.row("SELECT count(*) AS n FROM job WHERE kind = \(kind)")?.get("n")
        }
    }
}
