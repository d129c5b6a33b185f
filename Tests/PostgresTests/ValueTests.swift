import Foundation
import Postgres
import TestKit
import Testing

@Suite("Sending values and reading them back", .database)
struct ValueTests {
    enum Colour: String, SQLValue, CaseIterable {
        case red, blue
    }

    private func same<Value: SQLValue & Equatable>(_ value: Value) async throws {
        try await rolledBack { tx in
            let row = try await tx.row("SELECT \(value) AS value, pg_typeof(\(value))::text AS type")
            let back: Value? = try row?.get("value")
            let type: String? = try row?.get("type")
            #expect(back == value)
            #expect(type?.replacing("timestamp with time zone", with: "timestamptz") == Value.sqlType)
        }
    }

    @Test("keeps whole numbers to their ends", arguments: [0, -1, Int.max, Int.min])
    func integers(_ value: Int) async throws {
        try await same(value)
        try await same(Int64(value))
    }

    @Test("keeps fractions to the last bit", arguments: [0.1, -1e300, .leastNonzeroMagnitude, .infinity, -.infinity])
    func fractions(_ value: Double) async throws {
        try await same(value)
    }

    @Test(
        "keeps every text as it is, however it looks",
        arguments: [
            "", "Skola – kopienā, āčēģīķļņšūž", "'; DROP TABLE audit_event; --", "$1 $2 \\ \" ' `", "a\nb\r\tc\u{1}",
            "👩‍👩‍👧‍👦", "\"\u{301} onfocus=", "NULL", "\\N", "{a,b}", "%s%n", "\u{FEFF}\u{202E}", "\\x41",
        ]
    )
    func texts(_ value: String) async throws {
        try await same(value)
        try await same([value, "x", value])
    }

    @Test("keeps lists, also empty ones")
    func lists() async throws {
        try await same([String]())
        try await same([Int64]())
        try await same([Int64.min, 0, Int64.max])
        try await same(["a,b", "{", "}", "\"", "\\", "NULL", ""])
        try await same([true, false])
    }

    @Test(
        "keeps instants to the millisecond",
        arguments: [0, 1_793_052_799_999, -62_135_596_800_000, -1, 253_402_300_800_000]
    )
    func instants(_ milliseconds: Int) async throws {
        try await same(Date(timeIntervalSince1970: Double(milliseconds) / 1_000))
    }

    @Test("cuts what is finer than a millisecond, never rounds it up")
    func cutsInstants() async throws {
        try await rolledBack { tx in
            let row = try await tx.row("SELECT '2026-11-30 21:59:59.999999+00'::timestamptz AS late")
            let late: Date? = try row?.get("late")
            #expect(late?.sqlText == "2026-11-30 21:59:59.999+00")
        }
    }

    @Test("gives instants in universal time, whatever the server's zone")
    func ignoresTheZone() async throws {
        try await rolledBack { tx in
            let row = try await tx.row("SELECT '2026-12-01 00:00:00 Europe/Riga'::timestamptz AS end")
            let end: Date? = try row?.get("end")
            #expect(end?.sqlText == "2026-11-30 22:00:00.000+00")
        }
    }

    @Test("keeps bytes, truth, keys and enums")
    func others() async throws {
        try await same(Bytes([UInt8](0...255)))
        try await same(Bytes([]))
        try await same(true)
        try await same(false)
        try await same(UUID())
        for colour in Colour.allCases { try await same(colour) }
    }

    @Test("tells an absent value from an empty one")
    func absence() async throws {
        try await rolledBack { tx in
            let nothing: String? = nil
            let row = try await tx.row("SELECT \(nothing) AS nothing, \("") AS empty")
            let found: String? = try row?.find("nothing")
            let empty: String? = try row?.find("empty")
            #expect(found == nil)
            #expect(empty == "")
            #expect(throws: RowError.isNull(column: "nothing")) { try row?.get("nothing", as: String.self) }
            #expect(throws: RowError.noSuchColumn("other")) { try row?.find("other", as: String.self) }
            #expect(throws: RowError.unreadable(column: "empty", as: "Int")) { try row?.get("empty", as: Int.self) }
        }
    }

    @Test("refuses a NUL character instead of cutting the text there, and goes on")
    func refusesNUL() async throws {
        try await rolledBack { tx in
            let error = await #expect(throws: PostgresError.self) { try await tx.rows("SELECT \("a\0b") AS value") }
            #expect(error?.sqlState == "22021")
            let row = try await tx.row("SELECT \("ab") AS value")
            let value: String? = try row?.get("value")
            #expect(value == "ab")
        }
    }

    @Test("splices statements and numbers their values anew")
    func splices() async throws {
        let conditions: [SQL] = ["name = \("b")", "number > \(1)"]
        let list: SQL = "(VALUES (\("a"), \(1)), (\("b"), \(2)), (\("b"), \(1))) AS list (name, number)"
        let sql: SQL = "SELECT number FROM \(list) WHERE \(SQL.joined(conditions, separator: " AND "))"
        try await rolledBack { tx in
            let rows = try await tx.rows(sql)
            let numbers: [Int] = try rows.map { try $0.get("number") }
            #expect(numbers == [2])
        }
    }
}
