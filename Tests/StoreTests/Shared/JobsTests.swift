import Foundation
import Postgres
import Store
import TestKit
import Testing

@Suite("The table of jobs", .database, .serialized)
struct JobTableTests {
    let database = TestDatabase.current.database
    let kind = Job.Kind(rawValue: "trial")

    private var jobs: Jobs {
        Stores(database: database, intake: database, passwords: Passwords(cost: .cheap)).jobs
    }

    private func add() async throws {
        try await database.transaction { tx in try await JobRow.add(kind, payload: ["a": "1"], in: tx) }
    }

    @Test("gives each job to one worker")
    func once() async throws {
        try await add()
        let jobs = jobs
        let kind = kind
        let taken = try await withThrowingTaskGroup(of: Job?.self) { group in
            for _ in 0..<4 { group.addTask { try await jobs.take([kind], lease: .seconds(60)) } }
            var taken: [Job] = []
            for try await job in group { if let job { taken.append(job) } }
            return taken
        }
        #expect(taken.count == 1)
        #expect(taken.first?.payload == ["a": "1"])
        if let job = taken.first { try await jobs.finish(job) }
    }

    @Test("gives a job again when its worker has died, and never after it was given up")
    func again() async throws {
        try await add()
        let first = try #require(try await jobs.take([kind], lease: .seconds(0)))
        let second = try #require(try await jobs.take([kind], lease: .seconds(0)))
        #expect(second.id == first.id)
        #expect(second.attempt == 2)
        try await jobs.fail(second, because: "Nav savienojuma", retryAfter: nil)
        let third = try await jobs.take([kind], lease: .seconds(0))
        #expect(third == nil)
    }

    @Test("gives mail before papers that have waited longer")
    func mailFirst() async throws {
        let papers: [Job.Kind] = [.receiptPaper, .callPaper]
        let mails: [Job.Kind] = [.receiptMail, .mail]
        for kind in [papers[0], mails[0], papers[1], mails[1]] {
            try await database.transaction { tx in try await JobRow.add(kind, in: tx) }
        }
        var taken: [Job.Kind] = []
        while let job = try await jobs.take(papers + mails, lease: .seconds(60)) {
            taken.append(job.kind)
            try await jobs.finish(job)
        }
        #expect(taken == mails + papers)
    }

    @Test("leaves alone what the worker does not know")
    func unknown() async throws {
        try await add()
        let job = try await jobs.take([Job.Kind(rawValue: "other")], lease: .seconds(1))
        #expect(job == nil)
    }

    @Test("keeps sentences and instants to the millisecond")
    func json() throws {
        let instant = Date(timeIntervalSince1970: 1_800_000_000.123)
        let stored = try JSON(["at": instant])
        let read = try #require(JSON<[String: Date]>(sqlText: stored.sqlText))
        #expect(stored.sqlText == #"{"at":"2027-01-15T08:00:00.123Z"}"#)
        #expect(abs(try #require(read.value["at"]).timeIntervalSince(instant)) < 0.0005)
    }
}
