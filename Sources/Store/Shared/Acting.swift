public import Grants
public import Money
public import Postgres

extension TransactionSettings {
    /// Who acts, and for which organisation: every transaction begins with it, so that the audit and the row policies of the
    /// database know.
    public init(_ visitor: Visitor) {
        self.init(person: visitor.person.id, organisation: visitor.organisation.id)
    }

    /// A person who has not yet chosen an organisation, or belongs to none.
    public init(person: Person.ID, organisation: Organisation.ID? = nil) {
        self.init([
            ("kopiena.person", person.description),
            ("kopiena.organisation", organisation?.description ?? ""),
        ])
    }
}
