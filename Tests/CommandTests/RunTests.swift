import Foundation
import TestKit
import Testing

@Suite("The command that runs everything")
struct RunTests {
    private let state = "/tmp/kopiena-run-\(UUID().uuidString.prefix(8))"

    /// Starts `deploy/run` and waits until it says where the service is, or has ended.
    private func start(_ shell: GuardedProcess, port: Int) async throws -> String {
        let settings = [
            "KOPIENA_STATE=\(state)", "KOPIENA_PORT=\(port)", "KOPIENA_METRICS_PORT=\(port + 1)",
            "KOPIENA_PROGRAM=\(Project.root)/.build/debug/kopiena",
        ].joined(separator: " ")
        // What the test's own shell ignores, the command must hear.
        let command = "env --default-signal=INT,TERM,HUP \(settings) deploy/run >\(state)/said.txt 2>&1"
        try await shell.run("unset ${!KOPIENA_@}; \(command) & echo $! >\(state)/pid")
        return try await shell.run(
            """
            for i in $(seq 3000); do grep -q 'Ctrl-C stops' \(state)/said.txt && break; \
            kill -0 $(cat \(state)/pid) || break; sleep 0.2; done; cat \(state)/said.txt
            """.replacing("\n", with: " ")
        )
    }

    /// Sends the signal and waits until the command has ended; the status it ends with, or what is left running.
    private func end(_ shell: GuardedProcess, by signal: String, port: Int) async throws -> String {
        try await shell.run(
            """
            kill -\(signal) $(cat \(state)/pid); \
            for i in $(seq 600); do kill -0 $(cat \(state)/pid) || break; sleep 0.1; done; \
            if kill -0 $(cat \(state)/pid); then echo still runs; fi; \
            if test -e \(state)/cluster/data/postmaster.pid; then echo its database still runs; fi; \
            if (exec 3<>/dev/tcp/127.0.0.1/\(port)); then echo something still answers; fi
            """.replacing("\n", with: " ")
        )
    }

    @Test("says where the service is and who may sign in, ends whole on Ctrl-C, and comes back with the same data")
    func runs() async throws {
        let stop = "kill -INT $(cat \(state)/pid); sleep 3; KOPIENA_STATE=\(state) deploy/database stop"
        let cleanUp = "\(stop); rm -rf \(state)"
        let shell = try GuardedProcess.shell(atTheEnd: cleanUp)
        // The virtual environment of the project serves here too: making another would take a minute.
        let python = "\(Project.root)/.kopiena/weasyprint"
        try await shell.run("mkdir -m 755 -p \(state) && ln -s \(python) \(state)/weasyprint")
        let port = RunningService.freePort()

        let first = try await start(shell, port: port)
        #expect(first.contains("making the cluster in") && first.contains("migrated 0001_foundation"))
        #expect(first.contains("Kopiena runs on http://127.0.0.1:\(port)"))
        #expect(first.contains("programma@kopiena.example") && first.contains("Data: "))
        let page = try await shell.run("curl -sf http://127.0.0.1:\(port)/calls | grep -c 'SK-INIC-1'")
        #expect(Int(page) ?? 0 > 0)
        let taken = try await shell.run("KOPIENA_STATE=\(state) KOPIENA_PORT=\(port) deploy/run; true")
        #expect(taken.contains("something answers on port \(port) already"))
        let left = try await end(shell, by: "INT", port: port)
        #expect(!left.contains("still"), "\(left)")

        let second = try await start(shell, port: port)
        #expect(second.contains("Kopiena runs on") && !second.contains("making the cluster"))
        #expect(!second.contains("migrated 0001"))
        let again = try await shell.run("curl -sf http://127.0.0.1:\(port)/calls | grep -c 'SK-INIC-1'")
        #expect(again == page)
        let ready = try await shell.run("curl -sf http://127.0.0.1:\(port)/readyz")
        #expect(ready.contains("database: ok"))
        let rest = try await end(shell, by: "TERM", port: port)
        #expect(!rest.contains("still"), "\(rest)")
    }
}
