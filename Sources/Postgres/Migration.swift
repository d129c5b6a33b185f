import Crypto
import Foundation

/// One step of the schema: a file `NNNN_words.sql`.
struct Migration: Sendable {
    let name: String
    let text: String

    var number: String { String(name.prefix(4)) }

    /// What the database remembers of the file, to notice that it was changed afterwards.
    var checksum: String {
        Bytes(Array(SHA256.hash(data: Data(text.utf8)))).hex
    }

    /// The migrations of a folder in the order of their numbers; an empty folder or none at all has none.
    static func all(in folder: String) throws -> [Migration] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }.sorted()
        var found: [Migration] = []
        for file in files {
            let name = String(file.dropLast(4))
            guard name.wholeMatch(of: /\d{4}(_[a-z0-9]+)+/) != nil else { throw SchemaMismatch.misnamed(file) }
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            let migration = Migration(name: name, text: text)
            guard migration.number != found.last?.number else { throw SchemaMismatch.misnamed(file) }
            found.append(migration)
        }
        return found
    }
}

/// The schema of the database is not the one this program was written for.
public enum SchemaMismatch: Error, Sendable, Equatable, CustomStringConvertible {
    /// These migrations have not been run yet.
    case older(missing: [String])
    /// The database knows migrations that this program does not.
    case newer(unknown: [String])
    /// A migration's file was changed after it had been run.
    case changed(String)
    /// A migration came in before others that have been run already.
    case outOfOrder(String)
    /// A file's name is not `NNNN_words.sql`, or its number is taken.
    case misnamed(String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .older(let names):
            "The database schema is older than this program; run: kopiena migrate (\(names.joined(separator: ", ")))"
        case .newer(let names):
            "The database schema is newer than this program (\(names.joined(separator: ", "))); install the newer program"
        case .changed(let name): "Migration \(name) was changed after it had been run"
        case .outOfOrder(let name): "Migration \(name) stands before migrations that have been run already"
        case .misnamed(let file): "\(file) is not named NNNN_words.sql with a number of its own"
        }
    }
}

/// Compares what the folder holds with what the database remembers.
func missing(_ migrations: [Migration], done: [(name: String, checksum: String)]) throws(SchemaMismatch) -> [Migration]
{
    let known = Dictionary(migrations.map { ($0.name, $0) }) { first, _ in first }
    let unknown = done.map(\.name).filter { known[$0] == nil }
    guard unknown.isEmpty else { throw .newer(unknown: unknown) }
    for (name, checksum) in done where known[name]?.checksum != checksum { throw .changed(name) }
    let names = Set(done.map(\.name))
    let rest = migrations.filter { !names.contains($0.name) }
    if let last = done.map(\.name).max(), let early = rest.first(where: { $0.name < last }) {
        throw .outOfOrder(early.name)
    }
    return rest
}
