public import Grants
import Postgres

/// A whole file: what it is, and its bytes one chunk after another.
public struct StoredFile: Sendable, AsyncSequence {
    /// What it is.
    public let file: AttachedFile
    let database: Database

    /// Reads chunk by chunk, each in a short transaction: no connection waits for a slow reader.
    public struct Iterator: AsyncIteratorProtocol {
        let file: AttachedFile
        let database: Database
        var position = 0
        var left: Int64

        /// The next bytes.
        public mutating func next() async throws -> [UInt8]? {
            guard left > 0 else { return nil }
            let (id, position) = (file.id, position)
            let chunk = try await database.transaction { tx in try await FileRow.chunk(position, of: id, in: tx) }
            // The size was promised already: an end that comes early must not look like a whole file.
            guard let chunk else { throw Missing() }
            self.position += 1
            left -= Int64(chunk.count)
            return chunk
        }
    }

    /// Begins at the first byte.
    public func makeAsyncIterator() -> Iterator {
        Iterator(file: file, database: database, left: file.size)
    }

    /// All bytes at once: for papers of ours, which are small.
    public func bytes() async throws -> [UInt8] {
        var whole: [UInt8] = []
        for try await chunk in self { whole += chunk }
        return whole
    }
}
