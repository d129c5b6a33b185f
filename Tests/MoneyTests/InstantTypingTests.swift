import Foundation
import Money
import Testing

@Suite("An instant")
struct InstantTypingTests {
    @Test(
        "is read as people type and paste it, by the clock in Riga",
        arguments: [
            "31.10.2026. 14:00:05", "31.10.2026. plkst.\u{A0}14:00:05", "31.10.2026 at 14:00:05", "2026-10-31T14:00:05",
            "2026-10-31 14:00:05", "31. 10. 2026., plkst. 14:00:05",
        ]
    )
    func typed(_ text: String) throws {
        let expected = try Date("2026-10-31T12:00:05Z", strategy: .iso8601)
        #expect(OfficeTime.instant(typed: text) == expected, "\(text)")
    }

    @Test(
        "is nothing without a day, without a time, or with what no clock shows",
        arguments: [
            "", "31.10.2026.", "14:00:00", "31.10.2026. 24:00:00", "31.10.2026. 14:60", "31.10.2026. 14:00:60",
            "31.10.2026. 14", "31.10.2026. 14:00:00:00", "31.02.2026. 14:00", "31.10.2026. -1:00", "31.10.2026. 1:٣٠",
            "31.10.2026. 14:00:00Z", "31.10.2026. 114:00", String(repeating: "1", count: 100),
        ]
    )
    func impossible(_ text: String) {
        #expect(OfficeTime.instant(typed: text) == nil, "\(text)")
    }

    @Test("in an hour that the end of summer time repeats is the later one")
    func repeated() throws {
        let later = try Date("2026-10-25T01:30:00Z", strategy: .iso8601)
        #expect(OfficeTime.instant(typed: "25.10.2026. 3:30") == later)
        let before = try Date("2026-10-24T23:59:59Z", strategy: .iso8601)
        #expect(OfficeTime.instant(typed: "25.10.2026. 2:59:59") == before)
        let after = try Date("2026-10-25T02:00:00Z", strategy: .iso8601)
        #expect(OfficeTime.instant(typed: "25.10.2026. 4:00:00") == after)
    }
}
