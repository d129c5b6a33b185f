import TestKit

extension Chromium {
    /// Presses Tab until the element of the selector has the focus.
    func tab(to selector: String) async throws {
        for _ in 0..<80 {
            if try await has("\(selector):focus") { return }
            try await type(Keys.tab)
        }
        try await wait(for: "\(selector):focus", seconds: 0)
    }

    /// Goes to a field by Tab alone and presses keys there.
    func tab(to selector: String, then keys: String) async throws {
        try await tab(to: selector)
        try await type(keys)
    }

    /// Writes into the fields of these names.
    func write(_ values: KeyValuePairs<String, String>) async throws {
        for (name, value) in values { try await fill("[name='\(name)']", value) }
    }

    /// Presses the page's first button for going on.
    func saveAndContinue() async throws {
        try await click("main form button[name=go][value=next]:not(.unseen)")
    }
}
