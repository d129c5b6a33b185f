import Grants
import Store
import TestKit
import Testing

@Suite("The first page of the workplace", .database)
struct StaffDeskTests {
    @Test("shows when a call in preparation is planned to open and to close, and says that it is planned")
    func planned() async throws {
        let fixture = try await WorkCallFixture()
        let draft = try await fixture.created()
        try await fixture.office.serve { client in
            let page = try await fixture.browser(client).get("/work")
            #expect(page.document.houseFaults() == [])
            let row = try #require(page.document.all("tr").first { $0.text.contains(draft.call.number) })
            #expect(row.text.contains("01.12.2026."))
            #expect(row.text.contains("15.01.2027. plkst. 23:59:59"))
            #expect(page.text.contains("Datumi ir plānoti"))
        }
    }

    @Test("says of a published call what was published, whatever is being changed in it")
    func published() async throws {
        let fixture = try await WorkCallFixture()
        let version = try await fixture.published()
        try await fixture.office.serve { client in
            let page = try await fixture.browser(client).get("/work")
            let row = try #require(page.document.all("tr").first { $0.text.contains(version.call.number) })
            #expect(row.text.contains("15.01.2027. plkst. 23:59:59"))
        }
    }
}
