import Foundation
import Grants
import Money
import Store
import TestKit

/// Two people of the agency who agree on places of a call.
struct PlacesDeal {
    let office: CallOffice

    init(_ office: CallOffice) {
        self.office = office
    }

    var first: Visitor { get async throws { try await office.officer("pirmais@example.lv") } }
    var second: Visitor { get async throws { try await office.officer("otrais@example.lv") } }

    func table(_ call: Call.ID) async throws -> PlacesTable {
        guard let draft = try await office.calls.draft(call) else { throw Missing() }
        return try await office.calls.places(draft)
    }

    @discardableResult
    func propose(_ wanted: [Organisation.ID: Int], on call: Call.ID, key: UUID = UUID()) async throws
        -> PlacesProposal.ID
    {
        try await PlacesFurniture.propose(
            wanted,
            on: table(call),
            key: key,
            by: first,
            in: office.calls
        )
    }

    func approve(_ id: PlacesProposal.ID, on call: Call.ID) async throws {
        try await office.calls.approvePlaces(id, of: call, by: second)
    }

    func agree(_ wanted: [Organisation.ID: Int], on call: Call.ID) async throws {
        try await approve(propose(wanted, on: call), on: call)
    }
}
