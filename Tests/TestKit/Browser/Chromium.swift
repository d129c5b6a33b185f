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

    /// How long anything is waited for that a page is to do. Machines under load take long; a page that is right does
    /// not use it up.
    public static let patience = 90.0

    static let elementKey = "element-6066-11e4-a52e-4f735466cecf"
    let runsScripts: Bool
    let downloads: String
    private let driver: ChromeDriver
    private let session: String

    private init(driver: ChromeDriver, session: String, runsScripts: Bool, downloads: String) {
        self.driver = driver
        self.session = session
        self.runsScripts = runsScripts
        self.downloads = downloads
    }

    static func open(scripts: Bool) async throws -> Chromium {
        let driver = try await ChromeDriver.shared.value
        let downloads = "\(driver.folder)/downloads-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: downloads, withIntermediateDirectories: true)
        let flags = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=lv",
            "--window-size=1280,900", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-extensions", "--mute-audio",
        ]
        var preferences: [String: JSONValue] = [
            "intl.accept_languages": "lv", "download.default_directory": .string(downloads),
            "download.prompt_for_download": false,
        ]
        if !scripts { preferences["profile.managed_default_content_settings.javascript"] = .number(2) }
        let options: JSONValue = .object([
            "args": .array(flags.map { .string($0) }), "prefs": .object(preferences),
        ])
        let capabilities: JSONValue = .object(["alwaysMatch": .object(["goog:chromeOptions": options])])
        let value = try await driver.command("POST", "/session", .object(["capabilities": capabilities]))
        guard let session = value["sessionId"].text else { throw BrowserFailure(kind: "no session", words: "") }
        return Chromium(driver: driver, session: session, runsScripts: scripts, downloads: downloads)
    }

    /// Makes the page exactly so wide and high.
    public func resize(width: Int, height: Int) async throws {
        try await devtools(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .number(Double(width)), "height": .number(Double(height)), "deviceScaleFactor": .number(1),
                "mobile": false,
            ]
        )
    }

    /// Goes to an address and waits until the page is there.
    public func go(_ address: String) async throws {
        try await post("/url", ["url": .string(address)])
    }

    /// Goes back to the page before.
    public func back() async throws {
        try await post("/back")
    }

    /// Loads the page again.
    public func reload() async throws {
        try await post("/refresh")
    }

    /// The address it is at.
    public func address() async throws -> String { try await get("/url").text ?? "" }

    /// The page's title.
    public func title() async throws -> String { try await get("/title").text ?? "" }

    /// The page as it stands now.
    public func source() async throws -> String { try await get("/source").text ?? "" }

    /// Clicks the first element of a CSS selector.
    public func click(_ selector: String) async throws {
        try await act(on: selector) { try await post("/element/\($0)/click") }
    }

    /// Clicks the link or button with these words.
    public func press(_ words: String) async throws {
        try await act(on: Self.path(toButton: words), by: "xpath") { try await post("/element/\($0)/click") }
    }

    /// Replaces what is in a field.
    public func fill(_ selector: String, _ text: String) async throws {
        try await act(on: selector) { element in
            try await post("/element/\(element)/clear")
            try await post("/element/\(element)/value", ["text": .string(text)])
        }
    }

    /// Presses keys in a field without clearing it; a path sent to a file field chooses the file.
    public func type(_ selector: String, _ text: String) async throws {
        try await act(on: selector) { try await post("/element/\($0)/value", ["text": .string(text)]) }
    }

    /// The visible text of the first element of a selector.
    public func text(_ selector: String = "body") async throws -> String {
        var found = ""
        try await act(on: selector) { found = try await get("/element/\($0)/text").text ?? "" }
        return found
    }

    /// A property of the first element of a selector, such as `value`.
    public func property(_ selector: String, _ name: String) async throws -> JSONValue {
        var found = JSONValue.null
        try await act(on: selector) { found = try await get("/element/\($0)/property/\(name)") }
        return found
    }

    /// Whether there is such an element now.
    public func has(_ selector: String) async throws -> Bool {
        let found = try await post("/elements", ["using": "css selector", "value": .string(selector)])
        return !found.items.isEmpty
    }

    /// Waits until there is such an element, as scripts take their time.
    public func wait(for selector: String, seconds: Double = patience) async throws {
        try await wait("no \(selector)", seconds: seconds) { try await self.has(selector) }
    }

    /// Waits until the words are to be seen.
    public func wait(forText words: String, in selector: String = "body", seconds: Double = patience) async throws {
        try await wait("never said \(words)", seconds: seconds) {
            let element = try await self.find(selector, by: "css selector")
            return try await self.get("/element/\(element)/text").text?.contains(words) == true
        }
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
        let value = try await devtools("Page.captureScreenshot", ["format": "png", "captureBeyondViewport": true])
        guard let data = value["data"].text.flatMap({ Data(base64Encoded: $0) }) else { return }
        try data.write(to: URL(filePath: file))
    }

    /// How far the page can be scrolled sideways, which should be nowhere.
    public func sidewaysScroll() async throws -> Int {
        let script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return Int(try await run(script).number ?? 0)
    }

    /// The same where a window of 1280 px is magnified to 200 and to 400 %: it is 640 and 320 px wide to the page.
    public func sidewaysScrollMagnified() async throws -> [Int] {
        try await resize(width: 640, height: 450)
        let double = try await sidewaysScroll()
        try await resize(width: 320, height: 256)
        return [double, try await sidewaysScroll()]
    }

    /// Controls that stand beyond an edge of the screen, so that somebody must scroll sideways to reach them, by their ids or names.
    public func controlsOutOfSight() async throws -> [String] {
        try await run(
            """
            const controls = [...document.querySelectorAll('input, select, textarea, button')];
            return controls.filter(control => !control.closest('.unseen')).map(control => [control, control.getBoundingClientRect()])
                .filter(([, box]) => box.width > 0 && (box.left < 0 || box.right > document.documentElement.clientWidth + 1))
                .map(([control]) => control.id || control.name || control.textContent.trim());
            """
        ).items.compactMap(\.text)
    }

    func close() async throws {
        _ = try await driver.command("DELETE", "/session/\(session)")
    }

    func wait(_ words: String, seconds: Double = patience, until isSo: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        repeat {
            do {
                if try await isSo() { return }
            } catch let failure as BrowserFailure where failure.isPassing {
                // The page is on its way to the next one.
            }
            try await Task.sleep(for: .milliseconds(50))
        } while ContinuousClock.now < end
        throw BrowserFailure(kind: "waited \(seconds) s in vain", words: words)
    }

    /// Does something with an element as soon as it is there and can be used.
    func act(on target: String, by way: String = "css selector", _ work: (String) async throws -> Void) async throws {
        let end = ContinuousClock.now + .seconds(Self.patience)
        while true {
            do {
                return try await work(find(target, by: way))
            } catch let failure as BrowserFailure where failure.isPassing && ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// Sends a command of the DevTools protocol.
    @discardableResult
    func devtools(_ command: String, _ parameters: [String: JSONValue] = [:]) async throws -> JSONValue {
        try await post("/goog/cdp/execute", ["cmd": .string(command), "params": .object(parameters)])
    }

    static func path(toButton words: String) -> String {
        let quoted = words.replacingOccurrences(of: "\"", with: "")
        return "//*[self::a or self::button or self::summary][contains(normalize-space(.), \"\(quoted)\")]"
    }

    func get(_ path: String) async throws -> JSONValue {
        try await driver.command("GET", "/session/\(session)\(path)")
    }

    @discardableResult
    func post(_ path: String, _ body: [String: JSONValue] = [:]) async throws -> JSONValue {
        try await driver.command("POST", "/session/\(session)\(path)", .object(body))
    }

    private func find(_ value: String, by way: String) async throws -> String {
        let found = try await post("/element", ["using": .string(way), "value": .string(value)])
        guard let element = found[Self.elementKey].text else { throw BrowserFailure(kind: "no element", words: value) }
        return element
    }
}
