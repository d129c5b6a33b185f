import Foundation
import Money
import Testing

@Suite("Day")
struct DayTests {
    @Test(
        "reads days as people type them",
        arguments: [
            "30.11.2026.", "30.11.2026", "30/11/2026", "30 11 2026", "2026-11-30", "30. 11. 2026.", "30-11-2026",
        ]
    )
    func typed(_ text: String) {
        #expect(Day(typed: text) == Day(2026, 11, 30))
    }

    @Test(
        "gives nothing for days the calendar does not have",
        arguments: [
            "", "31.11.2026.", "29.02.2027.", "29.02.2100.", "0.1.2026", "1.13.2026", "30.11.26", "30 novembris 2026",
            "2026-11",
            "2026-11-30T00:00", "٣٠.١١.٢٠٢٦", "1.1.10000", "30.11.2026.1", "11302026",
        ]
    )
    func impossible(_ text: String) {
        #expect(Day(typed: text) == nil, "\(text)")
    }

    @Test("leap days are there every fourth year but not every hundredth, unless every four hundredth")
    func leap() {
        #expect(Day(2028, 2, 29) != nil)
        #expect(Day(2000, 2, 29) != nil)
        #expect(Day(1900, 2, 29) == nil)
        #expect(Day(2027, 2, 29) == nil)
    }

    @Test("counting days and back is the same day, over the whole calendar")
    func numbers() {
        for number in stride(from: -719_162, through: 2_932_896, by: 997) {
            #expect(Day(number: number)?.number == number)
        }
        #expect(Day(number: -719_162) == Day(1, 1, 1))
        #expect(Day(number: 2_932_896) == Day(9999, 12, 31))
        #expect(Day(number: 2_932_897) == nil)
        #expect(Day(number: 0) == .epoch)
    }

    @Test("agrees with Foundation's calendar")
    func foundation() {
        let seed = UInt64.random(in: 1 ... .max)
        var random = Seeded(seed)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for _ in 0..<500 {
            let number = Int.random(in: 0...60_000, using: &random)
            let parts = calendar.dateComponents(
                [.year, .month, .day],
                from: Date(timeIntervalSince1970: Double(number) * 86_400)
            )
            let day = Day(parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            #expect(Day(number: number) == day, "seed \(seed)")
            #expect(day.flatMap { Day(iso: $0.iso) } == day, "seed \(seed)")
        }
    }

    @Test(
        "a month later is the same day, or the month's last",
        arguments: [
            ("2027-01-31", 1, "2027-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2027-01-15", 12, "2028-01-15"),
            ("2027-12-01", 1, "2028-01-01"), ("2027-03-31", -1, "2027-02-28"), ("2027-01-01", -1, "2026-12-01"),
            ("2027-05-05", 0, "2027-05-05"),
        ]
    )
    func months(_ day: String, _ months: Int, _ later: String) {
        #expect(Day(iso: day)?.adding(months: months) == Day(iso: later))
    }

    @Test("order, distance and addition agree")
    func arithmetic() {
        let seed = UInt64.random(in: 1 ... .max)
        var random = Seeded(seed)
        for _ in 0..<1_000 {
            guard let first = Day(number: .random(in: 0...40_000, using: &random)) else { continue }
            let distance = Int.random(in: -5_000...5_000, using: &random)
            guard let second = first.adding(days: distance) else { continue }
            #expect(first.days(until: second) == distance, "seed \(seed)")
            #expect((first < second) == (distance > 0), "seed \(seed)")
        }
        #expect(Day(9999, 12, 31)?.adding(days: 1) == nil)
        #expect(Day(9999, 12, 1)?.adding(months: 1) == nil)
        #expect(Day(1, 1, 1)?.adding(months: -1) == nil)
    }
}

@Suite("The office's clock")
struct OfficeTimeTests {
    private func instant(_ text: String) -> Date? {
        try? Date(text, strategy: .iso8601)
    }

    @Test("a day in Riga begins two or three hours before it does in Greenwich")
    func starts() throws {
        let winter = try #require(Day(iso: "2026-12-01"))
        #expect(OfficeTime.start(of: winter) == instant("2026-11-30T22:00:00Z"))
        let summer = try #require(Day(iso: "2026-07-01"))
        #expect(OfficeTime.start(of: summer) == instant("2026-06-30T21:00:00Z"))
        #expect(OfficeTime.day(of: OfficeTime.start(of: winter)) == winter)
        #expect(OfficeTime.day(of: OfficeTime.start(of: winter).addingTimeInterval(-0.001)) == winter.adding(days: -1))
    }

    @Test("days on which the clock is moved have 23 and 25 hours")
    func movedClock() throws {
        for (day, hours) in [("2027-03-28", 23.0), ("2026-10-25", 25.0), ("2026-10-26", 24.0)] {
            let day = try #require(Day(iso: day))
            let next = try #require(day.adding(days: 1))
            #expect(OfficeTime.start(of: next).timeIntervalSince(OfficeTime.start(of: day)) == hours * 3_600)
        }
    }

    @Test("cutting to milliseconds twice cuts once, and never forward")
    func milliseconds() {
        let seed = UInt64.random(in: 1 ... .max)
        var random = Seeded(seed)
        for _ in 0..<20_000 {
            let instant = Date(timeIntervalSince1970: .random(in: 0...4_000_000_000, using: &random))
            let once = OfficeTime.millisecond(instant)
            #expect(OfficeTime.millisecond(once) == once, "seed \(seed)")
            #expect(once.timeIntervalSince(instant) < 0.000_01, "seed \(seed)")
            #expect(instant.timeIntervalSince(once) < 0.001_01, "seed \(seed)")
        }
    }
}
