import Hummingbird
public import HummingbirdTesting
import Logging
import Web

extension TestOffice {
    /// Runs the work with the site on a port of its own, as real browsers need it. The work is given the site's origin.
    public func serveLive<Value: Sendable>(
        _ work: @escaping @Sendable (_ origin: String, _ client: any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let application = Application(
            router: OfficeSite(office, readiness: { [] }).router,
            logger: Logger(label: "test site") { _ in SwiftLogNoOpLogHandler() }
        )
        return try await application.test(.ahc()) { client in
            try await work("http://localhost:\(client.port ?? 0)", client)
        }
    }
}

extension Chromium {
    /// Signs in by the page.
    public func signIn(_ email: String, password: String = TestOffice.password, at origin: String) async throws {
        try await go(origin + "/sign-in")
        try await fill("input[name=email]", email)
        try await fill("input[name=password]", password)
        try await type("input[name=password]", Keys.enter)
        try await wait(for: "form[action='/sign-out']")
    }
}
