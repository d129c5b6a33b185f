import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestKit
import Testing

/// Sends one form of the site over and over, each time with something hostile in one of its fields, and judges the answers.
struct HostileTrial {
    let form: SiteForm
    let client: any TestClientProtocol
    let log: ChangeLog
    let putBack: PutBack

    func run() async throws {
        let hands = try await Hands.open(form, client)
        try await honest(hands)
        let controls = form.telling
        for (name, kind) in controls {
            for hostile in Hostile.alone { try await send([(name, kind, hostile)], hands) }
        }
        for turn in Hostile.round.indices {
            let typed = controls.enumerated().filter { $0.element.kind == .text }.map { place, control in
                (control.name, control.kind, Hostile.round[(place + turn) % Hostile.round.count])
            }
            if !typed.isEmpty { try await send(typed, hands) }
            for (name, kind) in controls where kind != .text {
                try await send([(name, kind, Hostile.round[turn])], hands)
            }
        }
        if let (name, kind) = controls.first {
            for hostile in Hostile.unreadable { try await send([(name, kind, hostile)], hands) }
        }
        if form.isPost { try await forged(hands) }
    }

    private typealias Attack = (name: String, kind: SiteForm.Control, hostile: Hostile)

    /// Whoever sends it: a browser and the form token that it holds.
    private struct Hands {
        let browser: TestBrowser
        let token: String

        static func open(_ form: SiteForm, _ client: any TestClientProtocol) async throws -> Hands {
            let browser = try await SiteVisitor.browser(of: form.email, client)
            try await browser.get(form.page)
            return Hands(browser: browser, token: await browser.formToken() ?? "")
        }
    }

    /// Signing in takes another form token along.
    private var wearsOut: Bool { form.pattern == "/sign-in" || form.pattern == "/organisation" }

    private func honest(_ hands: Hands) async throws {
        let page = try await post(wire(fresh: true), hands)
        let changes = try await log.take()
        let expected = form.isBlank ? [422] : [200, 303]
        #expect(expected.contains(page.status.code), "\(form.action) as it should be: \(page.status.code)")
        if !changes.isEmpty { try await restore() }
    }

