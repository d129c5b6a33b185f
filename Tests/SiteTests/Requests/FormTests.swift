import Testing

@testable import Site

@Suite("A form")
struct FormTests {
    private func form(_ text: String) throws -> Form {
        try Form(urlencoded: text.utf8)
    }

    @Test("holds its fields in order, decoded")
    func fields() throws {
        let form = try form("name=J%C4%81nis+B%C4%93rzi%C5%86%C5%A1&empty=&flag&kinds%5B%5D=a&kinds[]=b&&")
        #expect(form["name"] == "Jānis Bērziņš")
        #expect(form["empty"] == "" && form.contains("empty") && form.contains("flag") && !form.contains("none"))
        #expect(form["none"] == "" && form.find("none") == nil)
        #expect(form.all("kinds") == ["a", "b"] && form.all("kinds[]") == ["a", "b"] && form.all("none") == [])
        #expect(form.fields.map(\.name) == ["name", "empty", "flag", "kinds[]", "kinds[]"])
        #expect(form.fields.last?.value == "b")
    }

    @Test("turns line ends into one kind and drops control characters")
    func lineEnds() throws {
        let form = try form("a=1%0D%0A2%0D3%0A4%0B5%01%7F6%09%0D%0D%0A")
        #expect(form["a"] == "1\n2\n3\n4\n56\t\n\n")
    }

    @Test("trims white space, the no-break kind included")
    func trimming() throws {
        #expect(try form("a=%C2%A0+x+y%0A").trimmed("a") == "x y")
    }

    @Test(
        "refuses what no field of ours can hold",
        arguments: [
            ("a=%00", Problem.Unreadable.nul), ("a=%FF", .encoding), ("a=%ED%A0%80", .encoding),
            ("a=%C0%AF", .encoding),
            ("a=%F4%90%80%80", .encoding), ("a=%zz", .syntax), ("a=%4", .syntax), ("a=%", .syntax),
            ("a=1&a=2", .doubledField), ("%61=1&a=2", .doubledField), ("%00=1", .nul),
        ]
    )
    func unreadable(text: String, reason: Problem.Unreadable) {
        #expect(throws: Problem.unreadable(reason)) { try form(text) }
    }

    @Test("refuses raw bytes that are no UTF-8")
    func rawBytes() {
        #expect(throws: Problem.unreadable(.encoding)) { try Form(urlencoded: [0x61, 0x3D, 0xC3]) }
    }

    @Test("has limits for its size, its fields and their names")
    func limits() throws {
        let many = Array(repeating: "a[]=1", count: 2001).joined(separator: "&")
        #expect(throws: Problem.unreadable(.tooManyFields)) { try form(many) }
        #expect(throws: Problem.unreadable(.tooManyFields)) { try form(String(repeating: "n", count: 201) + "=1") }
        let large = "a=" + String(repeating: "x", count: 1 << 20)
        #expect(throws: Problem.tooLarge(limit: 1 << 20)) { try form(large) }
    }

    @Test("keeps hostile values as they are")
    func hostile() throws {
        let value = "\"\u{301}><script>alert('ā')</script>{{name}}[[text]]\u{202E}🧾'; DROP TABLE call;--"
        #expect(try form("a=\(value.urlEncoded)")["a"] == value)
    }
}
