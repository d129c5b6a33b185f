import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The one chromedriver of this test process, started when first asked for and gone when the process is.
final class ChromeDriver: Sendable {
    static let shared = Task { try await ChromeDriver() }

    let address: String
    /// A folder of its own, gone with the process.
    let folder: String
    private let process: GuardedProcess

    private init() async throws {
        process = try GuardedProcess(script: Self.script, arguments: [])
        let port = await process.ask("port")
        guard Int(port) != nil else { throw ServerFailure(description: "chromedriver: \(port)") }
        address = "http://127.0.0.1:\(port)"
        folder = await process.ask("folder")
    }

    /// Sends a command and gives what is in `value`.
    func command(_ method: String, _ path: String, _ body: JSONValue = .object([:])) async throws -> JSONValue {
        var request = HTTPClientRequest(url: address + path)
        request.method = .RAW(value: method)
        if method == "POST" {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        let answer = try JSONDecoder().decode(JSONValue.self, from: Data(bytes.readableBytesView))
        let value = answer["value"]
        guard response.status == .ok else {
            throw BrowserFailure(kind: value["error"].text ?? "", words: value["message"].text ?? "")
        }
        return value
    }

    /// Chromium is started by chromedriver in groups of its own, so at the end whatever still uses the folder is ended.
    private static let script = """
        set -u
        trap '' INT TERM HUP PIPE
        folder=$(mktemp -d)
        export TMPDIR=$folder HOME=$folder
        setsid chromedriver --port=0 >"$folder/log" 2>&1 &
        driver=$!
        while read -r command; do
            if [ "$command" = folder ]; then echo "$folder"; continue; fi
            port=
            for try in $(seq 200); do
                port=$(sed -n 's/.*started successfully on port \\([0-9]*\\).*/\\1/p' "$folder/log")
                [ -n "$port" ] && break
                sleep 0.05
            done
            echo "${port:-$(tail -n 1 "$folder/log")}"
        done
        exec 2>/dev/null
        kill "$driver"
        for try in 1 2 3 4 5 6 7 8 9 10; do
            rest=
            for process in /proc/[0-9]*; do
                if tr '\\0' '\\n' <"$process/environ" | grep -qx "TMPDIR=$folder"; then
                    [ "${process#/proc/}" != $$ ] && rest="$rest ${process#/proc/}"
                fi
            done
            [ -z "$rest" ] && break
            sleep 0.1
            [ "$try" -gt 3 ] && kill -9 $rest
        done
        rm -rf "$folder"
        """
}

/// The browser could not do what it was told.
public struct BrowserFailure: Error, CustomStringConvertible {
    let kind: String
    let words: String

    /// The page changed under the driver's hands: what was asked for may be there in a moment.
    var isPassing: Bool {
        ["no such element", "stale element reference", "element click intercepted", "element not interactable"]
            .contains(kind)
            || words.contains("Node with given id does not belong to the document")
    }

    /// What it said, without its stack.
    public var description: String { "\(kind): \(words.split(separator: "\n").first ?? "")" }
}
