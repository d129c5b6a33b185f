public import Foundation
public import Money

/// A file that came with an application, whole and visible (pielikums).
public struct AttachedFile: Sendable, Hashable, Identifiable {
    /// The key of a file.
    public typealias ID = Identifier<AttachedFile>

    /// The key.
    public let id: ID
    /// The question's key, or `document.KEY` for a required paper.
    public let field: String
    /// Its name as uploaded, without a path.
    public let name: String
    /// What it is, as found by looking inside.
    public let mediaType: String
    /// Its length in bytes.
    public let size: Int64
    /// SHA-256 of its bytes, 64 small hexadecimal digits.
    public let sha256: String
    /// When it came.
    public let addedAt: Date

    /// A file as stored.
    public init(
        id: ID,
        field: String,
        name: String,
        mediaType: String,
        size: Int64,
        sha256: String,
        addedAt: Date
    ) {
        self.id = id
        self.field = field
        self.name = name
        self.mediaType = mediaType
        self.size = size
        self.sha256 = sha256
        self.addedAt = addedAt
    }

    /// No file is larger: 25 MB.
    public static let largestSize: Int64 = 26_214_400
}
