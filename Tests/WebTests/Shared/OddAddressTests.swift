import Grants
import HTTPTypes
import HummingbirdTesting
import TestKit
import Testing

@Suite("Addresses that somebody made up", .database)
struct OddAddressTests {
    @Test("lead nowhere, and break nothing")
    func nowhere() async throws {
        try await TestOffice().serve { client in
            let browser = TestBrowser(client)
            for address in [
                "/calls/%00", "/calls/a%00b", "/calls/%FF", "/calls/..%2F..", "/calls/%E2%80%AE", "/calls/%27--",
            ] {
                let status = try await browser.get(address).status
                #expect(status == .notFound, "\(address): \(status)")
            }
        }
    }

    @Test("begin a list anew where they name no place in it")
    func cursors() async throws {
        let office = try TestOffice()
        try await office.person("raksta@example.lv", .editor)
        try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("raksta@example.lv")
            for after in [
                "1.999999999-01-01%2000:00:00%2B00", "1.2026-99-99%2000:00:00%2B00", "1.", ".", "9999999999999999999.x",
                "1.infinity", "1.-infinity", "1.0001-01-01%2000:00:00%2B00%20BC",
            ] {
                let status = try await browser.get("/applications?after=\(after)").status
                #expect(status == .ok, "\(after): \(status)")
            }
        }
    }
}
