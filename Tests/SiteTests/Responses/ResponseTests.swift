import HTTPTypes
import Hummingbird
import Testing

@testable import Site

@Suite("Answers")
struct ResponseTests {
    @Test(
        "lead only to addresses of this site",
        arguments: [
            ("/calls/1?x=%20#a", "/calls/1?x=%20#a"), ("//evil.example", "/"), ("/\\evil.example", "/"),
            ("https://evil.example", "/"), ("", "/"), ("calls", "/"), ("/a\r\nSet-Cookie: b=c", "/"), ("/a b", "/"),
            ("/ā", "/"), ("/a\\b", "/"), ("/", "/"),
        ]
    )
    func redirects(given: String, location: String) {
        let response = Response.seeOther(given)
        #expect(response.status == .seeOther)
        #expect(response.headers[.location] == location)
    }

    @Test(
        "offer files under a safe name",
        arguments: [
            ("budžets.pdf", "budžets.pdf"), ("../../etc/passwd", "passwd"), ("C:\\tmp\\a.docx", "a.docx"),
            ("..", "file"), ("", "file"), (".htaccess", "htaccess"), ("a\r\nb\".pdf", "ab.pdf"), ("a/", "a"),
            ("fdp\u{202E}exe.pdf", "fdpexe.pdf"), ("a\u{0}b.txt", "ab.txt"), ("  a   b .pdf. ", "a b .pdf"),
            ("../\u{301}x/y.pdf", "y.pdf"), ("a/\u{301}b.pdf", "\u{301}b.pdf"),
        ]
    )
    func names(raw: String, safe: String) {
        #expect(DownloadName(raw).text == safe)
    }

    @Test("shorten a long name and keep its ending")
    func longName() {
        let name = DownloadName(String(repeating: "ā", count: 300) + ".PDF")
        #expect(name.text.utf8.count <= 150)
        #expect(name.text.hasSuffix("ā.PDF") && name.fileExtension == "pdf")
    }

    @Test("give files as attachments with a name for old and new programs")
    func attachment() {
        let response = Response.download("Līgums \"1\".pdf", type: "application/pdf", bytes: .init(string: "x"))
        #expect(
            response.headers[.contentDisposition]
                == "attachment; filename=\"L_gums 1.pdf\"; filename*=UTF-8''L%C4%ABgums%201.pdf"
        )
    }

    @Test("as JSON have sorted keys")
    func json() throws {
        let response = try Response.json(["b": 1, "a": 2])
        #expect(response.headers[.contentType] == "application/json")
        #expect(response.body.contentLength == 13)
    }
}
