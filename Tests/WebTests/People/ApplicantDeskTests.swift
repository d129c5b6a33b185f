import TestKit
import Testing

@Suite("The first page of an applicant", .database)
struct ApplicantDeskTests {
    @Test("asks for a withdrawn application until the end, and says after it that it was not handed in again")
    func withdrawn() async throws {
        let office = try await ApplicantsOffice()
        let base = try await office.draft(in: office.number, state: "withdrawn")
        try await office.serve { client in
            let open = try await office.visitor("sagatavo@example.lv", client).get("/home")
            #expect(open.document.houseFaults() == [])
            #expect(!open.text.contains("Šobrīd nekas negaida"))
            let task = try #require(open.document.item(linkedTo: base))
            #expect(task.text.contains("atsaukts") && task.text.contains("Iesniegt līdz"))
            office.test.wait(25 * 86_400)
            let closed = try await office.visitor("sagatavo@example.lv", client).get("/home")
            #expect(closed.text.contains("Šobrīd nekas negaida"))
            #expect(closed.text.contains("atsauktais iesniegums vēlreiz netika iesniegts"))
        }
    }
}
