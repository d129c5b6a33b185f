import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Store
import TestKit
import Testing

@Suite("The public pages of calls")
struct PublicCallPageTests {
    private static let hostile = "\"\u{301}><script>alert(1)</script>"

    @Test("show an open call to everybody in both languages, well formed", .database, arguments: ["lv", "en"])
    func show(language: String) async throws {
        let showcase = try await CallShowcase()
        let call = try await showcase.publish()
        try await showcase.enquire(call, at: "title", "Cik garš?", "Īss.")
        try await showcase.extend(call, reason: "Brīvdienas.")
        try await showcase.test.serve { client in
            let browser = TestBrowser(client)
            let page = try await browser.get("/calls/\(call.call.number)?lang=\(language)")
            #expect(page.status == .ok)
            #expect(page.document.houseFaults() == [])
            #expect(page.text.contains(language == "lv" ? "Līdzfinansē Eiropas Savienība" : "Co-funded"))
            #expect(page.bytes.count < 100_000)
            for part in ["22.01.2027", "23:59:59", "7\u{A0}000,00\u{A0}EUR", "Cik garš?", "Brīvdienas."] {
                #expect(page.text.contains(part), "\(part)")
            }
            #expect(try page.link(language == "lv" ? "Sākt" : "Start") == "/calls/\(call.call.number)/application")
        }
    }

    @Test("show a ceiling with its cost categories, a coming call and a closed one without a way to begin", .database)
    func phases() async throws {
        let showcase = try await CallShowcase()
        let ceiling = try await showcase.publish(.initiative, mode: .ceiling)
        let coming = try await showcase.publish(.partnership, from: Day(2026, 12, 1))
        let closed = try await showcase.publish(.initiative, from: Day(2026, 10, 16), until: Day(2026, 11, 20))
        try await showcase.test.serve { client in
            let browser = TestBrowser(client)
            for call in [ceiling, coming, closed] {
                let page = try await browser.get("/calls/\(call.call.number)")
                #expect(page.status == .ok)
                #expect(page.document.houseFaults() == [])
                #expect(page.text.contains("/application\"") == (call == ceiling))
            }
            let costs = try await browser.get("/calls/\(ceiling.call.number)")
            #expect(costs.document.first("h2", where: ["id": "costs"]) != nil)
            let points = "18.1.2., 18.2.4.4. apakšpunkts, 21. punkts, 23.5.1., 25.6., 35.6. apakšpunkts"
            #expect(costs.text.contains(points))
        }
    }

    @Test(
        "show nothing of drafts, of other numbers and of hostile ones",
        .database,
        arguments: ["SK-NAV-1", "%27", "..%2F", "<b>", "1"]
    )
    func missing(number: String) async throws {
        let showcase = try await CallShowcase()
        let terms = CallTemplate.initiative(from: CallShowcase.day, until: Day(2027, 1, 15) ?? .epoch)
        _ = try await showcase.calls.create(.initiative, from: terms, key: UUID(), by: showcase.officer)
        try await showcase.test.serve { client in
            let browser = TestBrowser(client)
            for path in ["", "/call.pdf", "/call.ics"] {
                let page = try await browser.get("/calls/\(number)\(path)")
                #expect(page.status == .notFound, "\(path)")
            }
            let list = try await browser.get("/calls")
            #expect(!list.text.contains("SK-INIC"))
        }
    }

    @Test("keep an extension for one applicant from everybody else", .database)
    func ownExtension() async throws {
        let showcase = try await CallShowcase()
        let call = try await showcase.publish()
        let partner = try await showcase.test.organisation("Slepenais novads")
        try await showcase.extend(call, for: partner, reason: "Tikai viņiem.")
        try await showcase.test.serve { client in
            let browser = TestBrowser(client)
            for path in ["/calls/\(call.call.number)", "/calls.atom", "/calls.ics", "/calls"] {
                let page = try await browser.get(path)
                #expect(!page.text.contains("Tikai viņiem") && !page.text.contains("Slepenais"), "\(path)")
                #expect(!page.text.contains("22.01.2027"), "\(path)")
            }
        }
    }

    @Test("escape hostile texts everywhere", .database, arguments: ["", "/call.ics"])
    func hostile(path: String) async throws {
        let showcase = try await CallShowcase()
        let call = try await showcase.publish { terms in
            terms.title = Bilingual(lv: Self.hostile, en: Self.hostile)
            terms.purpose = Bilingual(lv: Self.hostile, en: Self.hostile)
            terms.sections[0].questions[0].title = Bilingual(lv: Self.hostile, en: Self.hostile)
            terms.conformity[0].title = Bilingual(lv: Self.hostile, en: Self.hostile)
        }
        try await showcase.enquire(call, at: nil, Self.hostile, Self.hostile)
        try await showcase.test.serve { client in
            let browser = TestBrowser(client)
            let page = try await browser.get("/calls/\(call.call.number)\(path)")
            #expect(page.status == .ok)
            if path.isEmpty {
                #expect(page.document.houseFaults() == [])
                #expect(page.document.all("script").allSatisfy { $0.has("src") })
                #expect(!page.text.contains("<script>alert"))
            }
            let feed = try await browser.get("/calls.atom")
            #expect(!feed.text.contains("<script>"))
            let list = try await browser.get(
                "/calls?text=\(Self.hostile.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
            )
            #expect(list.document.houseFaults() == [])
            #expect(!list.text.contains("<script>alert"))
        }
    }

