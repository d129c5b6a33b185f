import Documents
import Foundation
import TestKit
import Testing

@Suite(
    "Printing letters",
    .serialized,
    .enabled(if: Judges.areInstalled, "deploy/test installs WeasyPrint and the judges")
)
struct LetterPressTests {
    @Test("gives a PDF that passes PDF/UA-1")
    func conforms() async throws {
        let pdf = try await press().print(letter(body: sample))
        let verdict = try await Judges.pdfVerdict(on: pdf)
        #expect(verdict.contains("Result: no failures in implemented checks"), "\(verdict)")
    }

    @Test("keeps language, title and Latvian letters")
    func keepsText() async throws {
        let pdf = try await press().print(letter(body: sample))
        let verdict = try await Judges.verdict(
            of: """
                import sys, pikepdf
                with pikepdf.open(sys.argv[1]) as pdf:
                    print(pdf.Root.Lang, pdf.docinfo["/Title"], len(pdf.pages), bool(pdf.Root.MarkInfo.Marked))
                """,
            on: pdf,
            suffix: "pdf"
        )
        #expect(verdict == "lv Apliecinājums 1 True\n")
    }

    @Test("prints the same bytes twice")
    func repeats() async throws {
        let first = try await press().print(letter(body: sample))
        let second = try await press().print(letter(body: sample))
        #expect(first == second)
    }

    @Test("prints several letters in one process, in order")
    func bulk() async throws {
        let letters = (1...3).map {
            letter(body: String(repeating: "<p style=\"break-after: page\">x</p>", count: $0 * 2))
        }
        let printed = try await press().print(letters)
        let sizes = printed.map(\.count)
        #expect(sizes == sizes.sorted() && Set(sizes).count == 3)
        #expect(printed.allSatisfy { $0.starts(with: Array("%PDF-".utf8)) })
    }

    @Test(
        "fetches nothing but its own pictures and style sheets",
        arguments: [
            "<img src=\"http://127.0.0.1:9/x.png\" alt=\"x\">", "<img src=\"file:///etc/passwd\" alt=\"x\">",
            "<img src=\"../../Package.swift\" alt=\"x\">", "<img src=\"../../../x.svg\" alt=\"x\">",
            "<img src=\"data:image/png;base64,AAAA\" alt=\"x\">",
            "<link rel=\"stylesheet\" href=\"https://example.org/x.css\">",
            "<link rel=\"attachment\" href=\"file:///etc/hostname\">",
            "<p style=\"background: url(//example.org/x.png)\">x</p>",
        ]
    )
    func fetchesNothing(hostile: String) async throws {
        await #expect(throws: LetterPressError.self) { try await press().print(letter(body: hostile)) }
    }

    @Test("gives up when the time is over")
    func tooSlow() async throws {
        let long = letter(body: String(repeating: "<p>Vārdi un vēlreiz vārdi.</p>", count: 30_000))
        await #expect(throws: LetterPressError.tooSlow(seconds: 1)) { try await press(patience: 1).print(long) }
    }

    @Test("gives up when the memory is used up")
    func tooLarge() async throws {
        await #expect(throws: LetterPressError.self) { try await press(megabytes: 64).print(letter(body: sample)) }
    }

    @Test("says so when WeasyPrint is not there")
    func missing() async throws {
        let press = LetterPress(.init(python: "/nonexistent/python", templates: Project.root + "/Templates"))
        await #expect(throws: LetterPressError.self) { try await press.print(letter(body: sample)) }
    }

    @Test("refuses those that find the queue full, and serves the others")
    func busy() async throws {
        let press = press(presses: 1, waiters: 1)
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 1...4 {
                group.addTask {
                    do {
                        _ = try await press.print(letter(body: sample))
                        return "printed"
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == "printed" }.count == 2)
        #expect(outcomes.filter { $0 == LetterPressError.busy.description }.count == 2)
    }

    @Test("gives its place back when a caller goes away")
    func cancelled() async throws {
        let press = press(presses: 1, waiters: 4)
        let gone = (1...3).map { _ in Task { try await press.print(letter(body: sample)) } }
        gone.forEach { $0.cancel() }
        for task in gone { _ = await task.result }
        let pdf = try await press.print(letter(body: sample))
        #expect(!pdf.isEmpty)
    }

    private let sample = """
        <header><img src="../assets/img/eu-emblem.svg" alt="Eiropas Savienības karogs"><p>Līdzfinansē Eiropas Savienība</p></header>
        <h1>Āčēģīķļņšūž</h1><table><thead><tr><th scope="col">Datne</th><th scope="col">Lielums</th></tr></thead>
        <tbody><tr><th scope="row">plāns.pdf</th><td>12 kB</td></tr></tbody></table>
        """

    private func letter(body: String) -> String {
        """
        <!doctype html><html lang="lv"><head><meta charset="utf-8"><title>Apliecinājums</title>
        <link rel="stylesheet" href="letter.css"></head><body>\(body)</body></html>
        """
    }

    private func press(
        patience: Int = 120,
        megabytes: Int = 1_024,
        presses: Int = 2,
        waiters: Int = 8
    ) -> LetterPress {
        LetterPress(
            .init(
                python: Judges.weasyprint,
                templates: Project.root + "/Templates",
                patience: patience,
                megabytes: megabytes,
                presses: presses,
                waiters: waiters
            )
        )
    }
}
