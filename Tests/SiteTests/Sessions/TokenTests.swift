import Testing

@testable import Site

@Suite("Tokens")
struct TokenTests {
    @Test("are 256 random bits, and only their hash is for keeping")
    func random() {
        let tokens = Set((0..<1000).map { _ in Token().text })
        #expect(tokens.count == 1000)
        let token = Token()
        #expect(token.text.utf8.count == 43 && token.hash.count == 32)
        #expect(Token(token.text) == token)
    }

    @Test("are read from cookies only in their own shape", arguments: ["", "abc", String(repeating: "!", count: 43)])
    func shape(text: String) {
        #expect(Token(text) == nil)
    }

    @Test("prove a form of the same browser and no other, and differ at every rendering")
    func formToken() {
        let (mine, other) = (Token(), Token())
        let form = FormToken.make(for: mine)
        #expect(FormToken.isValid(form, for: mine))
        #expect(!FormToken.isValid(form, for: other))
        #expect(FormToken.make(for: mine) != form)
        #expect(!FormToken.isValid("", for: mine) && !FormToken.isValid(String(form.dropLast()), for: mine))
        #expect(!FormToken.isValid(String(repeating: "A", count: 5000), for: mine))
    }
}
