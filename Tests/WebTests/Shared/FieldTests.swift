import Foundation
import Site
import Testing

@testable import Web

@Suite("A field of a form")
struct FieldTests {
    private let templates: Templates

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../../Templates").standardizedFileURL
        templates = try Templates(folder: folder.path, strict: true)
    }

    private func render(_ partial: String, _ view: View) throws -> String {
        try templates.render("layout/field-\(partial)", view, language: .lv)
    }

    @Test("ties its label, hint and error to the control")
    func ties() throws {
        let field = Field("contact.name", label: "Vārds", hint: "Pilns vārds.", error: "Ierakstiet vārdu.")
        let html = try render("text", field.text("Ilze"))
        #expect(html.contains(#"<label for="contact-name">Vārds</label>"#))
        #expect(html.contains(#"aria-describedby="contact-name-hint contact-name-error""#))
        #expect(html.contains(#"id="contact-name-hint""#))
        #expect(html.contains(#"id="contact-name-error""#))
        #expect(html.contains(#"aria-invalid="true""#))
    }

    @Test("shows a hostile value as text")
    func hostile() throws {
        // A quote with an accent above it is one character to Swift, and still a quote to a browser.
        let field = Field("title", label: "Nosaukums")
        let plain = try render("text", field.text("x"))
        let html = try render("text", field.text("\"\u{301} onfocus=alert(1)"))
        #expect(quotes(in: html) == quotes(in: plain))
        let area = try render("textarea", field.textArea("</textarea><script>"))
        #expect(!area.contains("<script>"))
    }

    private func quotes(in html: String) -> Int {
        html.utf8.filter { $0 == UInt8(ascii: "\"") }.count
    }

    @Test("keeps line breaks at the start and the end of a long text")
    func lines() throws {
        let html = try render("textarea", Field("text", label: "Teksts").textArea("\n  divi\n", words: 300))
        // A browser drops the first line break after the tag: the one of the template, not the person's.
        #expect(html.contains(">\n\n  divi\n</textarea>"))
    }

    @Test("offers what there is to choose, the first under the field's own id")
    func choices() throws {
        let choices = [
            Field.Choice(value: "yes", label: "Jā", note: "Prasīsim numuru."), Field.Choice(value: "no", label: "Nē"),
        ]
        let field = Field("ngo", label: "Vai piedalās biedrība?", isOptional: true)
        let radios = try render("radios", field.choices(choices, chosen: ["no"]))
        #expect(radios.contains(#"id="ngo" name="ngo" value="yes" aria-describedby="ngo-note""#))
        #expect(radios.contains(#"id="ngo-2" name="ngo" value="no" checked"#))
        #expect(radios.contains("(nav obligāti)"))
        let boxes = try render("checkboxes", field.choices(choices, chosen: ["yes", "no"]))
        #expect(boxes.components(separatedBy: " checked").count == 3)
        let select = try render("select", field.choices(choices, chosen: ["yes"]))
        #expect(select.contains(#"<option value="yes" selected>Jā</option>"#))
    }

    @Test("needs no name that its view does not give", arguments: ["number", "money", "date", "file"])
    func complete(partial: String) throws {
        let field = Field(
            "sum",
            label: "Summa",
            version: 3,
            clash: Field.Clash(theirs: "12", by: "I. Paraudziņa", at: "14:02:11")
        )
        let view =
            switch partial {
            case "number": field.number("7", unit: "skolēni")
            case "money": field.money("7 000,00")
            case "date": field.date(day: "31", month: "12", year: "2026")
            default: field.file(accept: ".pdf", bytes: 1_000)
            }
        let html = try render(partial, view)
        #expect(html.contains(#"name="version.sum" value="3""#))
        #expect(html.contains("I. Paraudziņa"))
    }
}
