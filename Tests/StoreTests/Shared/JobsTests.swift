import Foundation
import Postgres
import Store
import TestKit
import Testing

@Suite("The table of jobs", .database, .serialized)
struct JobTableTests {
    let database = TestDatabase.current.database
    let kind = Job.Kind(rawValue: "trial")

    private var stores: Stores {
        Stores(database: database, intake: database, passwords: Passwords(cost: .cheap))
    }

    private var jobs: Jobs { stores.jobs }

    private var trail: Trail { stores.trail }

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

    @Test("lists what was given up, and gives it again with all attempts when told so")
    func retried() async throws {
        try await add()
        let job = try #require(try await jobs.take([kind], lease: .seconds(60)))
        try await jobs.fail(job, because: "Nav savienojuma", retryAfter: nil)
        let before = try await jobs.backlog()
        let listed = try await jobs.givenUp()
        #expect(before.givenUp == listed.count)
        #expect(listed.first { $0.id == job.id }?.kind == kind)
        #expect(listed.first { $0.id == job.id }?.reason == "Nav savienojuma")
        let count = try await jobs.retry()
        #expect(count == listed.count)
        let (after, left) = try await (jobs.backlog(), jobs.givenUp())
        #expect(after.givenUp == 0 && left == [])
        #expect(after.waiting == before.waiting + count)
        let trail = try await trail.entries(.init(subject: "job"), limit: 1)
        #expect(trail.first?.verb == "job.retried")
        #expect(trail.first?.detail == ["count": String(count)])
        while let again = try await jobs.take([kind], lease: .seconds(60)) {
            if again.id == job.id { #expect(again.attempt == 1) }
            try await jobs.finish(again)
        }
        let none = try await jobs.retry()
        #expect(none == 0)
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
