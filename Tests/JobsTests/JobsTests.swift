import Foundation
import Jobs
import Logging
import Postgres
import Store
import Synchronization
import TestKit
import Testing

/// Stores, a worker that does not wait, and a folder for mail.
private struct Bench {
    let database = TestDatabase.current.database
    let stores: Stores
    let logger = Logger(label: "test worker") { _ in SwiftLogNoOpLogHandler() }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kopiena-mail-\(UUID().uuidString)")

    init() {
        stores = Stores(database: database, intake: database, passwords: Passwords(cost: .cheap))
    }

    func worker(
        _ handlers: Handlers,
        attempts: Int = 3,
        courtesy: Duration = .seconds(60),
        isRush: @escaping @Sendable () -> Bool = { false }
    ) -> Worker {
        Worker(
            jobs: stores.jobs,
            handlers: handlers,
            logger: logger,
            pace: .init(width: 1, firstRetry: .zero, attempts: attempts, courtesy: courtesy),
            isRush: isRush
        )
    }

    func add(_ kind: Job.Kind, _ payload: [String: String] = [:]) async throws {
        try await database.transaction { tx in try await JobRow.add(kind, payload: payload, in: tx) }
    }

    func mail(to recipient: String, _ subject: String, _ body: String) async throws {
        try await database.transaction { tx in
            try await MailRow.add(to: recipient, subject: subject, body: body, in: tx)
        }
    }

    func delivered() throws -> [String] {
        let new = folder.appendingPathComponent("new")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: new.path)) ?? []
        return try names.sorted().map { try String(contentsOf: new.appendingPathComponent($0), encoding: .utf8) }
    }
}

@Suite("The worker", .database, .serialized)
struct WorkerTests {
    @Test("does each job once, however many workers there are")
    func once() async throws {
        let bench = Bench()
        let kind = Job.Kind(rawValue: "trial.once")
        for number in 0..<20 { try await bench.add(kind, ["number": "\(number)"]) }
        let done = Mutex<[String]>([])
        var handlers = Handlers()
        handlers.on(kind) { job in done.withLock { $0.append(job.payload["number"] ?? "") } }
        let workers = [bench.worker(handlers), bench.worker(handlers)]
        await withTaskGroup(of: Void.self) { group in
            for worker in workers { group.addTask { await worker.drain() } }
        }
        let numbers = done.withLock { $0 }
        #expect(numbers.count == 20)
        #expect(Set(numbers).count == 20)
    }

    @Test("stands back while many people are being served, and works when they are gone")
    func standsBack() async throws {
        let bench = Bench()
        let kind = Job.Kind(rawValue: "trial.polite")
        try await bench.add(kind)
        let looks = Mutex(0)
        let looksBeforeJob = Mutex<Int?>(nil)
        var handlers = Handlers()
        handlers.on(kind) { _ in looksBeforeJob.withLock { $0 = looks.withLock { $0 } } }
        let worker = bench.worker(handlers) {
            looks.withLock {
                $0 += 1; return $0 < 4
            }
        }
        await worker.drain()
        #expect(looksBeforeJob.withLock { $0 } == 4)
    }

    @Test("stands back only so long")
    func courtesyEnds() async throws {
        let bench = Bench()
        let kind = Job.Kind(rawValue: "trial.patient")
        try await bench.add(kind)
        let done = Mutex(0)
        var handlers = Handlers()
        handlers.on(kind) { _ in done.withLock { $0 += 1 } }
        await bench.worker(handlers, courtesy: .milliseconds(50)) { true }.drain()
        #expect(done.withLock { $0 } == 1)
    }

