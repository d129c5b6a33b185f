import Foundation
import Grants
import Site
import Store

extension CallFilter {
    /// Reads the address of the list, which carries the whole choice; what no form of ours could have sent counts as not chosen.
    init(_ query: Form) {
        self.init(
            kind: Call.Kind(rawValue: query["kind"]),
            phase: Call.Phase(rawValue: query["phase"]),
            applicant: Organisation.Kind(rawValue: query["applicant"]),
            words: String(query.trimmed("text").prefix(100))
        )
    }

    /// Whether anything is chosen.
    var isNarrow: Bool {
        self != CallFilter()
    }
}

extension Sequence where Element == PublishedCall {
    /// As people look for them: open ones by their end, coming ones by their beginning, closed ones newest first.
    func inReadingOrder(at now: Date) -> [PublishedCall] {
        sorted { left, right in
            let places = (Self.place(of: left, at: now), Self.place(of: right, at: now))
            return places.0 == places.1 ? left.call.number < right.call.number : places.0 < places.1
        }
    }

    private static func place(of call: PublishedCall, at now: Date) -> (Int, Double) {
        switch call.phase(at: now) {
        case .open: (0, call.closesBefore.timeIntervalSince1970)
        case .coming: (1, call.terms.opensAt.timeIntervalSince1970)
        case .closed: (2, -call.closesBefore.timeIntervalSince1970)
        }
    }
}

extension PublishedCall {
    /// The address of its page.
    var address: String { "/calls/\(call.number)" }
}
