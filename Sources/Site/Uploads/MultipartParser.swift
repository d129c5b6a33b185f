import NIOCore

/// Takes a multipart body apart as it comes, in pieces of any size, and keeps no more of it than one part's head or
/// the few bytes that might begin a boundary. Stricter than the standard asks: nothing may stand before the first
/// boundary, since no browser writes anything there.
struct MultipartParser: Sendable {
    /// What was found next.
    enum Event: Equatable {
        /// A part begins.
        case head(MultipartHead)
        /// Bytes of the part.
        case data(ByteBuffer)
        /// The part is whole.
        case endOfPart
        /// The closing boundary; whatever follows is ignored.
        case end
    }

    private enum State {
        case start, head, body, boundary, done
    }

    private static let headLimit = 8192
    private let delimiter: [UInt8]
    private var state = State.start
    private var buffer = ByteBuffer()

    init(boundary: String) {
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// Hands over the next piece of the body.
    mutating func feed(_ piece: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = piece
        } else {
            buffer.discardReadBytes()
            buffer.writeImmutableBuffer(piece)
        }
    }

    /// Whether the closing boundary has been seen.
    var isDone: Bool { state == .done }

    /// The next event, or nothing until more is fed.
    mutating func next() throws(Problem) -> Event? {
        switch state {
        case .start: return try start()
        case .head: return try head()
        case .body: return body()
        case .boundary: return try afterBoundary()
        case .done: return nil
        }
    }

    private mutating func start() throws(Problem) -> Event? {
        let opening = delimiter.dropFirst(2)
        let given = buffer.readableBytesView.prefix(opening.count)
        guard opening.starts(with: given) else { throw .unreadable(.syntax) }
        guard given.count == opening.count else { return nil }
        buffer.moveReaderIndex(forwardBy: opening.count)
        state = .boundary
        return try afterBoundary()
    }

    private mutating func afterBoundary() throws(Problem) -> Event? {
        guard let pair = buffer.getBytes(at: buffer.readerIndex, length: 2) else { return nil }
        buffer.moveReaderIndex(forwardBy: 2)
        if pair == [UInt8(ascii: "-"), UInt8(ascii: "-")] {
            state = .done
            return .end
        }
        guard pair == [0x0D, 0x0A] else { throw .unreadable(.syntax) }
        state = .head
        return try head()
    }

    private mutating func head() throws(Problem) -> Event? {
        let view = buffer.readableBytesView
        guard let end = view.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A], within: Self.headLimit) else {
            if view.count >= Self.headLimit { throw .unreadable(.tooManyFields) }
            return nil
        }
        let head = try MultipartHead(Array(view[view.startIndex..<end.lowerBound]))
        buffer.moveReaderIndex(forwardBy: end.upperBound - view.startIndex)
        state = .body
        return .head(head)
    }

    private mutating func body() -> Event? {
        let view = buffer.readableBytesView
        if let found = view.firstRange(of: delimiter, within: view.count) {
            if found.lowerBound > view.startIndex {
                return buffer.readSlice(length: found.lowerBound - view.startIndex).map { .data($0) }
            }
            buffer.moveReaderIndex(forwardBy: delimiter.count)
            state = .boundary
            return .endOfPart
        }
        let certain = view.count - (delimiter.count - 1)
        guard certain > 0 else { return nil }
        return buffer.readSlice(length: certain).map { .data($0) }
    }
}

extension ByteBufferView {
    /// The first place of a byte sequence that ends within the first `limit` bytes.
    fileprivate func firstRange(of wanted: [UInt8], within limit: Int) -> Range<Int>? {
        let size = Swift.min(count, limit)
        let offset: Int? = withUnsafeBytes { bytes in
            var place = 0
            while place + wanted.count <= size {
                if bytes[place] == wanted[0], bytes[place..<place + wanted.count].elementsEqual(wanted) { return place }
                place += 1
            }
            return nil
        }
        return offset.map { startIndex + $0..<startIndex + $0 + wanted.count }
    }
}
