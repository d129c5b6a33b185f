public import Money

/// What is still to be paid of one document, laid along its plan.
///
/// A plan is a row of payments that begins where the payments made before it ended. What the bank pays uses it up from its first
/// day on; what is bound and not yet paid lies on what is left of it, again from the first day on. What reaches past the end of the
/// plan, or lies before its beginning because a payment was undone, has no planned date. What the plan says beyond what is bound,
/// since the rest was released, is expected no more.
public struct Expectation: Sendable, Hashable {
    /// One planned payment and what has become of it.
    public struct Part: Sendable, Hashable {
        /// The payment.
        public let payment: PlannedPayment
        /// What of it was paid, on whatever day.
        public let paid: Euro
        /// What of it is still to be paid.
        public let expected: Euro

        /// Whether its day has passed and something is still to be paid.
        public func isLate(on today: Day) -> Bool { expected > .zero && payment.due < today }

        /// The day on which the rest is expected: that of the plan, or now if it has passed.
        public func day(on today: Day) -> Day { max(payment.due, today) }
    }

    /// The planned payments in the order of their days.
    public let parts: [Part]
    /// What is to be paid and no plan says when.
    public let withoutDates: Euro

    /// - Parameters:
    ///   - bound: what is committed or payable.
    ///   - paid: what the bank has paid of the document so far.
    ///   - payments: the plan in the order of its days; none if there is no plan.
    ///   - paidBefore: what had been paid when the plan was made.
    public init(bound: Euro, paid: Euro, payments: [PlannedPayment] = [], paidBefore: Euro = .zero) {
        let unpaid = paid.cents..<max(paid.cents, paid.cents + bound.cents)
        var parts: [Part] = []
        var start = paidBefore.cents
        var dated: Int64 = 0
        for payment in payments {
            let end = start + payment.sum.cents
            let expected = max(0, min(end, unpaid.upperBound) - max(start, unpaid.lowerBound))
            let done = min(payment.sum.cents, max(0, paid.cents - start))
            parts.append(Part(payment: payment, paid: Euro(cents: done), expected: Euro(cents: expected)))
            dated += expected
            start = end
        }
        self.parts = parts
        withoutDates = Euro(cents: Int64(unpaid.count) - dated)
    }
}
