import Budget
import Synchronization
import Testing

@testable import Command

@Suite("The progress of a check of the ledger")
struct CheckProgressTests {
    @Test("is said every few seconds, and not at all of a short one")
    func seldom() {
        let heard = Mutex<[String]>([])
        let start = ContinuousClock.now
        let progress = CheckProgress { line in heard.withLock { $0.append(line) } }
        for second in 0...14 { progress.hear(.postings(second, of: 20), at: start + .seconds(second)) }
        progress.hear(.question(3, of: 17), at: start + .seconds(60))
        let lines = heard.withLock { $0 }
        #expect(lines.count == 3 && lines.last == "ledger: question 3 of 17\n", "\(lines)")
        #expect(lines.first?.hasSuffix(" of 20 postings\n") == true, "\(lines)")
    }
}
