import Crypto
import Foundation
import Grants
import HTTPTypes
import Synchronization
import TestKit
import Testing

/// What a person was told, and by which the site must stand.
struct Ledger: Sendable {
    struct Saved: Sendable {
        let application: Int64
        let version: Int64
        let text: String
    }
    struct Attached: Sendable {
        let application: Int64
        let name: String
        let sha256: [UInt8]
        let size: Int
    }
    struct Receipt: Sendable {
        let application: Int64
        let text: String
    }
    var started: [Int64] = []
    var saved: [Saved] = []
    var attached: [Attached] = []
    var receipts: [Receipt] = []
    /// Handed in once, and never asked again what became of it.
    var leftAlone: [Int64] = []
}

/// Ends the work.
private final class Whistle: Sendable {
    private let blown = Mutex(false)

    var isBlown: Bool { blown.withLock { $0 } }

    func blow() {
        blown.withLock { $0 = true }
    }
}

/// Somebody at a site that fails: sends what was not answered again, with the same key, and remembers what was answered.
struct Applicant {
    private(set) var ledger = Ledger()
    private let browser: TestBrowser
    private let call: String
    private let number: Int
    private var chance: Chance
    private let mayWalkAway: Bool
    /// The form token of the page that was open when writing began: a page that only says "come again" has none.
    private var formToken = ""

    struct Unanswered: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter mayWalkAway: whether some handings in are sent once and left alone.
    init(_ number: Int, _ browser: TestBrowser, call: String, seed: UInt64, mayWalkAway: Bool) {
        self.number = number
        self.browser = browser
        self.call = call
        self.mayWalkAway = mayWalkAway
        chance = Chance(seed: seed &+ UInt64(number))
    }

    /// Lets all of them work while the faults happen, and gives what they were told.
    static func work(_ applicants: [Applicant], during faults: () async throws -> Void) async throws -> [Ledger] {
        let whistle = Whistle()
        return try await withThrowingTaskGroup(of: Ledger.self) { group in
            for applicant in applicants {
                group.addTask {
                    var applicant = applicant
                    return try await applicant.work(until: whistle)
                }
            }
            try await faults()
            whistle.blow()
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Writes one application after another until told to stop, and finishes the last.
    private mutating func work(until whistle: Whistle) async throws -> Ledger {
        repeat { try await writeOne() } while !whistle.isBlown
        return ledger
    }

    private mutating func writeOne() async throws {
        let base = try await start()
        var version: Int64 = 0
        for turn in 1...Int.random(in: 1...3, using: &chance) {
            version = try await save("\(base)", "Projekts \(number)-\(base.lastNumber)-\(turn)", basedOn: version)
            try await chance.pause(5...40)
        }
        if Int.random(in: 0..<2, using: &chance) == 0 { try await attach(base) }
        try await handIn(base)
    }

    private mutating func start() async throws -> String {
        let (browser, call) = (browser, call)
        let page = try await answered("start") { try await browser.get("/calls/\(call)/application") }
        let form = try page.form("/calls/\(call)/applications")
        let fields = form.fields.map { ($0.name, $0.value) }
        formToken = fields.first { $0.0 == "formToken" }?.1 ?? ""
        let answer = try await answered("start") { try await browser.post(form.action, fields) }
        let base = try #require(answer.location, "\(answer.status)")
        ledger.started.append(base.lastNumber)
        return base
    }

    private struct Answered: Decodable {
        struct Saved: Decodable {
            let field: String
            let version: Int64
        }
        let saved: [Saved]
    }

    private mutating func save(_ base: String, _ text: String, basedOn version: Int64) async throws -> Int64 {
        let browser = browser
        let fields = [
            ("formToken", formToken), ("field[]", "title"), ("version.title", String(version)), ("title", text),
        ]
        let answer = try await answered("save") { try await browser.post("\(base)/sections/texts/fields", fields) }
        let read = try? answer.json(Answered.self)
        let saved = try #require(read?.saved.first, "\(answer.status) \(answer.text)")
        ledger.saved.append(.init(application: base.lastNumber, version: saved.version, text: text))
        return saved.version
    }

    /// An upload has no key: who got no answer looks whether the file is there before sending it again, as people do.
    private mutating func attach(_ base: String) async throws {
        let (browser, place) = (browser, "\(base)/papers/map")
        let name = "plans-\(base.lastNumber)-\(Int.random(in: 1...999_999, using: &chance)).txt"
        let bytes = chance.letters(Int.random(in: 1...300_000, using: &chance))
        var isThere = try await answered("look") { try await browser.get(place) }.text.contains(name)
        while !isThere {
            let answer = try? await browser.upload(place, files: [TestFile(field: "files", name: name, bytes: bytes)])
            if let answer, answer.status != .serviceUnavailable {
                try #require(answer.status == .seeOther, "\(answer.status) \(answer.text)")
            }
            isThere = try await answered("look") { try await browser.get(place) }.text.contains(name)
        }
        let digest = Array(SHA256.hash(data: Data(bytes)))
        ledger.attached.append(
            .init(application: base.lastNumber, name: name, sha256: digest, size: bytes.count)
        )
    }

    private mutating func handIn(_ base: String) async throws {
        let browser = browser
        let page = try await answered("read") { try await browser.get("\(base)/submission") }
        let fields = try LiveSite.handingIn(page, base)
        if mayWalkAway, Int.random(in: 0..<3, using: &chance) == 0 {
            _ = try? await browser.post("\(base)/submission", fields)
            ledger.leftAlone.append(base.lastNumber)
            return
        }
        let answer = try await answered("hand in") { try await browser.post("\(base)/submission", fields) }
        try #require(answer.status == .seeOther, "\(answer.status) \(answer.text)")
        let shown = try await answered("receipt") { try await browser.get("\(base)/receipt") }
        let link = try shown.link("Lejupielādēt JSON")
        let receipt = try await answered("receipt") { try await browser.get(link) }
        ledger.receipts.append(.init(application: base.lastNumber, text: receipt.text))
    }

    /// Asks until there is an answer that is one.
    private func answered(_ what: String, _ ask: @Sendable () async throws -> TestPage) async throws -> TestPage {
        let start = ContinuousClock.now
        while true {
            if let page = try? await ask(), page.status != .serviceUnavailable {
                try #require(page.status != .internalServerError, "\(what): \(page.text)")
                return page
            }
            guard ContinuousClock.now - start < .seconds(90) else { throw Unanswered(description: what) }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