    private func send(_ attacks: [Attack], _ old: Hands) async throws {
        let hands = wearsOut ? try await Hands.open(form, client) : old
        if wearsOut { _ = try await log.take() }
        var sent = wire(fresh: !attacks.contains { $0.name == "key" })
        for (name, _, hostile) in attacks { sent = sent.with(name, hostile) }
        let page = try await post(sent, hands)
        let changes = try await log.take()
        let said =
            "\(form.action) of \(form.page), " + attacks.map { "\($0.hostile) in \($0.name)" }.joined(separator: ", ")
        expectStatus(of: page, after: attacks, said)
        if page.status.code >= 400 {
            let half = Set(changes).subtracting(kept(after: page.status.code))
            #expect(half == [], "\(said): \(page.status.code), and yet")
        }
        expectEscaped(page, said)
        let isAlone = attacks.count == 1 && Hostile.alone.contains(attacks[0].hostile)
        if page.status.code == 422, !form.isScript, !isAlone { try expectTyped(sent, on: page, said) }
        if page.status.code == 303, let location = page.location {
            #expect(
                location.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && location.hasPrefix("/"),
                "\(said): \(location)"
            )
            let shown = try await hands.browser.send(.get, location)
            #expect(shown.status.code < 400, "\(said): \(location) answers \(shown.status.code)")
            expectEscaped(shown, "\(said), shown on \(location)")
        }
        if !changes.isEmpty { try await restore() }
    }

    private func expectStatus(of page: TestPage, after attacks: [Attack], _ said: String) {
        let status = page.status.code
        let isUnreadable = attacks.contains { $0.hostile.isUnreadable(in: $0.name) && $0.kind != .file }
        if isUnreadable {
            #expect(status == 400, "\(said): \(status)")
        } else {
            let allowed = attacks.reduce(into: Set<Int>()) { $0.formUnion(self.allowed($1.kind)) }
            #expect(allowed.contains(status), "\(said): \(status)")
        }
    }

    /// Without its token, from another site, and far too large.
    private func forged(_ hands: Hands) async throws {
        let whole = wire(fresh: true)
        let tokenless = try await post(whole, Hands(browser: hands.browser, token: ""))
        #expect(tokenless.status == .forbidden, "\(form.action) without its token")
        let foreign = try await post(whole, hands, origin: "https://example.org")
        #expect(foreign.status == .forbidden, "\(form.action) from another site")
        if !form.isMultipart {
            let headers: HTTPFields = [
                .origin: "http://localhost", .contentType: "application/x-www-form-urlencoded",
            ]
            let body = ByteBuffer(bytes: Hostile.swollen)
            let large = try await hands.browser.send(.post, form.action, headers: headers, body: body)
            #expect(large.status == .contentTooLarge, "\(form.action) of a megabyte")
        }
        let changes = try await log.take()
        #expect(changes == [], "\(form.action) forged")
    }

    private func wire(fresh: Bool) -> WireForm {
        WireForm(
            fields: form.fields.filter { $0.name != "formToken" }.map { name, value in
                (name, Array((name == "key" && fresh ? UUID().uuidString.lowercased() : value).utf8))
            }
        )
    }

    private func post(
        _ given: WireForm,
        _ hands: Hands,
        origin: String = "http://localhost"
    ) async throws -> TestPage {
        var wire = given
        guard form.isPost else {
            let query = String(decoding: wire.urlencoded, as: UTF8.self)
            return try await hands.browser.send(.get, "\(form.action)?\(query)")
        }
        if !hands.token.isEmpty { wire.fields.insert(("formToken", Array(hands.token.utf8)), at: 0) }
        var headers: HTTPFields = [.origin: origin]
        headers[.contentType] =
            form.isMultipart
            ? "multipart/form-data; boundary=\(WireForm.boundary)" : "application/x-www-form-urlencoded"
        if form.isScript { headers[.accept] = "application/json" }
        let files = Set(form.controls.filter { $0.kind == .file }.map(\.name))
        let body =
            form.isMultipart ? wire.multipart(files: files, content: ApplicantsOffice.pdf) : wire.urlencoded
        return try await hands.browser.send(.post, form.action, headers: headers, body: ByteBuffer(bytes: body))
    }

    private func allowed(_ kind: SiteForm.Control) -> Set<Int> {
        guard form.isPost else { return [200] }
        switch kind {
        // A visitor may send only so many messages.
        case .text, .password: return form.pattern == "/feedback" ? [303, 422, 429] : [200, 303, 409, 422]
        // No browser of an honest person sends these.
        case .choice, .hidden: return [200, 303, 400, 404, 409, 422, 429]
        case .file: return [200, 303, 400, 422]
        }
    }

    /// What may be written though the form is refused.
    private func kept(after status: Int) -> Set<String> {
        switch form.pattern {
        case "/sign-in": ["insert sign_in_attempt"]
        // The instant of arrival is taken before anything is looked at, and a refusal is kept.
        case "/applications/:id/submission":
            [
                "insert intake", "insert intake_open", "delete intake_open", "insert intake_refusal",
                "insert audit_event",
            ]
        // A draft is stored with its faults.
        case "/applications/:id/sections/:section" where status == 422:
            [
                "insert answer", "update answer", "insert answer_revision", "insert answer_aside", "update application",
                "insert audit_event",
            ]
        // Of two files, one may be taken and the other not.
        case "/applications/:id/papers/:field":
            [
                "insert file", "insert file_chunk", "delete file_chunk", "delete file", "update file",
                "update application",
                "insert audit_event",
            ]
        case "/work/budget/proposals/:id/papers":
            [
                "insert file", "insert file_chunk", "delete file_chunk", "delete file", "update file",
                "insert audit_event", "insert budget.paper", "insert paper",
            ]
        default: []
        }
    }

    private func expectEscaped(_ page: TestPage, _ said: String) {
        #expect(page.status.code < 500, "\(said): \(page.status.code)")
        #expect(!page.headers[values: .setCookie].contains { $0.hasPrefix("kz=") }, "\(said)")
        guard page.headers[.contentType]?.hasPrefix("text/html") ?? false else { return }
        let body = Data(page.bytes)
        for mark in Hostile.marks { #expect(body.range(of: Data(mark.utf8)) == nil, "\(said): \(mark) unescaped") }
    }

    /// The refused form still holds everything that was typed, but for spaces, hyphens and case in numbers and addresses.
    private func expectTyped(_ sent: WireForm, on page: TestPage, _ said: String) throws {
        let again = try page.form(form.action)
        for (name, kind) in form.controls where kind == .text {
            // A browser sends all boxes of a day.
            guard Self.boxes(of: name).allSatisfy({ box in sent.fields.contains { $0.name == box } }) else { continue }
            let wanted = Self.bare(
                Self.boxes(of: name).map { box in
                    sent.fields.first { $0.name == box }.map { String(decoding: $0.value, as: UTF8.self) } ?? ""
                }
            )
            let shown = Self.bare(
                Self.boxes(of: name).map { box in again.fields.first { $0.name == box }?.value ?? "" }
            )
            #expect(shown == wanted, "\(said): \(name) was \(wanted.prefix(80)), now \(shown.prefix(80))")
        }
    }

    /// A day stands in three boxes, and what nobody understands may stand in the first of them.
    private static func boxes(of name: String) -> [String] {
        let parts = name.split(separator: ".")
        guard parts.count > 1, let last = parts.last, ["day", "month", "year"].contains(last) else { return [name] }
        let whole = parts.dropLast().joined(separator: ".")
        return ["\(whole).day", "\(whole).month", "\(whole).year"]
    }

    private static func bare(_ texts: [String]) -> String {
        let left = texts.joined().unicodeScalars.filter { scalar in
            !scalar.properties.isWhitespace && !(texts.count > 1 && scalar == ".") && scalar != "-"
        }
        return String(String.UnicodeScalarView(left)).lowercased()
    }

    private func restore() async throws {
        try await putBack()
        _ = try await log.take()
    }
}
