import Hummingbird
import NIOCore
import Testing

@testable import Site

@Suite("A multipart body")
struct MultipartTests {
    /// The events of a body, data joined by part, as short texts.
    private func read(_ pieces: [ByteBuffer], boundary: String = "B") throws -> [String] {
        var parser = MultipartParser(boundary: boundary)
        var events: [String] = []
        var data = ""
        for piece in pieces {
            parser.feed(piece)
            while let event = try parser.next() {
                switch event {
                case .head(let head): events.append("\(head.name)/\(head.filename?.text ?? "-")")
                case .data(let bytes): data += String(buffer: bytes)
                case .endOfPart:
                    events.append("[\(data)]")
                    data = ""
                case .end: events.append("end")
                }
            }
        }
        guard parser.isDone else { throw Problem.unreadable(.torn) }
        return events
    }

    private static let sample =
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nviens\r\n\r\n--\r\n--b\r\n"
        + "\r\n--B\r\ncontent-type: text/plain\r\nContent-Disposition: form-data; name=\"f\"; filename=\"ā/č \\.pdf\"\r\n\r\n"
        + "\r\n-\r\n--\r\n--\r--B\n--B\r\n--B--\r\nafter"

    private static let expected = [
        "a/-", "[viens\r\n\r\n--\r\n--b\r\n]", "f/pdf", "[\r\n-\r\n--\r\n--\r--B\n--B]", "end",
    ]

    @Test("torn at every byte gives the same parts")
    func tornOnce() throws {
        let whole = ByteBuffer(string: Self.sample)
        for place in 0...whole.readableBytes {
            let (first, second) = halves(whole, at: place)
            #expect(try read([first, second]) == Self.expected, "torn at \(place)")
        }
        let bytes = Self.sample.utf8.map { ByteBuffer(bytes: [$0]) }
        #expect(try read(bytes) == Self.expected)
    }

    @Test("cut off at any byte before its end is torn, never whole")
    func cutOff() throws {
        let end = Self.sample.utf8.count - "\r\nafter".utf8.count
        for length in 0..<end {
            #expect(throws: Problem.unreadable(.torn), "cut at \(length)") {
                try read([ByteBuffer(bytes: Self.sample.utf8.prefix(length))])
            }
        }
    }

    @Test("of random parts comes out as it went in", arguments: 0..<20)
    func random(round: Int) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var source = Seeded(seed)
        var body = ByteBuffer()
        var expected: [String] = []
        for number in 0..<Int.random(in: 1...6, using: &source) {
            let alphabet = Array("\r\n-Bx".utf8)
            let data = (0..<Int.random(in: 0...300, using: &source)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &source)]
            }
            let text = String(decoding: data, as: UTF8.self).replacing("\r\n--B", with: "_")
            body.writeString("--B\r\nContent-Disposition: form-data; name=\"n\(number)\"\r\n\r\n\(text)\r\n")
            expected += ["n\(number)/-", "[\(text)]"]
        }
        body.writeString("--B--")
        var pieces: [ByteBuffer] = []
        while body.readableBytes > 0 {
            let length = min(body.readableBytes, Int.random(in: 1...40, using: &source))
            if let piece = body.readSlice(length: length) { pieces.append(piece) }
        }
        #expect(try read(pieces) == expected + ["end"], "seed \(seed)")
    }

    @Test("of garbage is refused as a problem and never keeps more than it was given", arguments: 0..<50)
    func fuzz(round: Int) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var source = Seeded(seed)
        var bytes = Array(Self.sample.utf8)
        for _ in 0..<Int.random(in: 1...12, using: &source) {
            let place = Int.random(in: 0..<bytes.count, using: &source)
            switch Int.random(in: 0...2, using: &source) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &source)
            case 1: bytes.remove(at: place)
            default: bytes.insert(UInt8.random(in: .min ... .max, using: &source), at: place)
            }
        }
        do {
            let events = try read([ByteBuffer(bytes: bytes)])
            #expect(events.joined().utf8.count <= 3 * bytes.count + 50, "seed \(seed)")
        } catch {
            #expect(error is Problem, "seed \(seed)")
        }
    }

    @Test(
        "with a broken head is refused",
        arguments: [
            "Content-Type: text/plain", "Content-Disposition: attachment; name=\"a\"", "Content-Disposition: form-data",
            "Content-Disposition: form-data; name=\"a", "Content-Disposition: form-data; name=\"a\"; name=\"b\"",
            "Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"", "no colon",
            "Content-Disposition: form-data; name=\"a\u{0}\"", "",
        ]
    )
    func brokenHead(head: String) {
        #expect(throws: Problem.self) { try read([ByteBuffer(string: "--B\r\n\(head)\r\n\r\nx\r\n--B--")]) }
    }

    @Test("with an endless head is refused before it is read")
    func endlessHead() {
        let head = "--B\r\nContent-Disposition: " + String(repeating: "x", count: 10_000)
        #expect(throws: Problem.unreadable(.tooManyFields)) { try read([ByteBuffer(string: head)]) }
    }

    @Test("with something before its first boundary is refused")
    func preamble() {
        #expect(throws: Problem.unreadable(.syntax)) { try read([ByteBuffer(string: "x--B\r\n")]) }
    }

    @Test("takes names as browsers write them")
    func names() throws {
        let head = try MultipartHead(
            Array("Content-Disposition: form-data; name=\"a%22b\"; filename=\"..\\..\\x%22y%0D%0A.pdf\"".utf8)
        )
        #expect(head.name == "a\"b" && head.filename?.text == "xy .pdf")
    }

    private func halves(_ whole: ByteBuffer, at place: Int) -> (ByteBuffer, ByteBuffer) {
        var rest = whole
        let first = rest.readSlice(length: place) ?? ByteBuffer()
        return (first, rest)
    }
}

/// A small generator whose seed is printed when a test fails, so that the failure can be had again.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