    @Test("stands back once in a rush, whatever the number of jobs, and again in the next one")
    func courtesyOnce() async throws {
        let bench = Bench()
        let kind = Job.Kind(rawValue: "trial.crowd")
        let isRush = Mutex(true)
        let looks = Mutex(0)
        let looksBeforeJobs = Mutex<[Int]>([])
        var handlers = Handlers()
        handlers.on(kind) { _ in
            let seen = looks.withLock { looks in
                defer { looks = 0 }
                return looks
            }
            looksBeforeJobs.withLock { $0.append(seen) }
        }
        let worker = bench.worker(handlers, courtesy: .milliseconds(500)) {
            looks.withLock { $0 += 1 }
            return isRush.withLock { $0 }
        }
        for _ in 0..<4 { try await bench.add(kind) }
        await worker.drain()
        let first = looksBeforeJobs.withLock { $0 }
        #expect(first.count == 4)
        #expect((first.first ?? 0) > 1)
        #expect(first.dropFirst().allSatisfy { $0 == 1 }, "\(first)")

        isRush.withLock { $0 = false }
        await worker.drain()
        isRush.withLock { $0 = true }
        looks.withLock { $0 = 0 }
        try await bench.add(kind)
        await worker.drain()
        let next = looksBeforeJobs.withLock { $0.last ?? 0 }
        #expect(next > 1)
    }

    @Test("tries again after a failure and gives up in the end, keeping the reason")
    func fails() async throws {
        struct Broken: Error {}
        let bench = Bench()
        let kind = Job.Kind(rawValue: "trial.fails")
        try await bench.add(kind)
        let attempts = Mutex(0)
        var handlers = Handlers()
        handlers.on(kind) { _ in
            attempts.withLock { $0 += 1 }
            throw Broken()
        }
        await bench.worker(handlers).drain()
        #expect(attempts.withLock { $0 } == 3)
        let row = try await bench.database.transaction { tx in
            try await tx.row(
                "SELECT given_up_at IS NOT NULL AS gone, last_error FROM job WHERE kind = \(kind.rawValue)"
            )
        }
        let isGone: Bool = try row?.get("gone") ?? false
        #expect(isGone)
        let reason: String = try row?.get("last_error") ?? ""
        #expect(reason.contains("Broken"))
    }

    @Test("hears of a job as soon as its cause is committed")
    func hears() async throws {
        let bench = Bench()
        let kind = Job.Kind(rawValue: "trial.hears")
        let (heard, hear) = AsyncStream.makeStream(of: Void.self)
        var handlers = Handlers()
        handlers.on(kind) { _ in hear.yield() }
        let worker = bench.worker(handlers)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await worker.run()
                return false
            }
            group.addTask {
                try await bench.add(kind)
                for await _ in heard { return true }
                return false
            }
            group.addTask {
                try await Task.sleep(for: .seconds(10))
                return false
            }
            let isHeard = try await group.next()
            group.cancelAll()
            #expect(isHeard == true)
        }
    }
}

@Suite("Mail", .database, .serialized)
struct MailTests {
    @Test("goes to the folder once, whole, however often its job is done")
    func maildir() async throws {
        let bench = Bench()
        defer { try? FileManager.default.removeItem(at: bench.folder) }
        let sender = MailSender(
            mails: bench.stores.mails,
            transport: .maildir(bench.folder.path),
            sender: "kopiena@example.lv",
            now: { Date() }
        )
        var handlers = Handlers()
        handlers.on(.mail) { try await sender.send($0) }
        try await bench.mail(to: "anna@example.lv", "Jūsu iesniegums ir saņemts", "Labdien!\nPaldies.")
        await bench.worker(handlers).drain()
        let mails = try await bench.stores.mails.list(limit: 5)
        let mail = try #require(mails.first)
        #expect(mail.sentAt != nil)
        try await bench.add(.mail, ["mail": String(mail.id)])
        await bench.worker(handlers).drain()
        let delivered = try bench.delivered()
        #expect(delivered.count == 1)
        let text = try #require(delivered.first)
        #expect(text.contains("To: <anna@example.lv>\r\n"))
        #expect(text.contains("Subject: =?utf-8?B?"))
        let body = text.components(separatedBy: "\r\n\r\n").last ?? ""
        let plain = Data(base64Encoded: body, options: .ignoreUnknownCharacters)
        #expect(plain.map { String(decoding: $0, as: UTF8.self) } == "Labdien!\r\nPaldies.")
    }

