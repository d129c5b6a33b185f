import Foundation
import HTTPTypes
import Postgres
import Store
import TestKit
import Testing

extension Faults {
    @Suite("An upload that goes wrong")
    struct UploadFaultTests {
        private static let limit = 26_214_400

        @Test("leaves no row without its file and no file without its row, whatever was sent", .database)
        func badUploads() async throws {
            let site = try await LiveSite()
            var chance = Chance()
            let seed = chance.seed
            try await site.run {
                let browser = try await site.applicant(1)
                let base = try await site.draft(browser)
                let place = "\(base)/papers/map"
                let pdf = ApplicantsOffice.pdf
                let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + pdf
                let large =
                    Array(pdf.dropLast(6)) + Array(repeating: 0x20, count: Self.limit + 1 - pdf.count)
                    + Array("%%EOF\n".utf8)
                let refused: [(String, [UInt8])] = [
                    ("tukšs.pdf", []), ("bumba.docx", Self.bomb), ("attēls.pdf", png),
                    ("programma.exe", [0x4D, 0x5A, 0, 1]),
                    ("vīruss.pdf", Array(Self.testVirus.utf8)), ("liels.pdf", large),
                ]
                for (name, bytes) in refused {
                    try await browser.get(place)
                    let file = TestFile(field: "files", name: name, bytes: bytes)
                    let answer = try await browser.upload(place, files: [file])
                    #expect(answer.status == .unprocessableContent, "\(name)")
                    #expect(answer.document.houseFaults() == [], "\(name)")
                    try await expectFiles(0, site, "\(name)")
                }

                try await tear(site, browser, place, &chance)
                try await expectFiles(0, site, "torn; seed \(seed)")

                // A text is a text, even one that makes virus scanners ring: it is given back as a download and as nothing else.
                let names = ["../../etc/passwd.txt", "C:\\vīruss.txt"]
                let texts = names.map { TestFile(field: "files", name: $0, bytes: Array(Self.testVirus.utf8)) }
                let taken = try await browser.upload(place, files: texts)
                #expect(taken.status == .seeOther)
                let page = try await browser.get(place)
                let download = try await browser.get(page.link("passwd.txt"))
                #expect(download.headers[.contentDisposition]?.hasPrefix("attachment") ?? false)
                #expect(download.headers[.contentDisposition]?.contains("/") == false)
                #expect(download.bytes == Array(Self.testVirus.utf8))
                try await expectFiles(2, site, "texts")

                let more = (3...20).map { TestFile(field: "files", name: "\($0).pdf", bytes: pdf) }
                let twenty = try await browser.upload(place, files: more)
                #expect(twenty.status == .seeOther, "\(twenty.text)")
                let last = TestFile(field: "files", name: "21.pdf", bytes: pdf)
                let tooMany = try await browser.upload(place, files: [last])
                #expect(tooMany.status == .unprocessableContent)
                try await expectFiles(20, site, "twenty-one")
            }
        }

        @Test("larger than any form is refused by its status, and what follows is read only so far", .database)
        func tooLarge() async throws {
            let site = try await LiveSite()
            try await site.run {
                let browser = try await site.applicant(1)
                let base = try await site.draft(browser)
                let page = try await browser.get("\(base)/sections/texts")
                let fields = [
                    ("field[]", "title"), ("version.title", "1"), ("title", String(repeating: "a", count: 3_000_000)),
                ]
                let form = try await browser.post("\(base)/sections/texts", fields)
                #expect(form.status == .contentTooLarge)
                let parts = try await browser.upload("\(base)/papers/map", fields, files: [])
                #expect(parts.status == .contentTooLarge)
                #expect(page.status == .ok)

                // Not signed in and without a token: answered at once, while two gigabytes are still to come.
                let head =
                    Self.head("/applications/1/papers/map", length: 2_000_000_000, cookies: "")
                    + Self.part("formToken") + "x\r\n" + Self.part("files", name: "a.pdf")
                let start = ContinuousClock.now
                let outcome = try await RawConnection(port: site.service.port).insist(
                    head: Array(head.utf8),
                    piece: Array(repeating: 0x20, count: 65_536),
                    times: 30_000
                )
                #expect(outcome.answer.hasPrefix("HTTP/1.1 403"), "\(outcome.answer.prefix(200))")
                #expect(outcome.answer.lowercased().contains("connection: close"))
                #expect(outcome.sent < 80_000_000, "\(outcome.sent)")
                #expect(ContinuousClock.now - start < .seconds(40))
                let health = await site.service.status("/healthz")
                #expect(health?.status == 200)
                try await expectFiles(0, site, "endless")
            }
        }

