import Budget
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Postgres
import Store
import TestKit
import Testing

@Suite("The document that asks for an amendment", .serialized)
struct ProposalPaperTests {
    private struct Scene: Sendable {
        let office: TestOffice
        let ledger: LedgerFurniture
        let officer: Visitor
        let finance: Visitor
        var proposal: String { "/work/budget/proposals/\(ledger.waiting)" }

        init() async throws {
            office = try TestOffice()
            let agency = "Parauga aģentūra"
            officer = try await office.person("programma@example.lv", .officer, in: agency, .agency)
            finance = try await office.person("finanses@example.lv", .finance, in: agency, .agency)
            try await office.person("revide@example.lv", .auditor, in: agency, .agency)
            let ours = try await office.person("mes@example.lv", .editor, .signatory)
            let theirs = try await office.person("vini@example.lv", .editor, in: "Cits novads")
            ledger = try await LedgerFurniture(
                officer.person.id,
                finance.person.id,
                ours: ours.organisation.id,
                theirs: theirs.organisation.id
            )
        }
    }

    private static func pdf(_ name: String) -> TestFile {
        TestFile(field: "files", name: name, bytes: ApplicantsOffice.pdf)
    }

    @Test("is laid beside it by its author while it waits, and read by whoever reads the money", .database)
    func papers() async throws {
        let scene = try await Scene()
        let papers = "\(scene.proposal)/papers"
        try await scene.office.serve { client in
            let (officer, finance) = (TestBrowser(client), TestBrowser(client))
            let (auditor, applicant) = (TestBrowser(client), TestBrowser(client))
            try await officer.signIn("programma@example.lv")
            try await finance.signIn("finanses@example.lv")
            try await auditor.signIn("revide@example.lv")
            try await applicant.signIn("mes@example.lv")
            let before = try await officer.get(scene.proposal)
            #expect(before.text.contains("Datņu vēl nav") && before.document.houseFaults() == [])
            let sent = try await officer.upload(papers, files: [Self.pdf("../grozījumi 2.pdf")])
            #expect(sent.status == .seeOther)
            let page = try await officer.get(scene.proposal)
            #expect(page.text.contains("grozījumi") && page.document.houseFaults() == [])
            let link = try #require(page.document.all("a").compactMap { $0["href"] }.first { $0.contains("/papers/") })

            for reader in [officer, finance, auditor] {
                let file = try await reader.get(link)
                #expect(file.status == .ok && file.bytes == ApplicantsOffice.pdf)
                let disposition = try #require(file.headers[.contentDisposition])
                #expect(disposition.hasPrefix("attachment;") && !disposition.contains(".."))
            }
            for stranger in [applicant, TestBrowser(client)] {
                let nothing = try await stranger.get(link)
                #expect(nothing.status != .ok && nothing.bytes != ApplicantsOffice.pdf)
            }
            let elsewhere = link.replacing("/\(scene.ledger.waiting)/", with: "/\(scene.ledger.others)/")
            let unknown = try await officer.get(elsewhere)
            #expect(unknown.status == .notFound, "a paper of another proposal")

            try await finance.get(scene.proposal)
            let foreign = try await finance.upload(papers, files: [Self.pdf("cits.pdf")])
            #expect(foreign.status == .unprocessableContent && foreign.text.contains("kurš sagatavoja priekšlikumu"))
            let approved = try await finance.submit(form: "\(scene.proposal)/approval")
            #expect(approved.text.contains("nauda ir pārvietota") && approved.text.contains("grozījumi"))
            try await officer.get(scene.proposal)
            let late = try await officer.upload(papers, files: [Self.pdf("vēlu.pdf")])
            #expect(late.status == .unprocessableContent && late.text.contains("jau ir izlemts"))
            #expect(!late.text.contains("vēlu.pdf") && late.document.houseFaults() == [])
        }
    }

    @Test("is taken as what it is, and not without end", .database)
    func limits() async throws {
        let scene = try await Scene()
        let papers = "\(scene.proposal)/papers"
        try await scene.office.serve { client in
            let officer = TestBrowser(client)
            try await officer.signIn("programma@example.lv")
            try await officer.get(scene.proposal)
            let nothing = try await officer.upload(papers, files: [])
            #expect(nothing.status == .unprocessableContent && nothing.document.houseFaults() == [])
            let program = TestFile(field: "files", name: "grozījumi.pdf", bytes: Array("MZ\u{90}program".utf8))
            let wrong = try await officer.upload(papers, files: [program])
            #expect(wrong.status == .unprocessableContent)
            let kept = try await officer.get(scene.proposal)
            #expect(kept.text.contains("Datņu vēl nav"))
            let many = try await officer.upload(papers, files: (0..<12).map { Self.pdf("lapa-\($0).pdf") })
            #expect(many.status == .unprocessableContent && many.text.contains("ne vairāk kā 10"))
            let held = try await officer.get(scene.proposal)
            #expect(held.text.contains("lapa-9.pdf") && !held.text.contains("lapa-10.pdf"))
        }
    }

    @Test("never changes and never goes, whoever asks the database", .database)
    func kept() async throws {
        let scene = try await Scene()
        let proposal = scene.ledger.waiting
        let paper = try #require(DocumentReference(kind: "file", key: "1"))
        let author = TransactionSettings(scene.officer)
        let another = TransactionSettings(scene.finance)
        let database = TestDatabase.current.database
        try await database.transaction(author) { try await Ledger.attach(paper, to: proposal, in: $0) }
        let rules: [(TransactionSettings, Proposal.ID, String)] = [
            (author, proposal, "paper_once"), (another, proposal, "paper_by_its_author"),
            (author, Proposal.ID(999_999), "proposal_is_known"),
        ]
        for (settings, proposal, rule) in rules {
            let error = await #expect(throws: PostgresError.self) {
                try await database.transaction(settings) { try await Ledger.attach(paper, to: proposal, in: $0) }
            }
            #expect(error?.constraint == rule)
        }
        for statement: SQL in [
            "UPDATE budget.paper SET proposal_id = 1", "DELETE FROM budget.paper", "TRUNCATE budget.paper",
            "INSERT INTO budget.paper (attachment, proposal_id) VALUES ('file:2', 1)",
        ] {
            await #expect(throws: PostgresError.self) { try await database.transaction { try await $0.run(statement) } }
        }
        for statement: SQL in ["UPDATE budget.paper SET proposal_id = proposal_id", "DELETE FROM budget.paper"] {
            await #expect(throws: PostgresError.self) {
                try await TestDatabase.current.owner.transaction { try await $0.run(statement) }
            }
        }
    }
}
