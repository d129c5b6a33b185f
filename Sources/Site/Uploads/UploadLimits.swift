/// How much an upload may bring.
public struct UploadLimits: Sendable, Equatable {
    /// Bytes in one file.
    public var file: Int
    /// Number of files.
    public var files: Int
    /// Bytes in all text fields together.
    public var text: Int
    /// Bytes in the whole request.
    public var request: Int

    /// The limits of one upload; the request's own follows from the others unless given.
    public init(file: Int = 25_000_000, files: Int = 20, text: Int = 1 << 20, request: Int? = nil) {
        self.file = file
        self.files = files
        self.text = text
        self.request = request ?? file * files + text + 65_536
    }
}
