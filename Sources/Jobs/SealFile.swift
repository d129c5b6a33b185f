public import Budget
import Foundation
import Money

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Where the ledger's seals are written down outside the database, a line each. Only ever added to, so that it may lie where
/// nothing can be changed (`chattr +a`, another machine); a seal that stands there twice does no harm.
public struct SealFile: Sendable {
    private let path: String

    /// A file at a path; it need not be there yet.
    public init(_ path: String) {
        self.path = path
    }

    /// All its seals, in the order of their days.
    public func read() throws -> [Seal] {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        var seals: [Seal] = []
        for (number, line) in text.split(separator: "\n").enumerated() {
            guard let seal = Seal(line: String(line)) else { throw SealFileFailure.unreadable(line: number + 1) }
            guard seal != seals.last else { continue }
            if let last = seals.last, last.day >= seal.day { throw SealFileFailure.unreadable(line: number + 1) }
            seals.append(seal)
        }
        return seals
    }

    /// Adds the seals that are later than its last; says how many. Refused where its last is not among them: the database then
    /// tells another story than it did before.
    public func append(_ seals: [Seal]) throws -> Int {
        let known = FileManager.default.fileExists(atPath: path) ? try read() : []
        if let last = known.last, !seals.contains(last) { throw SealFileFailure.otherStory(last.day.iso) }
        let later = seals.filter { seal in known.last.map { $0.day < seal.day } ?? true }
        guard !later.isEmpty else { return 0 }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = try FileDescriptor.open(
            FilePath(path),
            .writeOnly,
            options: [.append, .create],
            permissions: [.ownerReadWrite]
        )
        try file.closeAfter { _ = try file.writeAll(later.map { $0.line + "\n" }.joined().utf8) }
        return later.count
    }
}

/// Why the seals were not written down, or are not to be trusted.
public enum SealFileFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// A line is no seal, or out of the order of days.
    case unreadable(line: Int)
    /// The last seal of the file, of this day, is not in the database.
    case otherStory(String)

    /// One sentence for the log.
    public var description: String {
        switch self {
        case .unreadable(let line): "Line \(line) of the file of seals is no seal, or not in its place"
        case .otherStory(let day):
            "The seal of \(day) in the file is not the one in the database: check the ledger against the file"
        }
    }
}
