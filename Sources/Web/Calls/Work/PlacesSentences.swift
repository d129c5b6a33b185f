import Grants
import Site

/// What is refused of places, said to people.
struct PlacesSentences {
    let texts: Texts

    func sentence(_ refusal: PlacesRefusal) -> String {
        switch refusal {
        case .belowTaken(let shortfalls):
            texts("places.refusal.below_taken", ["partners": shortfalls.map(partner).joined(separator: "; ")])
        case .broken(let rule): sentence(rule)
        }
    }

    private func partner(_ shortfall: PlacesRefusal.Shortfall) -> String {
        texts(
            "places.refusal.below_taken_one",
            [
                "partner": shortfall.partner, "places": String(shortfall.places), "taken": String(shortfall.taken),
            ]
        )
    }

    private func sentence(_ rule: PlacesRule) -> String {
        switch rule {
        case .notExceeded: texts("places.refusal.not_exceeded")
        case .byTwo: texts("places.refusal.by_two")
        case .whole: texts("places.refusal.whole")
        case .possible: texts("places.refusal.possible")
        case .partnerOnce, .knownPartner: texts("places.refusal.partner")
        case .notCancelled: texts("places.refusal.cancelled")
        case .isCurrent: texts("places.refusal.not_current")
        case .reasonLength: texts("proposals.refusal.reason")
        case .declinedWithReason, .declinedReasonLength: texts("proposals.refusal.declined_reason")
        case .decidedByAnother: texts("proposals.refusal.another_person")
        case .decidedOnce: texts("proposals.refusal.decided_once")
        case .keyUsedOtherwise: texts("proposals.refusal.key")
        case .knownProposal, .knownCall: texts("proposals.refusal.unknown")
        }
    }

    /// The field that a refusal is about, where it is about one.
    func field(_ refusal: PlacesRefusal) -> String? {
        switch refusal {
        case .broken(.reasonLength), .broken(.declinedWithReason), .broken(.declinedReasonLength): "reason"
        case .broken, .belowTaken: nil
        }
    }
}
