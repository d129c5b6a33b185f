import Foundation
import Glibc

/// A private PostgreSQL server in a temporary folder, reached by a socket there; gone when the process is.
public final class PostgresServer: Sendable {
    /// The folder that holds data, socket and log.
    public let folder: String
    private let process: GuardedProcess

    private init(folder: String, process: GuardedProcess) {
        self.folder = folder
        self.process = process
    }

    /// Makes a new cluster and starts it. One that is to be killed must keep what it acknowledges; the others are faster.
    public static func start(keepsCommits: Bool = false) async throws -> PostgresServer {
        let folder = "/tmp/kopiena-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let process = try GuardedProcess(
            script: script,
            arguments: [try programs(), folder, keepsCommits ? "on" : "off"]
        )
        let server = PostgresServer(folder: folder, process: process)
        try await server.tell("create")
        try await server.tell("start")
        return server
    }

    /// The connection string for a user and a database of this server.
    public func address(user: String, database: String) -> String {
        "host=\(folder) user=\(user) dbname=\(database)"
    }

    /// The path of the socket, for a link that sits between.
    public var socket: String { folder + "/.s.PGSQL.5432" }

    /// Ends the server the hard way, as a power cut would: `kill -9`.
    public func crash() async throws { try await tell("crash") }

    /// Starts it again and waits until it answers.
    public func restart() async throws { try await tell("start") }

    private func tell(_ command: String) async throws {
        let answer = await process.ask(command)
        guard answer == "done" else { throw ServerFailure(description: "PostgreSQL, \(command): \(answer)") }
    }

    /// Where `initdb` and the others are: beside `pg_config`, or in Debian's place.
    private static func programs() throws -> String {
        let places = ["/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin"]
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let candidates = places + path.split(separator: ":").map(String.init)
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") })
        else { throw ServerFailure(description: "No initdb found: install the package postgresql") }
        return found
    }

    /// PostgreSQL refuses to run as root, so root becomes `postgres`. The terminal's interrupt goes to the tests; the
    /// script notices their end and cleans up.
    private static let script = """
        set -u
        trap '' INT TERM HUP PIPE
        bin=$1 folder=$2 commits=$3
        cd /
        as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
        create() {
            mkdir -m 700 "$folder" && if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
            as "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \\
                --locale-provider=icu --icu-locale=lv --no-sync </dev/null >"$folder/initdb.log" 2>&1 || return 1
            cat >>"$folder/data/postgresql.conf" <<SETTINGS
        listen_addresses = ''
        unix_socket_directories = '$folder'
        max_connections = 1000
        shared_buffers = 64MB
        fsync = off
        synchronous_commit = $commits
        full_page_writes = off
        wal_level = minimal
        max_wal_senders = 0
        jit = off
        SETTINGS
        }
        start() {
            as "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start </dev/null >/dev/null 2>&1
        }
        crash() {
            local main=$(head -1 "$folder/data/postmaster.pid")
            local parts=$(pgrep -P "$main")
            kill -9 "$main" $parts
            while kill -0 "$main" $parts; do sleep 0.05; done 2>/dev/null
        }
        while read -r command; do
            if "$command" 2>/dev/null; then echo done; else echo failed; fi
        done
        as "$bin/pg_ctl" -D "$folder/data" -m immediate stop </dev/null >/dev/null 2>&1
        rm -rf "$folder"
        """
}
