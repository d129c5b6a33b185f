import Foundation

/// A real browser, without a window, driven over the WebDriver protocol.
public actor Chromium {
    /// Whether this machine has one.
    public static let isInstalled: Bool = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/chromedriver")
        }
    }()

    private static let elementKey = "element-6066-11e4-a52e-4f735466cecf"
    private let driver: ChromeDriver
    private let session: String

    private init(driver: ChromeDriver, session: String) {
        self.driver = driver
        self.session = session
    }

    /// Opens a browser of the given width, hands it to the body and closes it. When the body fails, a screenshot is
    /// left behind and its path printed.
    /// - Parameter scripts: false for a browser that runs no scripts of pages.
    public static func visit<Result: Sendable>(
        width: Int = 1280,
        height: Int = 900,
        scripts: Bool = true,
        _ body: @Sendable (Chromium) async throws -> Result
    ) async throws -> Result {
        let browser = try await open(width: width, height: height, scripts: scripts)
        do {
            let result = try await body(browser)
            try await browser.close()
            return result
        } catch {
            let file = NSTemporaryDirectory() + "kopiena-failure-\(UUID().uuidString.prefix(8)).png"
            try? await browser.screenshot(file)
            print("The browser was at \((try? await browser.address()) ?? "?"); screenshot: \(file)")
            try? await browser.close()
            throw error
        }
    }

    private static func open(width: Int, height: Int, scripts: Bool) async throws -> Chromium {
        let driver = try await ChromeDriver.shared.value
        let flags = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=lv",
            "--window-size=\(width),\(height)", "--no-first-run", "--disable-background-networking",
            "--disable-component-update",
        ]
        var preferences: [String: JSONValue] = ["intl.accept_languages": "lv"]
        if !scripts { preferences["profile.managed_default_content_settings.javascript"] = .number(2) }
        let options: JSONValue = .object([
            "args": .array(flags.map { .string($0) }), "prefs": .object(preferences),
        ])
        let capabilities: JSONValue = .object(["alwaysMatch": .object(["goog:chromeOptions": options])])
        let value = try await driver.command("POST", "/session", .object(["capabilities": capabilities]))
        guard let session = value["sessionId"].text else { throw BrowserFailure(kind: "no session", words: "") }
        let browser = Chromium(driver: driver, session: session)
        try await browser.resize(width: width, height: height)
        return browser
    }

    /// Makes the page exactly so wide and high.
    public func resize(width: Int, height: Int) async throws {
        let metrics: JSONValue = .object([
            "width": .number(Double(width)), "height": .number(Double(height)), "deviceScaleFactor": .number(1),
            "mobile": false,
        ])
        try await post("/goog/cdp/execute", ["cmd": "Emulation.setDeviceMetricsOverride", "params": metrics])
    }

    /// Goes to an address and waits until the page is there.
    public func go(_ address: String) async throws {
        try await post("/url", ["url": .string(address)])
    }

    /// The address it is at.
    public func address() async throws -> String { try await get("/url").text ?? "" }

    /// The page's title.
    public func title() async throws -> String { try await get("/title").text ?? "" }

    /// The page as it stands now.
    public func source() async throws -> String { try await get("/source").text ?? "" }

    /// Clicks the first element of a CSS selector.
    public func click(_ selector: String) async throws {
        try await click(element: find("css selector", selector))
    }

    /// Clicks the link or button with these words.
    public func press(_ words: String) async throws {
        let quoted = words.replacingOccurrences(of: "\"", with: "")
        let path = "//*[self::a or self::button or self::summary][contains(normalize-space(.), \"\(quoted)\")]"
        try await click(element: find("xpath", path))
    }

    /// Replaces what is in a field.
    public func fill(_ selector: String, _ text: String) async throws {
        let element = try await find("css selector", selector)
        try await post("/element/\(element)/clear")
        try await post("/element/\(element)/value", ["text": .string(text)])
    }

    /// Presses keys in a field without clearing it; a path sent to a file field chooses the file.
    public func type(_ selector: String, _ text: String) async throws {
        let element = try await find("css selector", selector)
        try await post("/element/\(element)/value", ["text": .string(text)])
    }

    /// Presses keys wherever the focus is, such as `Keys.tab`.
    public func type(_ text: String) async throws {
        guard let focus = try await get("/element/active")[Self.elementKey].text else { return }
        try await post("/element/\(focus)/value", ["text": .string(text)])
    }

    /// The visible text of the first element of a selector.
    public func text(_ selector: String = "body") async throws -> String {
        try await get("/element/\(find("css selector", selector))/text").text ?? ""
    }

    /// A property of the first element of a selector, such as `value`.
    public func property(_ selector: String, _ name: String) async throws -> JSONValue {
        try await get("/element/\(find("css selector", selector))/property/\(name)")
    }

    /// Whether there is such an element.
    public func has(_ selector: String) async throws -> Bool {
        let found = try await post("/elements", ["using": "css selector", "value": .string(selector)])
        return !found.items.isEmpty
    }

    /// Waits until there is such an element, as scripts take their time.
    public func wait(for selector: String, seconds: Double = 20) async throws {
        try await wait("no \(selector)", seconds: seconds) { try await self.has(selector) }
    }

    /// Waits until the words are to be seen.
    public func wait(forText words: String, seconds: Double = 20) async throws {
        try await wait("never said \(words)", seconds: seconds) { try await self.text().contains(words) }
    }

    /// Runs a script of the test in the page and gives what it returns.
    @discardableResult
    public func run(_ script: String, _ arguments: [JSONValue] = []) async throws -> JSONValue {
        try await post("/execute/sync", ["script": .string(script), "args": .array(arguments)])
    }

    /// Runs a script that hands its result to its last argument.
    public func runAsync(_ script: String, _ arguments: [JSONValue] = []) async throws -> JSONValue {
        try await post("/execute/async", ["script": .string(script), "args": .array(arguments)])
    }

    /// Writes a picture of the whole page.
    public func screenshot(_ file: String) async throws {
        let parameters: JSONValue = .object(["format": "png", "captureBeyondViewport": true])
        let value = try await post("/goog/cdp/execute", ["cmd": "Page.captureScreenshot", "params": parameters])
        guard let data = value["data"].text.flatMap({ Data(base64Encoded: $0) }) else { return }
        try data.write(to: URL(filePath: file))
    }

    /// How far the page can be scrolled sideways, which should be nowhere.
    public func sidewaysScroll() async throws -> Int {
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return Int(try await run(script).number ?? 0)
    }

    private func close() async throws {
        _ = try await driver.command("DELETE", "/session/\(session)")
    }

    private func wait(_ words: String, seconds: Double, until isSo: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BrowserFailure(kind: "waited \(seconds) s in vain", words: words)
    }

    private func find(_ way: String, _ value: String) async throws -> String {
        let found = try await post("/element", ["using": .string(way), "value": .string(value)])
        guard let element = found[Self.elementKey].text else { throw BrowserFailure(kind: "no element", words: value) }
        return element
    }

    private func click(element: String) async throws {
        try await post("/element/\(element)/click")
    }

    private func get(_ path: String) async throws -> JSONValue {
        try await driver.command("GET", "/session/\(session)\(path)")
    }

    @discardableResult
    private func post(_ path: String, _ body: [String: JSONValue] = [:]) async throws -> JSONValue {
        try await driver.command("POST", "/session/\(session)\(path)", .object(body))
    }
}

/// Keys that have no letter.
public enum Keys {
    /// Tabulator.
    public static let tab = "\u{E004}"
    /// Enter.
    public static let enter = "\u{E007}"
    /// Space bar.
    public static let space = "\u{E00D}"
    /// Escape.
    public static let escape = "\u{E00C}"
    /// Arrow down.
    public static let down = "\u{E015}"
}
