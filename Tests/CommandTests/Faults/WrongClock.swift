import Foundation
import TestKit

/// The clock of a service's machine as it ought not to be: moved by libfaketime, as often as wanted while the service runs.
struct WrongClock {
    /// What the service is started with.
    let environment: [String: String]
    private let file: String

    /// Finds the library of the package `faketime`; the clock is right at first.
    init() async throws {
        let shell = try GuardedProcess.shell(atTheEnd: ":")
        // One for threads; its folder is named after the machine's architecture.
        let library = try await shell.run("dpkg -L libfaketime | grep 'libfaketimeMT\\.so'")
        file = "/tmp/kopiena-clock-\(UUID().uuidString.lowercased())"
        environment = [
            "LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": file, "FAKETIME_CACHE_DURATION": "1",
            // Somebody sets a machine's clock; nobody sets the one that only counts.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        ]
        try write("+0")
    }

    /// Moves it to so much beside the right time, like `-3h`, and waits until the service notices: the library looks once a second.
    func move(by difference: String) async throws {
        try write(difference)
        try await Task.sleep(for: .milliseconds(1_300))
    }

    private func write(_ difference: String) throws {
        try difference.write(toFile: file, atomically: true, encoding: .utf8)
    }

    /// Removes what it left behind.
    func end() {
        try? FileManager.default.removeItem(atPath: file)
    }
}
