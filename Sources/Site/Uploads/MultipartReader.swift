import Hummingbird
public import NIOCore

/// The parts of an upload, read as they come over the wire and never held whole. Parts come one after the other: asking
/// for the next one passes over what is left of the last.
public actor MultipartReader {
    /// One part: a text field, or a file if it has a file name.
    public struct Part: Sendable {
        /// The field's name.
        public let name: String
        /// The file's name made safe, absent for a text field.
        public let filename: DownloadName?
        fileprivate let number: Int
        fileprivate let reader: MultipartReader

        /// The bytes, as they come. More than the limit of a file, or a torn body, ends them with a problem.
        public var body: Body { Body(part: self) }

        /// The text of a field.
        public func text() async throws -> String {
            try await CleanText.read(bytes())
        }

        fileprivate func bytes() async throws -> [UInt8] {
            var bytes: [UInt8] = []
            for try await piece in body {
                bytes.append(contentsOf: piece.readableBytesView)
            }
            return bytes
        }
    }

    /// The bytes of a part.
    public struct Body: AsyncSequence, AsyncIteratorProtocol, Sendable {
        fileprivate let part: Part

        /// The next piece.
        public mutating func next() async throws -> ByteBuffer? {
            try await part.reader.nextPiece(of: part.number)
        }

        /// The bytes can be read once.
        public func makeAsyncIterator() -> Body { self }
    }

    /// The parts not yet read.
    public struct Parts: AsyncSequence, AsyncIteratorProtocol, Sendable {
        fileprivate let reader: MultipartReader

        /// The next part.
        public mutating func next() async throws -> Part? {
            try await reader.nextPart()
        }

        /// The parts can be read once.
        public func makeAsyncIterator() -> Parts { self }
    }

    private var limits: UploadLimits
    private var parser: MultipartParser
    private var pieces: RequestBody.AsyncIterator
    private var putBack: Part?
    private var number = 0
    private var isInPart = false
    private var isFile = false
    private var files = 0
    private var bytesInFile = 0
    private var bytesOfText = 0
    private var bytesInRequest = 0

    init(body: RequestBody, boundary: String, limits: UploadLimits = UploadLimits()) {
        parser = MultipartParser(boundary: boundary)
        pieces = body.makeAsyncIterator()
        self.limits = limits
    }

    /// The parts from the first file on, within the limits of this page.
    public func parts(limits: UploadLimits) throws -> Parts {
        self.limits = limits
        if files > limits.files { throw Problem.unreadable(.tooManyFields) }
        return Parts(reader: self)
    }

    /// Reads the text fields that stand before the first file.
    func leadingFields(limits: Form.Limits = Form.Limits()) async throws -> Form {
        var form = Form()
        while let part = try await nextPart() {
            if part.filename != nil {
                putBack = part
                break
            }
            try await form.add(name: Array(part.name.utf8), value: part.bytes(), limits: limits)
        }
        return form
    }

    fileprivate func nextPart() async throws -> Part? {
        if let part = putBack {
            putBack = nil
            return part
        }
        while isInPart {
            _ = try await nextPiece(of: number)
        }
        guard case .head(let head) = try await event() else { return nil }
        number += 1
        guard number <= 2000 else { throw Problem.unreadable(.tooManyFields) }
        isInPart = true
        isFile = head.filename != nil
        bytesInFile = 0
        if isFile {
            files += 1
            guard files <= limits.files else { throw Problem.unreadable(.tooManyFields) }
        }
        return Part(name: head.name, filename: head.filename, number: number, reader: self)
    }

    fileprivate func nextPiece(of part: Int) async throws -> ByteBuffer? {
        guard part == number, isInPart else { return nil }
        guard case .data(let piece) = try await event() else {
            isInPart = false
            return nil
        }
        if isFile {
            bytesInFile += piece.readableBytes
            guard bytesInFile <= limits.file else { throw Problem.tooLarge(limit: limits.file) }
        } else {
            bytesOfText += piece.readableBytes
            guard bytesOfText <= limits.text else { throw Problem.tooLarge(limit: limits.text) }
        }
        return piece
    }

    private func event() async throws -> MultipartParser.Event {
        while true {
            if let event = try parser.next() { return event }
            if parser.isDone { return .end }
            var iterator = pieces
            guard let piece = try await iterator.next(isolation: self) else { throw Problem.unreadable(.torn) }
            pieces = iterator
            bytesInRequest += piece.readableBytes
            guard bytesInRequest <= limits.request else { throw Problem.tooLarge(limit: limits.request) }
            parser.feed(piece)
        }
    }
}
