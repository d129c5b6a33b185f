public import Grants

/// An invented person of the demonstration.
public struct SeedAccount: Sendable, Hashable {
    /// A role in an organisation.
    public struct Place: Sendable, Hashable {
        /// The role.
        public let role: Role
        /// The organisation's name.
        public let organisation: String
    }

    /// The name.
    public let name: String
    /// The address to sign in with.
    public let email: String
    /// Where and as what.
    public let places: [Place]

    /// The address in databases that were filled before the demonstration had a reserved domain.
    var formerEmail: String { email.replacing("@kopiena.example", with: "@example.lv") }

    /// The same person under the address that a database has.
    func known(as email: String) -> SeedAccount { SeedAccount(name: name, email: email, places: places) }

    static let agency = "Valsts izglītības attīstības aģentūra"
    static let inventedPartner = "Parauga novada pašvaldība"

    /// Everybody, the agency's people first.
    public static let all: [SeedAccount] = agencyPeople + SeedPartner.all.flatMap(\.people) + others

    private static let agencyPeople = [
        SeedAccount(
            name: "Ilze Parauga",
            email: "programma@kopiena.example",
            places: [.init(role: .officer, organisation: agency)]
        ),
        SeedAccount(
            name: "Pēteris Paraugs",
            email: "finanses@kopiena.example",
            places: [.init(role: .finance, organisation: agency)]
        ),
        SeedAccount(
            name: "Māra Parauga",
            email: "revidente@kopiena.example",
            places: [.init(role: .auditor, organisation: agency)]
        ),
        SeedAccount(
            name: "Andris Paraugs",
            email: "administrators@kopiena.example",
            places: [.init(role: .administrator, organisation: agency)]
        ),
    ]

    private static let others = [
        SeedAccount(
            name: "Zane Parauga",
            email: "divas@kopiena.example",
            places: [
                .init(role: .editor, organisation: SeedPartner.cesis.name),
                .init(role: .editor, organisation: SeedPartner.ogre.name),
            ]
        ),
        SeedAccount(
            name: "Līga Parauga",
            email: "livani.raksta2@kopiena.example",
            places: [.init(role: .editor, organisation: SeedPartner.livani.name)]
        ),
        SeedAccount(
            name: "Uldis Paraugs",
            email: "paraugs.raksta@kopiena.example",
            places: [
                .init(role: .editor, organisation: inventedPartner),
                .init(role: .signatory, organisation: inventedPartner),
            ]
        ),
    ]
}

/// A partner with an invented writer and an invented signatory.
struct SeedPartner: Sendable, Hashable {
    let name: String
    let slug: String
    let writer: String
    let signatory: String

    static let livani = SeedPartner(
        name: "Līvānu novada pašvaldība",
        slug: "livani",
        writer: "Anna Parauga",
        signatory: "Jānis Paraugs"
    )
    static let cesis = SeedPartner(
        name: "Cēsu novada pašvaldība",
        slug: "cesis",
        writer: "Elīna Parauga",
        signatory: "Mārtiņš Paraugs"
    )
    static let madona = SeedPartner(
        name: "Madonas novada pašvaldība",
        slug: "madona",
        writer: "Baiba Parauga",
        signatory: "Edgars Paraugs"
    )
    static let valka = SeedPartner(
        name: "Valkas novada pašvaldība",
        slug: "valka",
        writer: "Dace Parauga",
        signatory: "Guntis Paraugs"
    )
    static let sigulda = SeedPartner(
        name: "Siguldas novada pašvaldība",
        slug: "sigulda",
        writer: "Inga Parauga",
        signatory: "Kārlis Paraugs"
    )
    static let kuldiga = SeedPartner(
        name: "Kuldīgas novada pašvaldība",
        slug: "kuldiga",
        writer: "Laura Parauga",
        signatory: "Normunds Paraugs"
    )
    static let saldus = SeedPartner(
        name: "Saldus tehnikums",
        slug: "saldus",
        writer: "Ruta Parauga",
        signatory: "Sandis Paraugs"
    )
    static let ogre = SeedPartner(
        name: "Ogres tehnikums",
        slug: "ogre",
        writer: "Vita Parauga",
        signatory: "Ziedonis Paraugs"
    )

    static let all = [livani, cesis, madona, valka, sigulda, kuldiga, saldus, ogre]

    var writerEmail: String { "\(slug).raksta@kopiena.example" }
    var signatoryEmail: String { "\(slug).paraksta@kopiena.example" }

    var people: [SeedAccount] {
        [
            SeedAccount(name: writer, email: writerEmail, places: [.init(role: .editor, organisation: name)]),
            SeedAccount(name: signatory, email: signatoryEmail, places: [.init(role: .signatory, organisation: name)]),
        ]
    }
}
