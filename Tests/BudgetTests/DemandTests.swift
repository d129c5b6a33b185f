import Budget
import Money
import TestKit
import Testing

@Suite("A demand for money back", .database)
struct DemandTests {
    private let award = Programme.document(1)

    /// 600 paid in advance and 400 accepted.
    private func paid() async throws -> Programme {
        let programme = try await Programme.with(1_000)
        let call = programme.call
        try await programme.post(.reserve(Euro(euros: 1_000), for: award, at: call))
        try await programme.post(.commit(Euro(euros: 1_000), reservedFor: award, at: call))
        try await programme.post(.order(Euro(euros: 1_000), for: award, at: call))
        try await programme.post(.book(Euro(euros: 1_000), of: award, at: call))
        try await programme.post(.accept(Euro(euros: 400), of: award, at: call))
        return programme
    }

    private func expect(_ programme: Programme, advanced: Int64, accepted: Int64, recoverable: Int64) async throws {
        for (stage, sum) in [(Stage.advanced, advanced), (.accepted, accepted), (.recoverable, recoverable)] {
            let there = try await programme.balance(Place(stage, award, at: programme.call))
            #expect(there == Euro(euros: sum), "\(stage)")
        }
    }

    @Test("is lowered: the part that is not demanded any more goes back to where it was")
    func lowered() async throws {
        let programme = try await paid()
        let call = programme.call
        try await programme.post(.demand(Euro(euros: 300), from: .advanced, of: award, at: call))
        try await programme.post(.demand(Euro(euros: 200), from: .accepted, of: award, at: call))
        try await programme.post(.cancelDemand(Euro(euros: 100), to: .advanced, of: award, at: call))
        try await programme.post(.cancelDemand(Euro(euros: 50), to: .accepted, of: award, at: call))
        try await expect(programme, advanced: 400, accepted: 250, recoverable: 350)
    }

    @Test("gives no stage more back than was demanded of it", arguments: [Stage.advanced, .accepted])
    func onlyWhatWasDemanded(stage: Stage) async throws {
        let programme = try await paid()
        let call = programme.call
        let other: Stage = stage == .advanced ? .accepted : .advanced
        try await programme.post(.demand(Euro(euros: 300), from: other, of: award, at: call))
        await refused { try await programme.post(.cancelDemand(Euro(cents: 1), to: stage, of: award, at: call)) }
        try await programme.post(.demand(Euro(euros: 200), from: stage, of: award, at: call))
        await refused { try await programme.post(.cancelDemand(Euro(cents: 20_001), to: stage, of: award, at: call)) }
        try await programme.post(.cancelDemand(Euro(euros: 200), to: stage, of: award, at: call))
        await refused { try await programme.post(.cancelDemand(Euro(cents: 1), to: stage, of: award, at: call)) }
    }

    @Test("is not lowered and undone for the same euro")
    func loweredAndUndone() async throws {
        let programme = try await paid()
        let call = programme.call
        let demanded = try await programme.post(.demand(Euro(euros: 300), from: .advanced, of: award, at: call))
        try await programme.post(.demand(Euro(euros: 300), from: .accepted, of: award, at: call))
        let lowered = try await programme.post(.cancelDemand(Euro(euros: 300), to: .advanced, of: award, at: call))
        await refused { try await programme.undo(demanded.id) }
        try await programme.undo(lowered.id)
        try await programme.undo(demanded.id)
        try await expect(programme, advanced: 600, accepted: 100, recoverable: 300)
    }

    @Test("is not lowered by what has come back already")
    func collected() async throws {
        let programme = try await paid()
        let call = programme.call
        try await programme.post(.demand(Euro(euros: 300), from: .advanced, of: award, at: call))
        try await programme.post(.collect(Euro(euros: 250), of: award, at: call))
        let refusal = await #expect(throws: BudgetRefusal.self) {
            try await programme.post(.cancelDemand(Euro(euros: 51), to: .advanced, of: award, at: call))
        }
        guard case .short(_, let there, .recoverable, _) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(there == Euro(euros: 50))
    }

    private func refused(_ work: () async throws -> Void) async {
        await #expect(throws: BudgetRefusal.broken(.demandCancelledAsMade)) { try await work() }
    }
}
