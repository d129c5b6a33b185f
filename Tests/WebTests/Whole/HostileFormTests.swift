import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import TestKit
import Testing
import Web

@Suite("Every form of the site")
struct HostileFormTests {
    @Test(
        "stands anything in any of its fields: nothing breaks, nothing is half written, nothing typed is lost",
        .database
    )
    func fields() async throws {
        let office = try await FurnishedOffice()
        try await office.test.person("divi@example.lv", .editor, .signatory)
        try await office.test.person("divi@example.lv", .editor, in: "Parauga skola", .school)
        let home = try await office.test.organisation("Parauga novads")
        let forms = try await office.test.serve { client in
            try await Self.forms(of: office, client).map {
                $0.typed($0.pattern == "/organisation" ? [("organisation", "\(home)")] : [])
            }
        }
        let posted = office.test.routes.filter { $0.method == .post }.map(\.path)
        let missing = Set(posted).subtracting(forms.map(\.pattern)).subtracting(["/sign-out", "/session/extension"])
        #expect(missing == [], "no page of SitePlan shows a form for these")
        let log = try await ChangeLog()
        let putBack = try await PutBack()
        for form in forms {
            // A site of its own each, since some forms may be sent only so often.
            try await office.test.serve { client in
                _ = try await log.take()
                try await HostileTrial(form: form, client: client, log: log, putBack: putBack).run()
            }
        }
    }

    /// One form of each kind, as somebody honest fills it in.
    private static func forms(of office: FurnishedOffice, _ client: any TestClientProtocol) async throws -> [SiteForm] {
        let plan = SitePlan(office: office)
        let routes = office.test.routes
        var found: [SiteForm] = []
        var seen: Set<String> = []
        let emails =
            [nil, "divi@example.lv"] + [SiteVisitor.editor, .signatory, .officer, .administrator].map(\.email)
        for email in emails {
            let browser = try await SiteVisitor.browser(of: email, client)
            for route in routes where route.method == .get {
                for place in plan.places(route.path) where place.keeper == .everybody || place.keeper == .partner(.ours)
                {
                    if place.address.hasSuffix(".pdf") || place.address.hasSuffix("/pdf") { continue }
                    let page = try await browser.send(.get, place.address)
                    guard page.status == .ok, page.headers[.contentType]?.hasPrefix("text/html") ?? false else {
                        continue
                    }
                    for form in SiteForm.all(on: page, for: email, routes) where seen.insert(form.likeness).inserted {
                        found.append(form)
                    }
                }
            }
        }
        return (found + scripts(plan)).map { form in
            let typed = (honest(plan)[form.pattern] ?? []).filter { typed in
                form.controls.contains { $0.name == typed.0 }
            }
            return form.typed(typed)
        }
    }

    private static func scripts(_ plan: SitePlan) -> [SiteForm] {
        plan.deeds.compactMap { deed in
            guard case .script(let fields) = deed.sending else { return nil }
            let page = "/applications/\(plan.office.ours.draft)/sections/texts"
            return SiteForm.script(deed.pattern, to: deed.address, page: page, fields)
        }
    }

    /// What is typed into forms that stand empty.
    private static func honest(_ plan: SitePlan) -> [String: [(String, String)]] {
        var typed: [String: [(String, String)]] = [
            "/sign-in": [("email", "sagatavo@example.lv"), ("password", TestOffice.password)],
            "/feedback": [("text", "Ērti!"), ("replyTo", "lasitaja@example.lv")],
            "/receipts/code": [("code", plan.office.ours.code)],
            "/receipts/file": [("file", "apliecinajums.pdf")],
            "/applications/:id/papers/:field": [("files", "lemums.pdf")],
            "/work/budget/proposals/:id/papers": [("files", "grozijumi.pdf")],
            "/work/outages": [
                ("from.day", "28"), ("from.month", "11"), ("from.year", "2026"), ("fromTime", "20:00"),
                ("until.day", "28"), ("until.month", "11"), ("until.year", "2026"), ("untilTime", "21:00"),
                ("reasonLV", "Apkope"),
            ],
            "/needs": [("risk", "12")],
            "/work/budget/amendments": [
                ("number", "G-50"), ("dated.day", "20"), ("dated.month", "11"), ("dated.year", "2026"),
                ("effective.day", "20"), ("effective.month", "11"), ("effective.year", "2026"),
                ("reason", "Papildu nauda."), ("sum.\(plan.office.ledger.root)", "60 000 000"),
            ],
            "/work/calls": [
                ("kind", "initiative"), ("mode", "fixed"), ("opens.day", "1"), ("opens.month", "12"),
                ("opens.year", "2026"), ("closes.day", "15"), ("closes.month", "1"), ("closes.year", "2027"),
            ],
        ]
        for deed in plan.deeds {
            if case .form(_, let fields) = deed.sending, !fields.isEmpty, fields.first?.0 != "move" {
                typed[deed.pattern] = fields
            }
        }
        return typed
    }
}
