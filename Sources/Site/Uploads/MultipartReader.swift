/// The parts of an upload, read as they come over the wire.
public final class MultipartReader: Sendable {}
