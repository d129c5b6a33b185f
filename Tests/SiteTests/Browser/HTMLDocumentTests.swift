import TestKit
import Testing

@Suite("The page checker")
struct HTMLDocumentTests {
    private let sound = """
        <!doctype html>
        <html lang="lv"><head><meta charset="utf-8"><title>A &amp; B</title></head>
        <body><main><h1>Virsraksts</h1><p id="a">ā<br>b</p>
        <form method="post" action="/x"><input type="hidden" name="formToken" value="t"><label for="n">N</label>
        <textarea id="n" name="n">
        1 &lt; 2
        </textarea><label><input type="checkbox" name="c" checked> C</label>
        <select name="s" aria-label="S"><option value="1">a</option><option selected value="2">b</option></select>
        <button name="do" value="it">Sūtīt</button></form>
        <svg viewBox="0 0 1 1"><path d="M0 0"/></svg></main></body></html>
        """

    @Test("finds nothing wrong with a sound page and reads its form")
    func clean() throws {
        let document = HTMLDocument(sound)
        #expect(document.houseFaults() == [])
        #expect(document.title == "A & B" && document.heading == "Virsraksts")
        let field = try #require(document.first("textarea"))
        #expect(field.rawText == "1 < 2\n")
    }

    @Test(
        "finds what is wrong",
        arguments: [
            ("<p id=\"a\">", "<p>", ""), ("<br>", "<b>", "</p> where <b>"), ("</h1>", "", "<h1>"),
            ("id=\"n\" name=\"n\"", "name=\"n\"", "has no label"), ("<p id=\"a\">", "<p id=\"n\">", "there twice"),
            ("<p id", "<p style=\"x\" id", "inline style"), ("<p id", "<p onclick=\"x\" id", "inline onclick"),
            ("lang=\"lv\"", "lang=lv", "unquoted"), ("ā<br>", "[[a.b]]<br>", "unfilled"),
            ("ā<br>", "a & b<br>", "bare &"),
            ("value=\"t\"", "value=\"\"", "form without its token"), ("<h1>", "<h2>", "<h2> after"),
            ("for=\"n\"", "for=\"m\"", "which is not there"), ("<!doctype html>", "", "doctype"),
            ("ā<br>", "<img src=\"/a\"><br>", "without alt"), ("ā<br>", "<script>x</script><br>", "inline script"),
        ]
    )
    func faults(part: String, instead: String, words: String) {
        let faults = HTMLDocument(sound.replacing(part, with: instead, maxReplacements: 1)).houseFaults()
        if words.isEmpty {
            #expect(faults.isEmpty)
        } else {
            #expect(faults.contains { $0.contains(words) }, "\(faults)")
        }
    }
}
