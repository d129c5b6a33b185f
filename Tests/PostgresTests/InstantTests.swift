import Foundation
import Postgres
import Testing

@Suite("Instants as text")
struct InstantTests {
    @Test(
        "that no calendar has are none",
        arguments: [
            "999999999-01-01 00:00:00+00", "2026-99-01 00:00:00+00", "2026-01-99 00:00:00+00", "2026-00-10 00:00:00+00",
            "2026-01-01 24:00:00+00", "2026-01-01 00:60:00+00", "2026-01-01 00:00:61+00", "2026-01-01", "",
        ]
    )
    func impossible(text: String) {
        #expect(Date(sqlText: text) == nil)
    }

    @Test("are read to the end of four digits")
    func lastYear() throws {
        let last = try #require(Date(sqlText: "9999-12-31 23:59:59.999+00"))
        #expect(last.sqlText == "9999-12-31 23:59:59.999+00")
    }
}
