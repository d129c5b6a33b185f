import Budget
import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit
import Web

/// The site furnished for tests of the whole: calls in every phase, two municipalities with applications in every state, and one
/// of everything else that has an address. Office and database live in one standing instant, so that two runs give the same pages.
struct FurnishedOffice: Sendable {
    static let now = OfficeTime.instant(of: Day(2026, 11, 22) ?? .epoch, hour: 10, minute: 0)
    /// An open call with a question of every kind.
    static let open = "SK-PAR-1"
    /// An open call whose terms were changed since.
    static let changing = "SK-PAR-2"
    /// A call that opens in ten days, and one that has ended.
    static let coming = "SK-PAR-3"
    static let ended = "SK-PAR-4"

    let applicants: ApplicantsOffice
    /// The number of a call that officers prepare and nobody else may know of.
    let preparing: String
    /// Of Parauga novads.
    let ours: Papers
    /// Of Cits novads.
    let theirs: Papers
    /// A question without an answer, and one with.
    let asked: Int64
    let answered: Int64
    let mail: Int64
    let outage: Int64
    let ledger: LedgerFurniture
    let places: PlacesFurniture
    /// The document that asks for the amendment that waits.
    let amendment: AttachedFile.ID

    var test: TestOffice { applicants.test }

    init() async throws {
        try await TestDatabase.current.standStill(at: Self.now)
        let office = try await ApplicantsOffice(now: Self.now, number: Self.open) { $0.applicants.defaultQuota = nil }
        applicants = office
        try await office.publish(Self.changing)
        try await office.publish(Self.ended, closes: Self.now.addingTimeInterval(-2 * 86_400))
        try await office.publish(Self.coming) { terms in
            terms.title = Bilingual(lv: "Gaidāmais konkurss", en: "Coming call")
            terms.opensAt = OfficeTime.start(of: Day(2026, 12, 2) ?? .epoch)
            terms.closesBefore = OfficeTime.start(of: Day(2027, 1, 16) ?? .epoch)
        }
        let people = try await People(office.test)
        _ = try await BudgetShowcase()
        ours = try await Papers.write(
            in: office,
            writer: people.editor,
            signatory: people.signatory,
            title: "Kopā augam"
        )
        theirs = try await Papers.write(
            in: office,
            writer: people.outsider,
            signatory: people.outsider,
            title: "Kaimiņu dārzs"
        )
        try await office.publish(Self.changing, version: 2) { $0.title.lv = "Parauga konkurss jaunā redakcijā" }
        let rest = try await Furniture(test: office.test, people: people)
        (preparing, asked, answered, mail, outage) = (rest.preparing, rest.asked, rest.answered, rest.mail, rest.outage)
        for (partner, learners) in [(people.editor, 1_200), (people.outsider, 400)] {
            let needs: [NeedKind: Int] = [.learners: learners, .risk: learners / 20]
            try await office.test.stores.partners.say(needs, key: UUID(), by: partner)
        }
        ledger = try await LedgerFurniture(
            people.officer.person.id,
            people.finance.person.id,
            ours: people.editor.organisation.id,
            theirs: people.outsider.organisation.id
        )
        places = try await PlacesFurniture(office.test.stores, people.officer, people.finance, call: Self.open)
        amendment = try await Self.paper(beside: ledger.waiting, by: people.officer, in: office.test)
    }

    private static func paper(beside proposal: Proposal.ID, by author: Visitor, in office: TestOffice) async throws
        -> AttachedFile.ID
    {
        let papers = office.stores.finances.papers
        var upload = try await papers.begin(beside: proposal, name: "grozījumi.pdf", by: author)
        try await upload.append(ApplicantsOffice.pdf)
        return try await upload.finish(mediaType: "application/pdf").id
    }
}

/// Everybody who has a part.
private struct People {
    let editor: Visitor
    let signatory: Visitor
    let outsider: Visitor
    let officer: Visitor
    let finance: Visitor
    let administrator: Visitor

    init(_ test: TestOffice) async throws {
        editor = try await test.person("sagatavo@example.lv", .editor)
        signatory = try await test.person("paraksta@example.lv", .signatory)
        outsider = try await test.person("svess@example.lv", .editor, .signatory, in: "Cits novads")
        try await test.agreement(outsider.organisation.id)
        let agency = "Parauga aģentūra"
        officer = try await test.person("programma@example.lv", .officer, in: agency, .agency)
        administrator = try await test.person("parvalda@example.lv", .administrator, in: agency, .agency)
        finance = try await test.person("finanses@example.lv", .finance, in: agency, .agency)
        for (email, role) in [("verte@example.lv", Role.evaluator), ("revide@example.lv", .auditor)] {
            try await test.person(email, role, in: agency, .agency)
        }
    }
}

/// A call in preparation, questions, an extension, mail, feedback and an outage.
private struct Furniture {
    let preparing: String
    let asked: Int64
    let answered: Int64
    let mail: Int64
    let outage: Int64

    init(test: TestOffice, people: People) async throws {
        let calls = test.stores.calls
        let terms = CallTemplate.terms(
            of: .initiative,
            from: Day(2026, 12, 1) ?? .epoch,
            until: Day(2027, 1, 15) ?? .epoch,
            mode: .ceiling
        )
        let prepared = try await calls.create(.initiative, from: terms, key: UUID(), by: people.officer)
        preparing = try await calls.draft(prepared)?.call.number ?? ""
        guard let open = try await calls.current(number: FurnishedOffice.open) else { throw Missing() }
        let id = open.call.id
        let first = try await calls.ask(
            "Vai drīkst piedalīties divas skolas?",
            at: "goal",
            of: id,
            key: UUID(),
            by: people.editor,
            now: test.now
        )
        let second = try await calls.ask(
            "Vai vajag bilanci?",
            at: "budget",
            of: id,
            key: UUID(),
            by: people.outsider,
            now: test.now
        )
        try await calls.answer(
            second,
            of: id,
            publishedText: "Vai vajag bilanci?",
            answer: "Nē, pietiek ar tāmi.",
            basedOn: 1,
            by: people.officer,
            letter: { _, _ in Letter(subject: "Atbilde uz jautājumu", body: "Nē, pietiek ar tāmi.") }
        )
        (asked, answered) = (first.rawValue, second.rawValue)
        try await calls.extend(
            id,
            for: people.outsider.organisation.id,
            to: open.closesBefore.addingTimeInterval(7 * 86_400),
            reason: "Traucējumi elektrotīklā.",
            key: UUID(),
            by: people.officer,
            now: test.now,
            letter: { _, _ in nil }
        )
        let feedback = Feedback(key: UUID(), page: "/calls", text: "Ērti!", replyTo: "lasitaja@example.lv")
        _ = try await test.stores.feedback.put(feedback)
        let starts = OfficeTime.instant(of: Day(2026, 11, 26) ?? .epoch, hour: 20, minute: 0)
        let plan = OutagePlan(
            key: UUID(),
            starts: starts,
            ends: starts.addingTimeInterval(7_200),
            reason: Bilingual(lv: "Serveru apkope", en: "Maintenance")
        )
        try await test.stores.outages.announce(plan, by: people.administrator)
        try await test.office.banner.refresh(from: test.stores.outages, at: test.now)
        mail = try await Self.newest("SELECT max(mail_id) AS id FROM mail")
        outage = try await Self.newest("SELECT max(outage_id) AS id FROM outage")
    }

    private static func newest(_ sql: SQL) async throws -> Int64 {
        let row = try await TestDatabase.current.owner.transaction { tx in try await tx.row(sql) }
        guard let row else { throw Missing() }
        return try row.get("id")
    }
}
