import AsyncHTTPClient
import Foundation
import Glibc
import NIOCore
import NIOHTTP1
import TestKit

/// The built program, running as it would on a server; gone when the test is.
struct RunningService {
    let port: Int
    let metricsPort: Int
    private let shell: GuardedProcess

    /// Prepares to run the program against a database; nothing is started yet.
    /// - Parameters:
    ///   - home: the folder with `Migrations` and `Templates`, where its mail goes too.
    ///   - environment: settings beside those of the database and the ports.
    init(database: String, home: String = Project.root, environment: [String: String] = [:]) async throws {
        port = Self.freePort()
        let script = """
            trap '' INT TERM HUP PIPE
            # Settings of whoever runs the tests are not those of this service.
            unset "${!KOPIENA_@}"
            export KOPIENA_DATABASE_URL="$2" KOPIENA_PORT=$3 KOPIENA_METRICS_PORT=$4 KOPIENA_HOME="$5"
            settings=("${@:6}")
            # The seals of a test's ledger are not those of whoever runs the tests.
            export KOPIENA_SEAL_FILE=$(mktemp -u)
            # Twice env: a library among the settings may change the environment of the program it first comes into, and Swift
            # looks for its arguments beside the environment.
            start() {
                (trap - INT TERM HUP PIPE; exec env "${settings[@]}" env "$program" serve) </dev/null >/dev/null 2>>"$log" & pid=$!
            }
            stop() { kill -TERM $pid; wait $pid; code=$?; }
            crash() { kill -9 $pid; wait $pid; code=$?; }
            words() { :; }
            memory() { code=$(awk '/^VmRSS/ { print $2 }' /proc/$pid/status); }
            finish() { wait $pid; code=$?; }
            program=$1 log=$(mktemp) code= pid=
            while read -r command; do "$command" 2>/dev/null; echo "$code $(tail -n 1 "$log")"; done
            kill -9 $pid 2>/dev/null
            rm -f "$log" "$KOPIENA_SEAL_FILE"
            """
        let program = Project.root + "/.build/debug/kopiena"
        metricsPort = Self.freePort()
        shell = try GuardedProcess(
            script: script,
            arguments: [program, database, String(port), String(metricsPort), home]
                + environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        )
    }

    /// `start`, `stop` (and wait for it), `crash`, `finish` (wait until it ends by itself), `words`,
    /// `memory`; gives exit code (or kilobytes) and last words.
    @discardableResult func tell(_ command: String) async -> String {
        await shell.ask(command).trimmingCharacters(in: .whitespaces)
    }

    /// The status of a page, and when to come again; nothing while nobody answers.
    func status(_ path: String) async -> (status: UInt, retryAfter: String?)? {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        guard let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(30)) else { return nil }
        _ = try? await response.body.collect(upTo: 1_048_576)
        return (response.status.code, response.headers.first(name: "retry-after"))
    }

    /// The text of a page, whatever its status; nothing while nobody answers.
    func text(_ path: String) async -> String? {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        guard let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(30)) else { return nil }
        return try? await String(buffer: response.body.collect(upTo: 1_048_576))
    }

    /// What it tells those who watch it; nothing while nobody answers.
    func metrics() async -> String? {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(metricsPort)/metrics")
        guard let response = try? await HTTPClient.shared.execute(request, timeout: .seconds(30)) else { return nil }
        return try? await String(buffer: response.body.collect(upTo: 1_048_576))
    }

    /// Waits until the page answers so; says whether it did.
    func answers(_ path: String, _ status: UInt) async throws -> Bool {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(240) {
            if await self.status(path)?.status == status { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    /// A free port below those that the system gives to outgoing connections, so that none of them takes it meanwhile.
    ///
    /// Tried with a socket that no program started in the same moment by another test can inherit and keep.
    static func freePort() -> Int {
        while true {
            let port = Int.random(in: 20_000..<32_000)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            defer { close(descriptor) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            let bound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if bound == 0 { return port }
        }
    }
}
