import Foundation
import Grants
import HTTPTypes
import HummingbirdTesting
import Money
import Site
import TestKit
import Testing

@Suite("The sign-in page", .database)
struct SignInPageTests {
    @Test("leads an applicant home, an officer to the workplace, and back to where one wanted to go")
    func leads() async throws {
        let office = try TestOffice()
        try await office.person("rakstitaja@example.lv", .editor)
        try await office.person("vaditaja@example.lv", .officer, in: "Parauga aģentūra", .agency)
        try await office.serve { client in
            let home = try await TestBrowser(client).signIn("rakstitaja@example.lv")
            #expect(home.address == "/home")
            #expect(home.document.houseFaults() == [])
            let work = try await TestBrowser(client).signIn("vaditaja@example.lv")
            #expect(work.address == "/work")
            #expect(work.document.houseFaults() == [])

            let browser = TestBrowser(client)
            let asked = try await browser.get("/work/audit?subject=person")
            #expect(asked.status == .unauthorized)
            let came = try await browser.submit(["email": "vaditaja@example.lv", "password": TestOffice.password])
            #expect(came.address == "/work/audit?subject=person")
        }
    }

    @Test("leads an evaluator, who has no desk, to a page that is there, before and after choosing an organisation")
    func evaluator() async throws {
        let office = try TestOffice()
        try await office.person("verte@example.lv", .evaluator, in: "Parauga aģentūra", .agency)
        try await office.person("abi@example.lv", .editor)
        try await office.person("abi@example.lv", .evaluator, in: "Parauga aģentūra", .agency)
        let (agency, partner) = try await (
            office.organisation("Parauga aģentūra", .agency), office.organisation("Parauga novads")
        )
        try await office.serve { client in
            let page = try await TestBrowser(client).signIn("verte@example.lv")
            #expect(page.status == .ok)
            #expect(page.address == "/")

            let browser = TestBrowser(client)
            let choice = try await browser.signIn("abi@example.lv")
            #expect(choice.address == "/organisation")
            let evaluating = try await browser.submit(["organisation": agency.description])
            #expect(evaluating.status == .ok)
            #expect(evaluating.address == "/")
            try await browser.get("/organisation")
            let writing = try await browser.submit(["organisation": partner.description])
            #expect(writing.address == "/home")
        }
    }

    @Test("never leads to another site", arguments: ["//evil.example", "https://evil.example/", "/\\evil.example"])
    func staysHere(next: String) async throws {
        let office = try TestOffice()
        try await office.person("\(abs(next.hashValue))@example.lv", .editor)
        try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.get("/sign-in")
            let answer = try await browser.post(
                "/sign-in",
                [("email", "\(abs(next.hashValue))@example.lv"), ("password", TestOffice.password), ("next", next)]
            )
            #expect(answer.status == .seeOther)
            #expect(answer.location == "/")
        }
    }

    @Test("keeps the address typed and says what to do, never which of the two was wrong")
    func refuses() async throws {
        let office = try TestOffice()
        try await office.person("ir@example.lv", .editor)
        try await office.serve { client in
            let wrong = TestBrowser(client)
            try await wrong.get("/sign-in")
            let first = try await wrong.submit(["email": "ir@example.lv", "password": "nav īstā parole"])
            let unknown = TestBrowser(client)
            try await unknown.get("/sign-in")
            let second = try await unknown.submit(["email": "nav@example.lv", "password": "nav īstā parole"])
            #expect(first.status == .unprocessableContent)
            #expect(second.status == .unprocessableContent)
            #expect(first.text.contains("value=\"ir@example.lv\""))
            #expect(first.text.contains("nesader"))
            #expect(!first.text.contains("nav īstā parole"))
            #expect(first.document.first("title")?.text.hasPrefix("Kļūda:") == true)
            #expect(first.document.houseFaults() == [])
        }
    }

    @Test("asks to wait after five mistakes, and says how long")
    func limits() async throws {
        let office = try TestOffice()
        try await office.person("minetaja@example.lv", .editor)
        try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.get("/sign-in")
            for _ in 0..<5 {
                let page = try await browser.submit(["email": "minetaja@example.lv", "password": "minējums"])
                #expect(page.status == .unprocessableContent)
            }
            let held = try await browser.submit(["email": "minetaja@example.lv", "password": TestOffice.password])
            #expect(held.status == .tooManyRequests)
            #expect(held.headers[.retryAfter] == "15")
            #expect(held.text.contains("15 sekunžu"))
            office.wait(16)
            let page = try await browser.submit(["email": "minetaja@example.lv", "password": TestOffice.password])
            #expect(page.address == "/home")
        }
    }

    @Test("gives a new token at every sign-in, in a cookie scripts and neighbours cannot reach")
    func rotates() async throws {
        let office = try TestOffice()
        try await office.person("jauna@example.lv", .editor)
        try await office.serve { client in
            let browser = TestBrowser(client)
            let planted = Token().text
            await browser.setCookie("__Host-session", planted)
            try await browser.signIn("jauna@example.lv")
            let token = try #require(await browser.cookies["__Host-session"])
            #expect(token != planted)
            let header = try #require(await browser.cookieHeaders.last { $0.hasPrefix("__Host-session=") })
            for attribute in ["HttpOnly", "Secure", "Path=/", "SameSite=Lax"] { #expect(header.contains(attribute)) }
        }
    }

    @Test("forgets everything at signing out")
    func signsOut() async throws {
        let office = try TestOffice()
        try await office.person("projam@example.lv", .editor)
        try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("projam@example.lv")
            let token = await browser.cookies["__Host-session"]
            let answer = try await browser.post("/sign-out")
            #expect(answer.headers[.clearSiteData] == "\"cache\", \"storage\"")
            #expect(await browser.cookies["__Host-session"] == nil)
            await browser.setCookie("__Host-session", token)
            let home = try await browser.get("/home")
            #expect(home.status == .unauthorized)
        }
    }
}
