/// A fixed number of places and a queue of bounded length before them; first come, first served.
actor Turns {
    private var free: Int
    private let waiters: Int
    private var queue: [(ticket: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    private var tickets = 0

    init(places: Int, waiters: Int) {
        free = places
        self.waiters = waiters
    }

    /// Takes a place, waiting for one if need be. Every place taken must be given back.
    func take() async throws {
        if free > 0 {
            free -= 1
            return
        }
        guard queue.count < waiters else { throw LetterPressError.busy }
        tickets += 1
        let ticket = tickets
        // The queue is joined without leaving the actor, so `cancel` always comes after it.
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { queue.append((ticket, $0)) }
        } onCancel: {
            Task { await self.cancel(ticket) }
        }
    }

    /// Gives a place back; the first in the queue has it then.
    func giveBack() {
        if queue.isEmpty {
            free += 1
        } else {
            queue.removeFirst().continuation.resume()
        }
    }

    private func cancel(_ ticket: Int) {
        guard let place = queue.firstIndex(where: { $0.ticket == ticket }) else { return }
        queue.remove(at: place).continuation.resume(throwing: CancellationError())
    }
}
