import Foundation
import Site
import Testing

@Suite("Texts")
struct TextTests {
    private let lv = Texts(
        language: .lv,
        table: [
            "days.zero": "{{n}} dienu", "days.one": "{{n}} diena", "days.other": "{{n}} dienas",
            "hello": "Labdien, {{name}}! {{unknown}}", "items.one": "{{n}} lieta", "items.other": "{{n}} lietas",
        ]
    )
    private let en = Texts(language: .en, table: ["days.one": "{{n}} day", "days.other": "{{n}} days"])

    @Test(
        "count in Latvian",
        arguments: [
            (0, "0 dienu"), (1, "1 diena"), (2, "2 dienas"), (9, "9 dienas"), (10, "10 dienu"), (11, "11 dienu"),
            (19, "19 dienu"), (20, "20 dienu"), (21, "21 diena"), (22, "22 dienas"), (30, "30 dienu"),
            (101, "101 diena"), (111, "111 dienu"), (1001, "1\u{A0}001 diena"),
        ]
    )
    func latvianPlural(count: Int, text: String) {
        #expect(lv.plural("days", count) == text)
    }

    @Test("count in English", arguments: [(0, "0 days"), (1, "1 day"), (2, "2 days"), (21, "21 days")])
    func englishPlural(count: Int, text: String) {
        #expect(en.plural("days", count) == text)
    }

    @Test("use the common form where no form for zero is given")
    func noZero() {
        #expect(lv.plural("items", 10) == "10 lietas")
    }

    @Test("fill names and leave what they do not know, braces in values included")
    func filling() {
        #expect(lv("hello", ["name": "{{unknown}}"]) == "Labdien, {{unknown}}! {{unknown}}")
        #expect(lv("no.such") == "[[no.such]]")
    }

    @Test(
        "leave braces that hold no name as they are",
        arguments: [
            ("{{ name }}!", "Anna!"), ("a {b} {{name}}", "a {b} Anna"), ("{{name", "{{name"), ("name}}", "name}}"),
            ("{", "{"), ("{{}}", "{{}}"), ("{{name}}{{name}}", "AnnaAnna"), ("ā{{name}}ž}", "āAnnaž}"),
        ]
    )
    func braces(_ text: String, _ filled: String) {
        #expect(Texts(language: .lv, table: ["text": text])("text", ["name": "Anna"]) == filled)
    }

    @Test(
        "write money with no-break spaces",
        arguments: [
            (0, "0,00 EUR"), (5, "0,05 EUR"), (100, "1,00 EUR"), (99_999, "999,99 EUR"), (700_000, "7 000,00 EUR"),
            (2_116_525_200, "21 165 252,00 EUR"), (-150, "−1,50 EUR"),
            (Int64.min, "−92 233 720 368 547 758,08 EUR"),
        ] as [(Int64, String)]
    )
    func money(cents: Int64, text: String) {
        #expect(lv.money(cents) == text.replacingOccurrences(of: " ", with: "\u{A0}"))
    }

    @Test(
        "write shares and sizes",
        arguments: [(8500, "85 %"), (1250, "12,5 %"), (1205, "12,05 %"), (0, "0 %")]
    )
    func percent(points: Int, text: String) {
        #expect(lv.percent(basisPoints: points) == text.replacingOccurrences(of: " ", with: "\u{A0}"))
    }

    @Test(
        "write file sizes",
        arguments: [(812, "812 B"), (1499, "1 kB"), (999_499, "999 kB"), (999_500, "1,0 MB"), (25_000_000, "25,0 MB")]
    )
    func fileSize(bytes: Int, text: String) {
        #expect(lv.fileSize(bytes) == text.replacingOccurrences(of: " ", with: "\u{A0}"))
    }

    @Test("write instants in the time of Riga, winter and summer")
    func instants() {
        let end = Date(timeIntervalSince1970: 1_796_076_000)
        #expect(lv.lastSecond(before: end) == "30.11.2026. plkst.\u{A0}23:59:59")
        #expect(lv.instant(end) == "01.12.2026. plkst.\u{A0}00:00:00")
        #expect(en.instant(end) == "01.12.2026 at 00:00:00")
        #expect(Texts.machineInstant(end) == "2026-12-01T00:00:00+02:00")
        let summer = Date(timeIntervalSince1970: 1_782_853_200)
        #expect(Texts.machineInstant(summer) == "2026-07-01T00:00:00+03:00")
        #expect(lv.date(summer) == "01.07.2026.")
    }
}