        /// Uploads cut off at bytes of chance, before and within the file.
        private func tear(_ site: LiveSite, _ browser: TestBrowser, _ place: String, _ chance: inout Chance)
            async throws
        {
            let page = try await browser.get(place)
            let token = try #require(page.document.first("input", where: ["name": "formToken"])?["value"])
            let cookies = await browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            let opening = Self.part("formToken") + "\(token)\r\n" + Self.part("files", name: "puse.txt")
            let body = Array(opening.utf8) + chance.letters(900_000) + Array("\r\n--X--\r\n".utf8)
            let head = Array(Self.head(place, length: body.count, cookies: cookies).utf8)
            for turn in 0..<6 {
                let range = turn == 0 ? 0..<opening.utf8.count : opening.utf8.count..<body.count - 1
                let cut = Int.random(in: range, using: &chance)
                try await RawConnection(port: site.service.port).hangUp(after: head + body.prefix(cut))
            }
        }

        /// So many whole files after a sweep, and nothing else. The last upload that was torn may still be on its way in.
        private func expectFiles(_ count: Int, _ site: LiveSite, _ what: Comment) async throws {
            let age = "UPDATE file SET created_at = created_at - interval '2 hours' WHERE state = 'arriving'" as SQL
            var found: [Int] = []
            for turn in 0..<50 where found != [count, count, count] {
                if turn > 0 { try await Task.sleep(for: .milliseconds(100)) }
                _ = try await TestDatabase.current.owner.transaction { try await $0.run(age) }
                try await site.office.test.stores.applications.files.sweep()
                found = try await Self.files()
            }
            #expect(found == [count, count, count], what)
        }

        /// How many rows there are, how many of them with all their bytes, and how many files there are bytes of.
        private static func files() async throws -> [Int] {
            let row = try await TestDatabase.current.owner.transaction { tx in
                try await tx.row(
                    """
                    SELECT (SELECT count(*) FROM file) AS rows,
                           (SELECT count(*)
                              FROM (SELECT f.file_id
                                      FROM file f
                                      JOIN file_chunk c USING (file_id)
                                     WHERE f.state = 'ready'
                                     GROUP BY f.file_id
                                    HAVING f.size = sum(length(c.bytes))
                                       AND f.sha256 = sha256(string_agg(c.bytes, ''::bytea ORDER BY c.position))) w) AS whole,
                           (SELECT count(DISTINCT file_id) FROM file_chunk) AS bytes
                    """
                )
            }
            guard let row else { return [] }
            return try ["rows", "whole", "bytes"].map { try row.get($0) }
        }

        private static func head(_ path: String, length: Int, cookies: String) -> String {
            """
            POST \(path) HTTP/1.1\r
            Host: 127.0.0.1\r
            Cookie: \(cookies)\r
            Content-Type: multipart/form-data; boundary=X\r
            Content-Length: \(length)\r
            \r

            """
        }

        private static func part(_ field: String, name: String? = nil) -> String {
            let file = name.map { "; filename=\"\($0)\"" } ?? ""
            return "--X\r\nContent-Disposition: form-data; name=\"\(field)\"\(file)\r\n\r\n"
        }

        /// The harmless text that virus scanners are tried with, put together here so that none of them finds it in this file.
        private static let testVirus = [
            "X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
        ]
        .joined()

        /// A document of a kilobyte that says it unpacks to four gigabytes.
        private static let bomb: [UInt8] = {
            var (local, central): ([UInt8], [UInt8]) = ([], [])
            let entries = [("[Content_Types].xml", 100, 100), ("word/document.xml", 1_000, 4_000_000_000)]
            for (name, packed, unpacked) in entries {
                let sizes = four(packed) + four(unpacked)
                let common = two(20) + two(0) + two(8) + four(0) + four(0) + sizes + two(name.utf8.count) + two(0)
                central += four(0x0201_4B50) + two(20) + common + two(0) + two(0) + two(0) + four(0) + four(local.count)
                central += Array(name.utf8)
                local += four(0x0403_4B50) + common + Array(name.utf8) + Array(repeating: 0, count: packed)
            }
            let end =
                four(0x0605_4B50) + two(0) + two(0) + two(2) + two(2) + four(central.count) + four(local.count) + two(0)
            return local + central + end
        }()

        private static func two(_ number: Int) -> [UInt8] { [UInt8(number & 255), UInt8(number >> 8 & 255)] }

        private static func four(_ number: Int) -> [UInt8] { two(number & 0xFFFF) + two(number >> 16 & 0xFFFF) }
    }
}