    @Test("list by phase, kind and words without regard to diacritics, and say how many", .database)
    func list() async throws {
        let showcase = try await CallShowcase()
        let open = try await showcase.publish(.initiative) { $0.title.lv = "Ēdam kopā" }
        let coming = try await showcase.publish(.partnership, from: Day(2026, 12, 1)) {
            $0.applicants.kinds.append(.association)
        }
        let closed = try await showcase.publish(.initiative, from: Day(2026, 10, 16), until: Day(2026, 11, 20))
        let cases: [(String, [String])] = [
            ("", [open.call.number, coming.call.number, closed.call.number]), ("phase=open", [open.call.number]),
            ("phase=coming", [coming.call.number]), ("phase=closed", [closed.call.number]),
            ("kind=partnership", [coming.call.number]), ("applicant=association", [coming.call.number]),
            ("text=edam", [open.call.number]), ("text=nekas", []),
            ("phase=nonsense&kind=x&text=", [open.call.number, coming.call.number, closed.call.number]),
        ]
        try await showcase.test.serve { client in
            let browser = TestBrowser(client)
            for (query, expected) in cases {
                let page = try await browser.get("/calls?\(query)")
                let found = page.document.all("a").compactMap { $0["href"] }.filter { $0.hasPrefix("/calls/") }
                #expect(found == expected.map { "/calls/\($0)" }, "\(query)")
                #expect(page.document.houseFaults() == [], "\(query)")
            }
            let page = try await browser.get("/calls?lang=lv")
            #expect(page.text.contains("<option value=\"association\""))
            let doubled = try await browser.get("/calls?text=a&text=b")
            #expect(doubled.status == .badRequest)
        }
    }

    @Test("put open calls first on the front page, with the programme's published numbers", .database)
    func front() async throws {
        let showcase = try await CallShowcase()
        try await showcase.test.serve { client in
            let empty = try await TestBrowser(client).get("/")
            #expect(empty.document.houseFaults() == [])
        }
        let call = try await showcase.publish()
        try await showcase.test.serve { client in
            let page = try await TestBrowser(client).get("/")
            #expect(page.document.houseFaults() == [])
            #expect(page.text.contains("/calls/\(call.call.number)"))
            #expect(page.text.contains("2\u{A0}100\u{A0}000,00\u{A0}EUR"))
            #expect(page.document.all("ol", where: ["class": "steps"]).count == 1)
        }
    }

    @Test("need few statements", .database)
    func statements() async throws {
        let showcase = try await CallShowcase()
        let call = try await showcase.publish()
        let ceilings = [
            ("/", 2), ("/calls", 1), ("/calls/\(call.call.number)", 5), ("/calls.atom", 1), ("/calls.ics", 2),
        ]
        for (path, ceiling) in ceilings {
            let (_, statements) = try await TestDatabase.statements {
                try await showcase.test.serve { client in _ = try await TestBrowser(client).get(path) }
            }
            #expect(statements.count <= ceiling, "\(path): \(statements)")
        }
    }

    @Test("tell in the news that a call was cancelled and why, and of a draft nothing", .database)
    func cancelledInFeed() async throws {
        let showcase = try await CallShowcase()
        let call = try await showcase.publish()
        let draft = try await showcase.calls.create(.initiative, from: call.terms, key: UUID(), by: showcase.officer)
        for id in [call.call.id, draft] {
            try await showcase.calls.cancel(
                id,
                reason: "Nepietiek naudas.",
                by: showcase.officer,
                now: showcase.test.now,
                letter: { _, _ in nil }
            )
        }
        try await showcase.test.serve { client in
            let browser = TestBrowser(client)
            let feed = try await browser.get("/calls.atom?lang=lv")
            #expect(feed.text.components(separatedBy: "<entry>").count == 3)
            #expect(feed.text.contains("<id>tag:viaa.gov.lv,2024:kopiena:\(call.call.number):cancellation:lv</id>"))
            #expect(feed.text.contains("ir atcelts, iesniegumus vairs nepieņem. Iemesls: Nepietiek naudas."))
            let english = try await browser.get("/calls.atom?lang=en")
            #expect(english.text.contains("has been cancelled"))
        }
    }

    @Test("tell news once for each version and extension, under names that stay", .database)
    func feed() async throws {
        let showcase = try await CallShowcase()
        let call = try await showcase.publish()
        try await showcase.change(call, note: "Vairāk naudas.") { $0.moneyAvailable = Euro(euros: 800_000) }
        try await showcase.extend(call, reason: "Brīvdienas.")
        try await showcase.test.serve { client in
            let browser = TestBrowser(client)
            let feed = try await browser.get("/calls.atom?lang=lv")
            #expect(feed.headers[.contentType] == "application/atom+xml; charset=utf-8")
            #expect(feed.text.components(separatedBy: "<entry>").count == 4)
            #expect(feed.text.contains("<id>tag:viaa.gov.lv,2024:kopiena:\(call.call.number):version:2:lv</id>"))
            #expect(feed.text.contains("Vairāk naudas."))
            let again = try await browser.get("/calls.atom?lang=lv")
            #expect(again.bytes == feed.bytes)
            let calendar = try await browser.get("/calls/\(call.call.number)/call.ics")
            #expect(calendar.headers[.contentType] == "text/calendar; charset=utf-8")
            #expect(calendar.text.contains("DTSTART:20270122T215959Z"))
            #expect(calendar.text.contains("UID:\(call.call.number.lowercased()).closes@kopiena"))
            #expect(calendar.text.contains("SEQUENCE:2"))
        }
    }
}