    @Test("cannot be given a header by what people type")
    func headers() {
        let mail = Mail(
            id: 1,
            recipient: "a@example.lv\r\nBcc: <all@example.lv>",
            subject: "Temats\r\nBcc: all@example.lv",
            body: "",
            createdAt: Date(timeIntervalSince1970: 0),
            sentAt: nil
        )
        let message = MailMessage(mail, sender: "kopiena@example.lv")
        let lines = message.text.components(separatedBy: "\r\n")
        #expect(!lines.contains { $0.hasPrefix("Bcc") })
        #expect(
            lines.contains("Date: Thu, 01 Jan 1970 02:00:00 +0200")
                || lines.contains { $0.hasPrefix("Date: Thu, 01 Jan 1970") }
        )
    }

    @Test("through a program that never ends is given up in time, and tried again", .timeLimit(.minutes(1)))
    func endless() async throws {
        let bench = Bench()
        // The program waits for another one, which heeds no polite signal, as a mail program for a server.
        let program = FileManager.default.temporaryDirectory.appendingPathComponent("kopiena-mail-\(UUID().uuidString)")
        let begun = program.path + ".begun"
        let script = """
            #!/bin/sh
            (trap '' TERM HUP; exec sleep 3600) &
            echo $! >> '\(begun)'
            wait
            """
        try Data(script.utf8).write(to: program)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program.path)
        defer { for path in [program.path, begun] { try? FileManager.default.removeItem(atPath: path) } }
        let sender = MailSender(
            mails: bench.stores.mails,
            transport: .command(program.path, patience: .seconds(1)),
            sender: "kopiena@example.lv",
            now: { Date() }
        )
        try await bench.mail(to: "anna@example.lv", "Temats", "Teksts")
        let mail = try #require(try await bench.stores.mails.list(limit: 1).first)
        var handlers = Handlers()
        handlers.on(.mail) { try await sender.send($0) }
        await bench.worker(handlers, attempts: 2).drain()
        let after = try await bench.stores.mails.find(mail.id)
        #expect(after?.sentAt == nil)
        let row = try await bench.database.transaction { tx in
            try await tx.row("SELECT attempts, last_error FROM job WHERE payload ->> 'mail' = \(String(mail.id))")
        }
        let (attempts, reason): (Int, String) = try (row?.get("attempts") ?? 0, row?.get("last_error") ?? "")
        #expect(attempts == 2)
        #expect(reason == "The mail program took too long over a mail")
        let children = try String(contentsOfFile: begun, encoding: .utf8).split(separator: "\n")
        #expect(children.count == 2)
        for child in children { #expect(try await Self.ends(child), "\(child) goes on") }
    }

    /// Whether a process that was killed is gone, or is but a line in the system's table, within a few seconds.
    private static func ends(_ process: Substring) async throws -> Bool {
        for _ in 0..<50 {
            let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            guard let status, !status.contains("State:\tZ"), !status.contains("State:\tX") else { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    @Test("through a program that refuses it is tried again")
    func command() async throws {
        let bench = Bench()
        let sender = MailSender(
            mails: bench.stores.mails,
            transport: .command("/bin/false"),
            sender: "kopiena@example.lv",
            now: { Date() }
        )
        try await bench.mail(to: "anna@example.lv", "Temats", "Teksts")
        let mails = try await bench.stores.mails.list(limit: 1)
        let mail = try #require(mails.first)
        var handlers = Handlers()
        handlers.on(.mail) { try await sender.send($0) }
        await bench.worker(handlers, attempts: 2).drain()
        let after = try await bench.stores.mails.find(mail.id)
        #expect(after?.sentAt == nil)
    }
}
