import Logging
import Postgres
import Synchronization
import TestKit
import Testing

/// What goes to the connections reserved for the instant of arrival.
private final class IntakeLog: Sendable {
    private let texts = Mutex<[String]>([])

    func add(_ text: String) { texts.withLock { $0.append(text) } }

    /// What was sent since this was asked last.
    func drain() -> [String] {
        texts.withLock { texts in
            defer { texts = [] }
            return texts
        }
    }
}

@Suite("The connections reserved for the instant of arrival", .database)
struct IntakeConnectionTests {
    @Test("find who hands in and stamp, and nothing else; the use of the session is noted on the others")
    func reserved() async throws {
        let log = IntakeLog()
        let intake = Database(
            Database.Configuration(url: TestDatabase.current.serviceAddress, poolSize: 2) { text, _ in log.add(text) },
            logger: Logger(label: "test intake") { _ in SwiftLogNoOpLogHandler() }
        )
        let office = try await ApplicantsOffice(intake: intake)
        try await office.serve { client in
            let editor = try await office.visitor("sagatavo@example.lv", client)
            let base = try await office.start(editor)
            try await office.fill(base, editor)
            let signatory = try await office.visitor("paraksta@example.lv", client)
            let page = try await signatory.get("\(base)/submission")
            // Past the minute in which a use is not noted again.
            office.test.wait(90)
            try await signatory.post("/work/submission")
            try await signatory.post("\(base)/x/submission")
            #expect(log.drain() == [])

            try await signatory.get("\(base)/submission")
            office.test.wait(90)
            var form = try page.form("\(base)/submission")
            for (name, value) in ApplicantsOffice.declared { form.fill(name, [value]) }
            let answer = try await signatory.post(form.action, form.fields.map { ($0.name, $0.value) })
            #expect(answer.location == "\(base)/receipt")
            let sent = log.drain()
            #expect(sent.count == 2)
            #expect(sent.first?.contains("FROM session s") == true)
            #expect(sent.last?.contains("INSERT INTO intake") == true)
            let noted = try await office.count(
                "SELECT count(*) AS count FROM session WHERE last_used_at = \(office.test.now)"
            )
            #expect(noted == 1)
        }
        await intake.shutdown()
    }
}
