extension String {
    /// Without NUL, which PostgreSQL keeps in no text: for words that come from an address rather than from a form.
    var withoutNUL: String {
        utf8.contains(0) ? replacing("\0", with: "") : self
    }
}
