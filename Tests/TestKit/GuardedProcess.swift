import Dispatch
import Foundation
import Glibc

/// A shell script that ends when this process does, however it ends: it reads its commands from a pipe that only this
/// process holds open, and cleans up at the end of them.
public final class GuardedProcess: Sendable {
    private let commands: Int32
    private let answers: Int32
    private let queue = DispatchQueue(label: "guarded process")

    /// Starts bash with the script, which finds the arguments in `$1`, `$2` and so on.
    public init(script: String, arguments: [String]) throws {
        var down: [Int32] = [0, 0]
        var up: [Int32] = [0, 0]
        guard pipe(&down) == 0, pipe(&up) == 0 else { throw ServerFailure(description: "No pipe could be made") }
        // No other child of ours may hold the pipe open.
        for end in down + up { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, down[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, up[1], STDOUT_FILENO)
        let words = (["bash", "-c", script, "server"] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        var child = pid_t()
        let failure = posix_spawn(&child, "/bin/bash", &actions, nil, words + [nil], environ)
        close(down[0])
        close(up[1])
        commands = down[1]
        answers = up[0]
        guard failure == 0 else { throw ServerFailure(description: "bash cannot be started") }
    }

    /// Gives a command and waits for the line it answers with.
    public func ask(_ command: String) async -> String {
        await withCheckedContinuation { continuation in
            queue.async {
                let line = Array((command + "\n").utf8)
                _ = write(self.commands, line, line.count)
                continuation.resume(returning: self.readLine())
            }
        }
    }

    private func readLine() -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(answers, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }

    deinit {
        close(commands)
        close(answers)
    }
}

extension GuardedProcess {
    /// A shell that runs the commands it is asked for, in the project's folder, and the last one when this process is gone.
    public static func shell(atTheEnd cleanUp: String) throws -> GuardedProcess {
        let script = """
            trap '' INT TERM HUP PIPE
            cd "$1"
            while IFS= read -r command; do
                if output=$(eval "$command" 2>&1 </dev/null); then echo "done $output"; else echo "failed $output"; fi | tr '\\n' ' '
                echo
            done
            eval "$2" >/dev/null 2>&1
            """
        return try GuardedProcess(script: script, arguments: [Project.root, cleanUp])
    }

    /// Runs a command and gives its output in one line; one that fails is an error.
    @discardableResult public func run(_ command: String) async throws -> String {
        let answer = await ask(command)
        guard answer.hasPrefix("done ") else { throw ServerFailure(description: "\(command): \(answer)") }
        return answer.dropFirst(5).trimmingCharacters(in: .whitespaces)
    }
}

/// The test server did not do what it was told.
public struct ServerFailure: Error, CustomStringConvertible {
    /// What it said.
    public let description: String

    /// A failure in words.
    public init(description: String) {
        self.description = description
    }
}
