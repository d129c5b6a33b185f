import Crypto
import Foundation
import Grants
import Money
import Postgres
import Store
import TestKit

/// Applications to a call that asks for nothing but a title, begun and handed in by partners.
struct HandedIn {
    let showcase: CallShowcase
    let call: PublishedCall

    var test: TestOffice { showcase.test }
    var applications: Applications { test.stores.applications }
    var list: String { "/work/calls/\(call.call.number)/applications" }

    init() async throws {
        showcase = try await CallShowcase()
        call = try await showcase.publish(until: Day(2027, 6, 30)) { terms in
            terms.documents = []
            terms.applicants.defaultQuota = nil
            var section = terms.sections[0]
            section.questions = section.questions.filter { $0.key == "title" }
            terms.sections = [section]
        }
    }

    /// A draft of a partner, with a title.
    func draft(_ title: String, by partner: String = "Parauga novads") async throws -> (Application.ID, Visitor) {
        let address = "\(partner.filter { $0.isASCII && $0.isLetter }.lowercased())@example.lv"
        let signatory = try await test.person(address, .editor, .signatory, in: partner)
        try await test.agreement(signatory.organisation.id)
        let id = try await applications.start(call: call.call.id, key: UUID(), now: test.now, by: signatory)
        let change = FieldChange(field: "title", answer: .text(title), basedOn: 0)
        _ = try await applications.save(id, changes: [change], by: signatory)
        return (id, signatory)
    }

    /// An application handed in, and its receipt.
    @discardableResult
    func handIn(_ title: String, by partner: String = "Parauga novads") async throws -> (Application.ID, Submitted) {
        let (id, signatory) = try await draft(title, by: partner)
        return (id, try await handIn(id, by: signatory))
    }

    func handIn(_ id: Application.ID, by signatory: Visitor) async throws -> Submitted {
        guard let file = try await applications.find(id, for: signatory) else { throw Missing() }
        let arrival = try await applications.stamp(
            id,
            revision: file.application.revision,
            requestSHA256: Array(SHA256.hash(data: Data("\(id)".utf8))),
            key: UUID(),
            by: signatory
        )
        return try await applications.submit(
            id,
            arrival: arrival,
            declarations: Set(Declaration.allCases),
            by: signatory
        )
    }
}
