public import Budget
public import Grants

/// How quotas were worked out, as it is kept with their proposal for those who look again later. Whatever is divided is counted in
/// whole units: cents of a line, or projects of a call.
public struct DistributionWorking: Sendable, Hashable, Codable {
    /// What the partners keep.
    public enum Basis: String, Sendable, Hashable, Codable, CaseIterable {
        /// Nothing: all of it is divided anew.
        case anew
        /// What they have used; only the rest is divided.
        case unused
    }

    /// One partner.
    public struct Row: Sendable, Hashable, Codable {
        /// Its name as it was then.
        public let partner: String
        /// Learners.
        public let need: Int64
        /// What it keeps; absent in workings of the time when all was divided anew.
        public let kept: Int64?
        /// In proportion, in thousandths of a unit.
        public let thousandths: Int64
        /// What the rule gives.
        public let share: Int64
        /// Why: a `Distribution.Reason`.
        public let why: String
        /// What it is to have.
        public let quota: Int64
        /// Why that differs from the share, in an officer's words.
        public let adjusted: String?

        /// One partner.
        public init(partner: String, share: Distribution.Share, quota: Int64, adjusted: String?) {
            self.partner = partner
            need = share.claim.need
            kept = share.claim.kept
            thousandths = share.thousandths
            self.share = share.amount
            why = share.reason.rawValue
            self.quota = quota
            self.adjusted = adjusted
        }
    }

    /// By which need.
    public let need: NeedKind
    /// What was kept; absent in workings of the time when all was divided anew.
    public let basis: Basis?
    /// What was divided, with what was kept.
    public let whole: Int64
    /// The least for a partner.
    public let least: Int64
    /// The most for a partner.
    public let most: Int64?
    /// The partners by name.
    public let rows: [Row]

    /// How quotas were worked out.
    public init(need: NeedKind, basis: Basis, whole: Int64, least: Int64, most: Int64?, rows: [Row]) {
        (self.need, self.basis, self.whole, self.least, self.most) = (need, basis, whole, least, most)
        self.rows = rows
    }
}

extension NeedKind: Codable {}
