import Foundation
import Site
import Testing

@Suite("Templates")
struct TemplateTests {
    @Test("escape a quote that a combining accent clings to, also in partials, sections and blocks")
    func hostileQuote() throws {
        let hostile = "\"\u{301} onfocus=\"\u{301}alert(1)<\u{301}script>'\u{301}&\u{301}"
        let page = try TemplateSandbox.render(
            "{{<layout/page}}{{$main}}<input value=\"{{name}}\">{{#rows}}<b title='{{name}}'>{{> part}}</b>{{/rows}}{{/main}}{{/layout/page}}",
            ["name": hostile, "rows": [["name": hostile] as View]],
            more: [
                "layout/page.mustache": "<main title=\"{{name}}\">{{$main}}{{/main}}</main>",
                "part.mustache": "<i>{{name}}</i>",
            ]
        )
        let scalars = page.unicodeScalars
        #expect(scalars.filter { $0 == "\"" }.count == 4)
        #expect(scalars.filter { $0 == "'" }.count == 2)
        #expect(scalars.filter { $0 == "<" }.count == 7)
        #expect(page.range(of: "&amp;", options: .literal) != nil)
    }

    @Test("put texts and asset paths in when they are read")
    func textsAndAssets() throws {
        let sandbox = try TemplateSandbox([
            "page.mustache": "<link href=\"[[asset:css/a.css]]\">[[calls.left]] [[calls.more_html]]",
            "text/lv/calls.yaml": "calls:\n  left: \"Atlikušas {{days}} & <dienas>\"\n  more_html: <b>vēl</b>\n",
            "text/en/calls.yaml": "calls:\n  left: \"{{days}} days left\"\n  more_html: <b>more</b>\n",
            "assets/css/a.css": "body{}",
        ])
        let templates = try sandbox.templates()
        let address = try #require(templates.assets.address(of: "css/a.css"))
        let latvian = try templates.render("page", ["days": 3], language: .lv)
        let english = try templates.render("page", ["days": 3], language: .en)
        #expect(latvian == "<link href=\"\(address)\">Atlikušas 3 &amp; &lt;dienas&gt; <b>vēl</b>")
        #expect(english == "<link href=\"\(address)\">3 days left <b>more</b>")
    }

    @Test("refuse a tag that no view knows, and take one known to be absent")
    func strictNames() throws {
        #expect(throws: TemplateError.self) {
            try TemplateSandbox.render("{{#rows}}{{titel}}{{/rows}}", ["rows": [["title": "a"] as View]])
        }
        let hint: String? = nil
        let page = try TemplateSandbox.render(
            "{{title}}{{#hint}}({{.}}){{/hint}}{{^hint}}-{{/hint}}{{#open}}!{{/open}}",
            ["title": "T", "hint": hint, "open": nil]
        )
        #expect(page == "T-")
    }

    @Test("find a name in the views around, numbers, words and lists")
    func lookup() throws {
        let page = try TemplateSandbox.render(
            "{{#rows}}{{title}}:{{n}},{{/rows}}{{#words}} {{.}}{{/words}}{{#none}}x{{/none}}",
            ["title": "T", "rows": [["n": 1] as View, ["n": 2]], "words": ["a", "b"], "none": [View]()]
        )
        #expect(page == "T:1,T:2, a b")
    }

    @Test(
        "refuse what could go wrong silently",
        arguments: [
            "{{{name}}}", "{{&name}}", "{{> nowhere}}", "{{a.b}}", "[[no.such]]", "[[asset:no.css]]", "{{=<% %>=}}",
            "{{#open}}",
        ]
    )
    func faults(page: String) throws {
        let sandbox = try TemplateSandbox(["page.mustache": page])
        #expect(throws: TemplateError.self) { try sandbox.templates() }
    }

    @Test("show drawings of our own unescaped")
    func markup() throws {
        let page = try TemplateSandbox.render("{{{barMarkup}}}", ["barMarkup": Markup(trusted: "<svg></svg>")])
        #expect(page == "<svg></svg>")
    }

    @Test("leave mail unescaped")
    func mail() throws {
        let sandbox = try TemplateSandbox(["mail/hello.mustache": "{{name}}\n"])
        let text = try sandbox.templates().render("mail/hello", ["name": "A & B"], language: .lv)
        #expect(text == "A & B\n")
    }

    @Test("are read again in development when a file has changed, and a broken file leaves the last good page")
    func reload() throws {
        let sandbox = try TemplateSandbox(["page.mustache": "one"])
        let templates = try sandbox.templates(reload: true)
        #expect(try templates.render("page", [:], language: .lv) == "one")
        try sandbox.write("page.mustache", "two, longer")
        try sandbox.write("other.mustache", "x")
        #expect(try templates.render("page", [:], language: .lv) == "two, longer")
        try sandbox.write("third.mustache", "{{#open}}")
        #expect(try templates.render("page", [:], language: .lv) == "two, longer")
    }

    @Test("report a text that only one language has or that comes twice")
    func doubledKey() throws {
        let sandbox = try TemplateSandbox([
            "page.mustache": "x",
            "text/lv/a.yaml": "a:\n  b: viens\n",
            "text/lv/b.yaml": "a:\n  b: divi\n",
        ])
        #expect(throws: TemplateError.self) { try sandbox.templates() }
    }

    @Test("read the YAML words yes, no and numbers as texts")
    func yamlWords() throws {
        let sandbox = try TemplateSandbox([
            "page.mustache": "[[a.no]][[a.yes]][[a.n]]",
            "text/lv/a.yaml": "a:\n  no: no\n  yes: yes\n  n: 010\n",
            "text/en/a.yaml": "a:\n  no: no\n  yes: yes\n  n: 010\n",
        ])
        #expect(try sandbox.templates().render("page", [:], language: .lv) == "noyes010")
    }
}
