import TestKit
import Testing

extension Chromium {
    /// Presses Tab until the element of the selector has the focus. On the way each focus must be to be seen.
    func tab(to selector: String) async throws {
        var unseen: Set<String> = []
        for _ in 0..<150 {
            try await type(Keys.tab)
            let focus = try await run(Self.focus, [.string(selector)])
            if let place = focus["unseen"].text { unseen.insert(place) }
            guard focus["isThere"].isTrue else { continue }
            #expect(unseen == [], "the focus is not to be seen")
            return
        }
        try await wait(for: "\(selector):focus", seconds: 0)
    }

    /// Goes to a field by Tab alone and presses keys there.
    func tab(to selector: String, then keys: String) async throws {
        try await tab(to: selector)
        try await type(keys)
    }

    /// Goes to fields of these names by Tab alone, in the order of the page, and writes.
    func tabAndWrite(_ values: KeyValuePairs<String, String>) async throws {
        for (name, value) in values { try await tab(to: "[name='\(name)']", then: value) }
    }

    /// Writes into the fields of these names.
    func write(_ values: KeyValuePairs<String, String>) async throws {
        for (name, value) in values { try await fill("[name='\(name)']", value) }
    }

    /// Presses the page's first button for going on.
    func saveAndContinue() async throws {
        try await click(Self.continueButton)
    }

    /// The button that stores a section and goes on.
    static let continueButton = "main form button[name=go][value=next]:not(.unseen)"

    private static let focus = """
        const at = document.activeElement;
        const style = getComputedStyle(at);
        const isSeen = at === document.body || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
        return {
          isThere: at.matches(arguments[0]),
          unseen: isSeen ? null : at.outerHTML.slice(0, 120),
        };
        """
}
