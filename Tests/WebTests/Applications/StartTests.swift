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
}

extension HTMLDocument {
    /// The item of a list that leads to an address.
    func item(linkedTo address: String) -> HTMLElement? {
        all("li").first { item in inside(item).contains { $0["href"] == address } }
    }
}
