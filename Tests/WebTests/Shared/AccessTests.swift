import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Postgres
import TestKit
import Testing
import Web

/// Every kind of visitor the house knows.
private enum Kind: String, CaseIterable {
    case stranger, undecided, roleless, editor, signatory, evaluator, officer, finance, auditor, administrator

    var roles: [Role] {
        switch self {
        case .stranger, .roleless, .undecided: []
        default: Role(rawValue: rawValue).map { [$0] } ?? []
        }
    }

    /// Whether a route lets this kind in: written down a second time, apart from the code under test.
    func may(_ access: Access) -> Bool {
        switch access {
        case .anyone: true
        case .signedIn: self != .stranger
        case .applicant: [.editor, .signatory].contains(self)
        case .signatory: self == .signatory
        case .agency(let roles): Role(rawValue: rawValue).map { roles.contains($0) && $0.fits(.agency) } ?? false
        }
    }

    /// What somebody is told who is not let in.
    func refusal(_ access: Access) -> Set<Int> {
        switch self {
        case .stranger: [401]
        case .undecided: [303, 403]
        case .roleless: [404]
        case .editor, .signatory: access == .signatory ? [403] : [404]
        case .evaluator, .officer, .finance, .auditor, .administrator:
            switch access {
            case .agency: [403]
            default: [404]
            }
        }
    }
}

@Suite("Every route", .database)
struct AccessTests {
    @Test("says who may call it, and treats each kind of visitor so", arguments: Kind.allCases)
    private func access(kind: Kind) async throws {
        let office = try TestOffice()
        let routes = office.routes.filter { $0.path != "/sign-out" }
        #expect(routes.count >= 10)
        try await make(kind, office)
        try await office.serve { client in
            let browser = TestBrowser(client)
            if kind != .stranger { try await browser.signIn("\(kind)@example.lv") }
            try await browser.get(kind == .stranger ? "/sign-in" : "/organisation")
            let token = try #require(await browser.formToken())
            for route in routes {
                let status = try await ask(route, browser, token)
                if kind.may(route.access) {
                    #expect(![401, 403, 500].contains(status), "\(route.method) \(route.path): \(status)")
                } else {
                    let expected = kind.refusal(route.access)
                    #expect(expected.contains(status), "\(route.method) \(route.path): \(status)")
                }
            }
        }
    }

    @Test("that is a page changes no row but the session's last use")
    func reading() async throws {
        let office = try TestOffice()
        for kind in Kind.allCases { try await make(kind, office) }
        let pages = office.routes.filter { $0.method == .get }
        try await office.serve { client in
            for kind in Kind.allCases {
                let browser = TestBrowser(client)
                if kind != .stranger { try await browser.signIn("\(kind)@example.lv") }
                office.wait(120)
                let before = try await fingerprints()
                for route in pages { _ = try await ask(route, browser, "") }
                let after = try await fingerprints()
                #expect(after == before, "as \(kind)")
            }
        }
    }

    @Test("refuses a form without its token, whoever sends it")
    func forged() async throws {
        let office = try TestOffice()
        try await make(.officer, office)
        try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("officer@example.lv")
            for route in office.routes where route.method == .post {
                let answer = try await browser.post(filled(route.path), [("formToken", "AAAA")])
                #expect(answer.status == .forbidden, "\(route.path)")
            }
        }
    }

    private func ask(_ route: Routes.Entry, _ browser: TestBrowser, _ token: String) async throws -> Int {
        let page =
            route.method == .post
            ? try await browser.post(filled(route.path), [("formToken", token)])
            : try await browser.send(.get, filled(route.path))
        return Int(page.status.code)
    }

    /// The pattern with keys of things that are not there.
    private func filled(_ pattern: String) -> String {
        pattern.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix(":") ? "999999" : String($0) }
            .joined(separator: "/")
    }

    private func make(_ kind: Kind, _ office: TestOffice) async throws {
        let email = "\(kind)@example.lv"
        switch kind {
        case .stranger:
            return
        case .roleless:
            try await office.person(email)
        case .undecided:
            try await office.person(email, .editor, .signatory, in: "Parauga novads")
            try await office.person(email, .editor, in: "Parauga skola", .school)
        case .editor, .signatory:
            try await office.person(email, kind == .editor ? .editor : .signatory)
        case .evaluator, .officer, .finance, .auditor, .administrator:
            for role in kind.roles { try await office.person(email, role, in: "Parauga aģentūra", .agency) }
        }
    }

    /// A digest of every table, the time of use of sessions left out.
    private func fingerprints() async throws -> [String: String] {
        let owner = TestDatabase.current.owner
        return try await owner.transaction { tx in
            let row = try await tx.row(
                """
                SELECT string_agg(format($$SELECT %L AS name,
                           coalesce(md5(string_agg((to_jsonb(t) - 'last_used_at')::text, ',' ORDER BY to_jsonb(t)::text)), '') AS digest
                      FROM %I.%I t$$, relname, nspname, relname), ' UNION ALL ') AS statement
                  FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
                 WHERE nspname = 'public' AND relkind = 'r'
                """
            )
            let statement: String = try row?.get("statement") ?? ""
            // The statement is the server's own; it runs through a function, since no text of ours becomes SQL.
            try await tx.run(
                """
                CREATE OR REPLACE FUNCTION pg_temp.digests(statement text) RETURNS TABLE (name text, digest text)
                LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY EXECUTE statement; END $$
                """
            )
            var digests: [String: String] = [:]
            for row in try await tx.rows("SELECT name, digest FROM pg_temp.digests(\(statement))") {
                digests[try row.get("name")] = try row.get("digest")
            }
            return digests
        }
    }
}
