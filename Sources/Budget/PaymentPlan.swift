public import Foundation
public import Money

/// A day on which money is expected to be paid, and how much.
public struct PlannedPayment: Sendable, Hashable {
    /// The day.
    public let due: Day
    /// The sum, more than nothing.
    public let sum: Euro

    /// So much on that day.
    public init(due: Day, sum: Euro) {
        self.due = due
        self.sum = sum
    }
}

/// When the money of a document is expected to be paid, as its people planned it (maksājumu plāns). It moves nothing.
public struct PaymentPlan: Sendable, Hashable {
    /// A row of the plans.
    public enum Row {}
    /// The key of a plan.
    public typealias ID = Identifier<Row>

    /// The key.
    public let id: ID
    /// The call or quota whose money it is.
    public let node: Node.ID
    /// The payments in the order of their days.
    public let payments: [PlannedPayment]
    /// What of the document had been paid when the plan was made: the plan begins where this ends.
    public let paidBefore: Euro
    /// Why an earlier plan was replaced.
    public let reason: String
    /// When it was made.
    public let recordedAt: Date
    /// Who made it. The budget knows people by their keys alone.
    public let person: Int64
}

/// A plan that somebody wants written down.
public struct PaymentPlanDraft: Sendable, Hashable {
    /// The most payments of one plan.
    public static let mostPayments = 60

    /// The document.
    public var document: DocumentReference
    /// The call or quota whose money it is.
    public var node: Node.ID
    /// The payments, each day once.
    public var payments: [PlannedPayment]
    /// The plan that its author saw and replaces.
    public var replaces: PaymentPlan.ID?
    /// Why it is replaced, in a person's words; may be empty for a first plan.
    public var reason: String
    /// Sent twice, it is written down once.
    public var key: UUID

    /// A plan to be written down.
    public init(
        for document: DocumentReference,
        at node: Node.ID,
        _ payments: [PlannedPayment],
        replacing replaces: PaymentPlan.ID? = nil,
        reason: String = "",
        key: UUID
    ) {
        self.document = document
        self.node = node
        self.payments = payments
        self.replaces = replaces
        self.reason = reason
        self.key = key
    }
}

/// A plan that was written down.
public struct PlanRecorded: Sendable, Hashable {
    /// Its key.
    public let id: PaymentPlan.ID
    /// False if the same key had written it down before.
    public let isNew: Bool
}
