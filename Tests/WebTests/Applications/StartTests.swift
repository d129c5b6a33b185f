import Foundation
import Grants
import HTTPTypes
import Money
import Store
import TestKit
import Testing

@Suite("Beginning an application", .database)
struct StartTests {
    @Test("beside too many unfinished ones is refused kindly, with the way to go on")
    func tooMany() async throws {
        let office = try await ApplicantsOffice()
        for _ in 0..<Application.mostUnfinished { _ = try await office.draft(in: office.number) }
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            try await editor.get("/calls/\(office.number)/application")
            let page = try await editor.submit()
            #expect(page.status == .unprocessableContent)
            #expect(page.text.contains("jau ir 50 nepabeigti iesniegumi"))
            #expect(page.document.houseFaults() == [])
        }
    }

    @Test("shows in the own lists the end that counts for the own organisation")
    func ownEnd() async throws {
        let office = try await ApplicantsOffice(now: OfficeTime.instant(of: Self.day, hour: 10, minute: 0))
        let number = "SK-OWN-1"
        try await office.publish(number, closes: OfficeTime.start(of: Self.day))
        let base = try await office.draft(in: number)
        try await office.serve { client in
            let missed = try await office.visitor("sagatavo@example.lv", client).get("/applications")
            let row = try #require(missed.document.item(linkedTo: base))
            #expect(row.text.contains("Nav iesniegts") && row.text.contains("21.11.2026. plkst. 23:59:59"))
            let officer = try await office.test.person(
                "programma@example.lv",
                .officer,
                in: "Parauga aģentūra",
                .agency
            )
            let call = try #require(try await office.test.stores.calls.current(number: number))
            let applicant = try await office.test.organisation("Parauga novads")
            try await office.test.stores.calls.extend(
                call.call.id,
                for: applicant,
                to: OfficeTime.start(of: Self.day.adding(days: 3) ?? Self.day),
                reason: "Traucējumi.",
                key: UUID(),
                by: officer,
                now: office.test.now,
                letter: { _, _ in nil }
            )
            for page in ["/applications", "/calls/\(number)/application"] {
                let own = try await office.visitor("sagatavo@example.lv", client).get(page)
                let row = try #require(own.document.item(linkedTo: base), "\(page)")
                #expect(row.text.contains("Melnraksts"), "\(page)")
                if page == "/applications" { #expect(row.text.contains("24.11.2026. plkst. 23:59:59")) }
            }
        }
    }

    private static let day = Day(2026, 11, 22) ?? .epoch
}

extension HTMLDocument {
    /// The item of a list that leads to an address.
    func item(linkedTo address: String) -> HTMLElement? {
        all("li").first { item in inside(item).contains { $0["href"] == address } }
    }
}
