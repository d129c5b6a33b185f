import Foundation
import Grants
import Money
import Site
import Store

/// What a list of a call's applications shows and in which order, as its address says it: typed text included, right or wrong.
struct ApplicationChoice {
    /// The fields of the address, in the order in which addresses are written.
    static let names = ["text", "state", "region", "least", "most", "from", "until", "organisation"]

    /// The regions an application can come from.
    static let regions = ["Rīga", "Vidzeme", "Kurzeme", "Zemgale", "Latgale"]

    /// What was typed, by field.
    let typed: [String: String]
    let sort: ApplicationSort
    let position: PagePosition

    init(_ query: Form) {
        var typed: [String: String] = [:]
        for name in Self.names {
            let text = query.trimmed(name)
            if !text.isEmpty { typed[name] = String(text.prefix(100)) }
        }
        self.typed = typed
        let key = ApplicationSort.Key(rawValue: query["sort"])
        sort = key.map { ApplicationSort($0, descending: query["order"] != "up") } ?? .newest
        if let cursor = PageCursor(text: query["after"]) {
            position = .after(cursor)
        } else if let cursor = PageCursor(text: query["before"]) {
            position = .before(cursor)
        } else {
            position = .first
        }
    }

    subscript(name: String) -> String {
        typed[name] ?? ""
    }

    var isNarrow: Bool { !typed.isEmpty }

    var state: Application.State? { Application.State(rawValue: self["state"]) }
    var region: String? { Self.regions.first { $0 == self["region"] } }
    var organisation: Organisation.ID? { Organisation.ID(typed: self["organisation"]) }

    /// The selection; what cannot be understood does not narrow it, and the page says so beside the field.
    func filter(of call: Call.ID) -> ApplicationFilter {
        ApplicationFilter(
            call: call,
            states: state.map { [$0] } ?? [],
            organisation: organisation,
            region: region,
            atLeast: Euro(typed: self["least"]),
            atMost: Euro(typed: self["most"]),
            submittedFrom: Day(typed: self["from"]).map { OfficeTime.start(of: $0) },
            submittedBefore: Day(typed: self["until"])?.adding(days: 1).map { OfficeTime.start(of: $0) },
            text: self["text"]
        )
    }

    /// Fields whose text is neither empty nor understood.
    var misread: Set<String> {
        var misread: Set<String> = []
        for name in ["least", "most"] where typed[name] != nil && Euro(typed: self[name]) == nil {
            misread.insert(name)
        }
        for name in ["from", "until"] where typed[name] != nil && Day(typed: self[name]) == nil { misread.insert(name) }
        return misread
    }

    /// The address of the same list, with other values where given and without those given as nothing.
    func address(_ path: String, _ changes: KeyValuePairs<String, String?> = [:], sort: ApplicationSort? = nil)
        -> String
    {
        var values = typed
        var extra: [(String, String)] = []
        for (name, value) in changes {
            if Self.names.contains(name) {
                values[name] = value
            } else if let value {
                extra.append((name, value))
            }
        }
        let order = sort ?? self.sort
        var fields = Self.names.compactMap { name in values[name].map { (name, $0) } }
        if order != .newest { fields += [("sort", order.key.rawValue), ("order", order.descending ? "down" : "up")] }
        fields += extra
        let query = fields.map { "\($0)=\($1.urlEncoded)" }.joined(separator: "&")
        return query.isEmpty ? path : "\(path)?\(query)"
    }
}
