public import Grants
public import Site

/// The receipt as it is printed: made of the receipt alone, so that it is the same whenever it is made.
public struct ReceiptPaper: Sendable {
    private let templates: Templates
    private let site: String

    /// - Parameter site: where the site is seen from outside, without a slash at the end.
    public init(templates: Templates, site: String) {
        self.templates = templates
        self.site = site
    }

    /// The letter as HTML, in Latvian: a receipt is a paper of the office.
    public func html(_ receipt: Receipt) throws -> String {
        let view = ReceiptViews(texts: templates.texts(.lv)).paper(receipt, site: site)
        return try templates.render("letters/receipt", view, language: .lv)
    }
}
