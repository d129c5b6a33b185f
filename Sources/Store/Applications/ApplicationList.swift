public import Foundation
public import Grants
public import Money

/// Which applications of a call a list shows.
public struct ApplicationFilter: Sendable, Hashable {
    /// The call.
    public var call: Call.ID
    /// Only in these states; all if empty.
    public var states: Set<Application.State>
    /// Only of this applicant.
    public var organisation: Organisation.ID?
    /// Only from this planning region.
    public var region: String?
    /// Asking for at least this.
    public var atLeast: Euro?
    /// Asking for at most this.
    public var atMost: Euro?
    /// Only handed in at or after this instant.
    public var submittedFrom: Date?
    /// Only handed in before this instant.
    public var submittedBefore: Date?
    /// Beginnings of words that must be in title, number, applicant, school or co-implementers; accents do not matter.
    public var text: String

    /// All applications of a call, unless told otherwise.
    public init(
        call: Call.ID,
        states: Set<Application.State> = [],
        organisation: Organisation.ID? = nil,
        region: String? = nil,
        atLeast: Euro? = nil,
        atMost: Euro? = nil,
        submittedFrom: Date? = nil,
        submittedBefore: Date? = nil,
        text: String = ""
    ) {
        self.call = call
        self.states = states
        self.organisation = organisation
        self.region = region
        self.atLeast = atLeast
        self.atMost = atMost
        self.submittedFrom = submittedFrom
        self.submittedBefore = submittedBefore
        self.text = text
    }

    /// Whether it leaves anything of the call out.
    var narrows: Bool {
        self != ApplicationFilter(call: call)
    }
}

/// The order of a list. It is always total: the key decides between equals.
public struct ApplicationSort: Sendable, Hashable {
    /// What the list is sorted by. The raw value stands in addresses.
    public enum Key: String, Sendable, CaseIterable {
        /// When it was last changed.
        case updated
        /// When it was handed in; what never was comes as if long ago.
        case submitted
        /// What it asks for.
        case requested
        /// The title, by the Latvian alphabet.
        case title
        /// The number; what has none comes first.
        case number
    }

    /// What the list is sorted by.
    public var key: Key
    /// Newest, largest or last first.
    public var descending: Bool

    /// An order.
    public init(_ key: Key, descending: Bool) {
        self.key = key
        self.descending = descending
    }

    /// Last changed first.
    public static let newest = ApplicationSort(.updated, descending: true)
}

/// Which page of a list.
public enum PagePosition: Sendable, Hashable {
    /// The first.
    case first
    /// The one after a row.
    case after(PageCursor)
    /// The one before a row.
    case before(PageCursor)
}

/// A row's place in a sorted list: its sort key, letter by letter as the database wrote it, and its key.
public struct PageCursor: Sendable, Hashable {
    let id: Int64
    let value: String

    /// What stands in an address.
    public var text: String {
        "\(id).\(value)"
    }

    init(id: Int64, value: String) {
        self.id = id
        self.value = value
    }

    /// Reads what stands in an address; nothing if it is no such thing. Whether the value fits the order is seen later.
    public init?(text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 2_000, !text.utf8.contains(0) else { return nil }
        guard let id = Int64(parts[0]), id > 0 else { return nil }
        self.init(id: id, value: String(parts[1]))
    }
}

/// An organisation's own application, with the end that counts for it.
public struct OwnApplication: Sendable, Hashable {
    /// What every list shows.
    public let summary: ApplicationSummary
    /// The exclusive end for this organisation, its own extensions included.
    public let closesBefore: Date
}

/// Some of an organisation's own applications, last changed first.
public struct OwnApplications: Sendable, Hashable {
    /// The applications.
    public let rows: [OwnApplication]
    /// The last of them, if there are older ones.
    public let next: PageCursor?
}

/// One page of a list.
public struct ApplicationPage: Sendable, Hashable {
    /// The most applicants a page names.
    public static let mostApplicants = 500

    /// Somebody who applies to the call.
    public struct Applicant: Sendable, Hashable {
        /// The organisation.
        public let id: Organisation.ID
        /// Its name.
        public let name: String
    }

    /// The rows in the order asked for.
    public let rows: [ApplicationSummary]
    /// The page before this one, if there is one.
    public let previous: PageCursor?
    /// The page after this one, if there is one.
    public let next: PageCursor?
    /// How many applications the filter selects, counted up to `Applications.countLimit`.
    public let count: Int
    /// Whether there are more than were counted.
    public let countIsCapped: Bool
    /// Who applies to the call, whatever the filter selects, by name: up to `mostApplicants`, and one more if there are more.
    public let applicants: [Applicant]
}
