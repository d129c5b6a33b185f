public import Foundation
import Money

/// One answer of the self-check before an application is begun: does it hold, and the facts it rests on.
public enum EligibilityFinding: Sendable, Hashable {
    /// Whether organisations of this kind may apply.
    case kind(holds: Bool, Organisation.Kind, allowed: [Organisation.Kind])
    /// Whether a cooperation agreement is in force today; the agreement, if there is one.
    case agreement(holds: Bool, Agreement?)
    /// Whether a place is left.
    case quota(holds: Bool, Quota)
    /// Whether the call takes applications at this instant.
    case open(holds: Bool, Call.Phase, from: Date, before: Date)

    /// Whether it holds.
    public var holds: Bool {
        switch self {
        case .kind(let holds, _, _): holds
        case .agreement(let holds, _): holds
        case .quota(let holds, _): holds
        case .open(let holds, _, _, _): holds
        }
    }
}

/// Whether an organisation may apply to a call: the same rule for the self-check and for handing in.
public enum Eligibility {
    /// Every condition with its answer, in the order a clerk would ask.
    ///
    /// - Parameters:
    ///   - agreement: the one in force or, if none is, the one that ends last.
    ///   - closesBefore: the end that counts for this organisation.
    public static func check(
        _ organisation: Organisation,
        agreement: Agreement?,
        quota: Quota,
        version: CallVersion,
        closesBefore: Date,
        now: Date
    ) -> [EligibilityFinding] {
        let terms = version.terms
        var findings: [EligibilityFinding] = []
        let phase = version.phase(at: now, closesBefore: closesBefore)
        findings.append(.open(holds: phase == .open, phase, from: terms.opensAt, before: closesBefore))
        let allowed = terms.applicants.kinds
        findings.append(.kind(holds: allowed.contains(organisation.kind), organisation.kind, allowed: allowed))
        if terms.applicants.agreementRequired {
            let today = OfficeTime.day(of: now)
            findings.append(.agreement(holds: agreement?.isInForce(on: today) ?? false, agreement))
        }
        if let left = quota.left {
            findings.append(.quota(holds: left > 0, quota))
        }
        return findings
    }
}
