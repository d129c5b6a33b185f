import Foundation
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Prints letters, receipts and calls: HTML in, PDF/UA-1 out.
///
/// The work is done by WeasyPrint in a process of its own with limits on time, memory and output and without a network. Few run at
/// a time; callers wait their turn in a queue of bounded length and are refused as `busy` when it is full.
public struct LetterPress: Sendable {
    /// What a press needs and how much it may take.
    public struct Settings: Sendable {
        /// The Python of the virtual environment in which WeasyPrint is installed.
        public var python: String
        /// The folder of templates; letters may use its style sheets and pictures.
        public var templates: String
        /// The processor time a batch may take.
        public var seconds: Int
        /// The longest a batch may take by the clock; on a busy machine that is more.
        public var patience: Int
        /// The most memory a process may ask for.
        public var megabytes: Int
        /// The most bytes a batch may come to.
        public var bytes: Int
        /// How many processes run at a time.
        public var presses: Int
        /// How many callers may wait.
        public var waiters: Int

        /// Settings of a press; the paths are those of a checkout that is the working folder.
        public init(
            python: String = ".kopiena/weasyprint/bin/python",
            templates: String = "Templates",
            seconds: Int = 90,
            patience: Int = 120,
            megabytes: Int = 1_024,
            bytes: Int = 33_554_432,
            presses: Int = 2,
            waiters: Int = 8
        ) {
            self.python = python
            self.templates = templates
            self.seconds = seconds
            self.patience = patience
            self.megabytes = megabytes
            self.bytes = bytes
            self.presses = presses
            self.waiters = waiters
        }
    }

    private let settings: Settings
    private let turns: Turns

    /// A press; make one and share it, since it counts its processes.
    public init(_ settings: Settings) {
        self.settings = settings
        turns = Turns(places: settings.presses, waiters: settings.waiters)
    }

    /// Prints one letter.
    public func print(_ html: String) async throws -> [UInt8] {
        guard let document = try await print([html]).first else { throw LetterPressError.failed("nothing was printed") }
        return document
    }

    /// Prints several letters in one process, which is much faster than one by one. All are printed or none.
    public func print(_ letters: [String]) async throws -> [[UInt8]] {
        guard !letters.isEmpty else { return [] }
        let order = try JSONEncoder().encode(["documents": letters])
        try await turns.take()
        do {
            let printed = try await run([UInt8](order))
            await turns.giveBack()
            return try Self.documents(in: printed, count: letters.count)
        } catch {
            await turns.giveBack()
            throw error
        }
    }

    /// One process from start to end.
    private func run(_ order: [UInt8]) async throws -> [UInt8] {
        let patience = settings.patience
        return try await within(.seconds(patience), or: LetterPressError.tooSlow(seconds: patience)) {
            try await process(order)
        }
    }

    private func process(_ order: [UInt8]) async throws -> [UInt8] {
        let script = settings.templates + "/letters/render.py"
        let limits = [String(settings.megabytes), String(settings.seconds)]
        do {
            let result = try await Subprocess.run(
                .path(FilePath(settings.python)),
                arguments: Arguments(["-I", "-B", script, settings.templates] + limits),
                environment: .custom(["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]),
                platformOptions: .inGroup,
                input: .fileDescriptor(try SpooledInput.open(order), closeAfterSpawningProcess: true),
                output: .bytes(limit: settings.bytes),
                error: .string(limit: 65_536)
            )
            try Task.checkCancellation()
            guard result.terminationStatus.isSuccess else {
                throw LetterPressError.failed(Self.lastLine(of: result.standardError) ?? "\(result.terminationStatus)")
            }
            return result.standardOutput
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw LetterPressError.failed(error.description)
        }
    }

    /// Takes the documents apart: a line with a length, then as many bytes.
    private static func documents(in printed: [UInt8], count: Int) throws -> [[UInt8]] {
        var documents: [[UInt8]] = []
        var rest = printed[...]
        while let end = rest.firstIndex(of: 10) {
            let digits = String(decoding: rest[..<end], as: UTF8.self)
            let start = rest.index(after: end)
            guard let length = Int(digits), length > 0, length <= rest.endIndex - start else { break }
            documents.append([UInt8](rest[start..<start + length]))
            rest = rest[(start + length)...]
        }
        guard rest.isEmpty, documents.count == count else { throw LetterPressError.failed("the output broke off") }
        return documents
    }

    private static func lastLine(of text: String) -> String? {
        text.split(whereSeparator: \.isNewline).last.map(String.init)
    }
}

/// Why nothing was printed.
public enum LetterPressError: Error, Equatable, CustomStringConvertible {
    /// Too many letters at once; asking again a little later helps.
    case busy
    /// A batch took longer than it may.
    case tooSlow(seconds: Int)
    /// The process could not be started or ended badly; one line for the log.
    case failed(String)

    /// One line for the log.
    public var description: String {
        switch self {
        case .busy: "too many letters are being printed"
        case .tooSlow(let seconds): "printing took longer than \(seconds) s"
        case .failed(let line): "printing failed: \(line)"
        }
    }
}
