import Foundation
import Grants
import Money
import Postgres
import TestKit

/// The running service with an open call that asks for a title and takes files, and applicants who may sign for themselves. Its
/// home is a folder of its own, so that its mail can be counted.
struct LiveSite {
    let office: ApplicantsOffice
    let service: RunningService
    let home: String
    let call: String

    /// Makes call and home over `TestDatabase.current`; the service is not started yet.
    init(database: String? = nil, environment: [String: String] = [:]) async throws {
        office = try await ApplicantsOffice()
        call = "\(office.number)-F"
        home = "/tmp/kopiena-home-\(UUID().uuidString.lowercased())"
        let files = FileManager.default
        try files.createDirectory(atPath: home, withIntermediateDirectories: true)
        for folder in ["Migrations", "Templates"] {
            try files.copyItem(atPath: "\(Project.root)/\(folder)", toPath: "\(home)/\(folder)")
        }
        service = try await RunningService(
            database: database ?? TestDatabase.current.serviceAddress,
            home: home,
            environment: environment
        )
        try await publish(call)
    }

    /// Publishes a call with a short form.
    func publish(_ number: String, opens: Date? = nil, closes: Date? = nil) async throws {
        try await office.publish(number, closes: closes) { terms in
            terms.documents = []
            terms.applicants.defaultQuota = nil
            if let opens { terms.opensAt = OfficeTime.millisecond(opens) }
            var section = terms.sections[0]
            section.questions = section.questions.filter { ["title", "map"].contains($0.key) }
            for index in section.questions.indices { section.questions[index].limits.files = nil }
            terms.sections = [section]
        }
    }

    /// Runs the work while the service is up; the folder goes away afterwards.
    func run<Value>(_ work: () async throws -> Value) async throws -> Value {
        defer { try? FileManager.default.removeItem(atPath: home) }
        try await start()
        let value = try await work()
        await service.tell("stop")
        return value
    }

    /// Starts the service and waits until it answers.
    func start() async throws {
        await service.tell("start")
        guard try await service.answers("/readyz", 200) else {
            throw ServerFailure(description: "The service did not open: \(await service.tell("words"))")
        }
    }

    /// Somebody who writes and signs for an organisation of its own, signed in.
    /// - Parameter port: of a link to the service, if not straight to it.
    func applicant(_ number: Int, port: Int? = nil) async throws -> TestBrowser {
        let email = "pieteicejs\(number)@example.lv"
        let visitor = try await office.test.person(email, .editor, .signatory, in: "Pieteicēju novads \(number)")
        try await office.test.agreement(visitor.organisation.id)
        let browser = TestBrowser(port: port ?? service.port, patience: .seconds(120))
        try await browser.signIn(email)
        return browser
    }

    /// Begins an application with a title; gives its address.
    func draft(_ browser: TestBrowser, in call: String? = nil, title: String = "Projekts") async throws -> String {
        try await browser.get("/calls/\(call ?? self.call)/application")
        let base = try await browser.submit().address
        try await browser.post(
            "\(base)/sections/texts/fields",
            [("field[]", "title"), ("version.title", "0"), ("title", title)]
        )
        return base
    }

    /// The fields of the form that hands in, every declaration confirmed.
    static func handingIn(_ page: TestPage, _ base: String) throws -> [(String, String)] {
        var form = try page.form("\(base)/submission")
        for (name, value) in ApplicantsOffice.declared { form.fill(name, [value]) }
        return form.fields.map { ($0.name, $0.value) }
    }

    /// The receipt that an application shows, as JSON.
    static func receipt(_ browser: TestBrowser, _ base: String) async throws -> TestPage {
        let page = try await browser.get("\(base)/receipt")
        return try await browser.get(page.link("Lejupielādēt JSON"))
    }

    /// One number out of the database.
    func count(_ sql: SQL) async throws -> Int { try await office.count(sql) }
}

extension String {
    /// The key at the end of an address like `/applications/12`.
    var lastNumber: Int64 { split(separator: "/").last.flatMap { Int64($0) } ?? 0 }
}
