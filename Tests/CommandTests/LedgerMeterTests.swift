import Budget
import Postgres
import TestKit
import Testing

@Suite("The ledger among the service's metrics", .database)
struct LedgerMeterTests {
    @Test("is counted by verb, whoever moves money, and names the last move")
    func counts() async throws {
        let desk = try await ApprovalDesk(proposals: 2)
        try await desk.run {
            // It has begun to listen.
            try await wait(for: "kopiena_ledger_last_move \(try await desk.lastMove())", desk)
            let browser = try await desk.approver()
            try await desk.insist(on: desk.proposals[0], browser)
            try await wait(for: Self.counted(ApprovalDesk.quotas), desk)
            // Past this service, as another server would.
            try await desk.approve(desk.proposals[1])
            try await wait(for: Self.counted(2 * ApprovalDesk.quotas), desk)
            try await wait(for: "kopiena_ledger_last_move \(try await desk.lastMove())", desk)
        }
    }

    private static func counted(_ count: Int) -> String {
        "kopiena_ledger_moves_total{verb=\"assign\",kind=\"move\"} \(count)"
    }

    /// Waits until a line stands among the metrics.
    private func wait(for line: String, _ desk: ApprovalDesk) async throws {
        let start = ContinuousClock.now
        var said = ""
        while ContinuousClock.now - start < .seconds(90) {
            said = await desk.service.metrics() ?? ""
            if said.split(separator: "\n").contains(where: { $0 == line || $0 == "\(line).0" }) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("\(line) does not stand in \(said)")
    }
}
