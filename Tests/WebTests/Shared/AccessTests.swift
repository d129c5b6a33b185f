import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
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
}
