import Foundation

extension Chromium {
    @TaskLocal private static var isVisiting = false

    /// Hands a browser of the given width to the body, with nothing in it of whoever had it before. When the body fails,
    /// a screenshot is left behind and its path printed.
    ///
    /// At most two visits go on at a time, however many tests run; a visit within another does not wait for its turn.
    /// - Parameter scripts: false for a browser that runs no scripts of pages.
    public static func visit<Result: Sendable>(
        width: Int = 1280,
        height: Int = 900,
        scripts: Bool = true,
        _ body: @Sendable (Chromium) async throws -> Result
    ) async throws -> Result {
        guard !isVisiting else { return try await lend(width: width, height: height, scripts: scripts, body) }
        await Browsers.shared.enter()
        do {
            let result = try await $isVisiting.withValue(true) {
                try await lend(width: width, height: height, scripts: scripts, body)
            }
            await Browsers.shared.leave()
            return result
        } catch {
            await Browsers.shared.leave()
            throw error
        }
    }

    private static func lend<Result: Sendable>(
        width: Int,
        height: Int,
        scripts: Bool,
        _ body: @Sendable (Chromium) async throws -> Result
    ) async throws -> Result {
        let browser = try await Browsers.shared.take(scripts: scripts)
        do {
            try await browser.resize(width: width, height: height)
            let result = try await body(browser)
            try await browser.forget()
            await Browsers.shared.give(browser)
            return result
        } catch {
            let file = NSTemporaryDirectory() + "kopiena-failure-\(UUID().uuidString.prefix(8)).png"
            try? await browser.screenshot(file)
            print("The browser was at \((try? await browser.address()) ?? "?"); screenshot: \(file)")
            try? await browser.close()
            throw error
        }
    }

    /// Throws away cookies and whatever else sites have left.
    private func forget() async throws {
        let origin = try await address().split(separator: "/").prefix(2).joined(separator: "//")
        try await devtools("Storage.clearDataForOrigin", ["origin": .string(origin), "storageTypes": "all"])
        try await go("about:blank")
        try await devtools("Network.clearBrowserCookies")
    }
}

/// The browsers nobody uses now, kept because starting one takes longer than most tests.
private actor Browsers {
    static let shared = Browsers()

    private var idle: [Chromium] = []
    private var places = 2
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take(scripts: Bool) async throws -> Chromium {
        if let index = idle.lastIndex(where: { $0.runsScripts == scripts }) { return idle.remove(at: index) }
        return try await Chromium.open(scripts: scripts)
    }

    func give(_ browser: Chromium) {
        idle.append(browser)
    }

    func enter() async {
        guard places == 0 else {
            places -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
    }
}
