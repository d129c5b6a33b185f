public import Money

/// An organisation of the programme: the agency, its partners, and the associations that carry projects out with them.
public struct Organisation: Sendable, Hashable, Identifiable {
    /// The key of an organisation.
    public typealias ID = Identifier<Organisation>

    /// What an organisation is (MK 483 p.12, 14; partners are municipalities, schools and vocational schools).
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// VIAA, which runs the programme (aģentūra).
        case agency
        /// A municipality (pašvaldība).
        case municipality
        /// A general-education school that is a partner by itself (izglītības iestāde).
        case school
        /// A vocational or art school (profesionālās izglītības iestāde).
        case vocational
        /// An association or foundation (biedrība, nodibinājums).
        case association
    }

    /// Its key.
    public let id: ID
    /// What it is.
    public let kind: Kind
    /// Its full Latvian name.
    public let name: String
    /// Its 11-digit registration number, if known.
    public let registrationNumber: String?
    /// Its planning region (Rīga, Vidzeme, Kurzeme, Zemgale, Latgale), if it has one.
    public let region: String?
    /// True for organisations that exist only in the demonstration.
    public let invented: Bool

    /// An organisation as stored.
    public init(
        id: ID,
        kind: Kind,
        name: String,
        registrationNumber: String?,
        region: String?,
        invented: Bool
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.registrationNumber = registrationNumber
        self.region = region
        self.invented = invented
    }
}
