/// The central directory of a zip archive, read from the archive's last bytes without unpacking anything.
struct ZipDirectory {
    private struct Entry {
        let name: String
        let nameLength: Int
        let packed: Int
        let unpacked: Int
        let offset: Int
        let isLocked: Bool
    }

    private static let endSize = 22
    private let entries: [Entry]
    private let start: Int

    var names: [String] { entries.map(\.name) }

    /// Whether bytes end as a zip archive does, whatever they begin with.
    static func mayEnd(_ tail: [UInt8]) -> Bool {
        endPlace(in: tail) != nil
    }

    /// Reads the directory from the last bytes of a file of the given size.
    init(tail: [UInt8], fileSize: Int) throws(FileRefusal) {
        guard let end = Self.endPlace(in: tail) else { throw .broken }
        let bytes = LittleEndian(tail)
        let count = bytes.two(end + 10)
        let length = bytes.four(end + 12)
        start = bytes.four(end + 16)
        guard count < 0xFFFF, count <= 2000 else { throw .bomb }
        let place = end - length
        guard place >= 0 else { throw .bomb }
        guard start + length + (tail.count - end) == fileSize else { throw .twoKinds }
        entries = try Self.entries(count, in: bytes, from: place, to: end)
    }

    /// Refuses what unpacks to too much, overlaps itself, is locked or would leave its folder.
    func check() throws(FileRefusal) {
        var unpacked = 0
        var names: Set<String> = []
        for entry in entries {
            if entry.isLocked { throw .locked }
            guard Self.isPlain(entry.name), names.insert(entry.name).inserted else { throw .broken }
            unpacked += entry.unpacked
            if entry.unpacked > 1_000_000, entry.unpacked / 200 > entry.packed { throw .bomb }
        }
        if unpacked > 300_000_000 { throw .bomb }
        var last = 0
        for entry in entries.sorted(by: { $0.offset < $1.offset }) {
            guard entry.offset >= last else { throw .bomb }
            last = entry.offset + 30 + entry.nameLength + entry.packed
        }
        if last > start { throw .bomb }
    }

    private static func isPlain(_ name: String) -> Bool {
        guard !name.isEmpty, !name.hasPrefix("/"), !name.contains("\\"), !name.contains("\0") else { return false }
        return !name.split(separator: "/").contains("..")
    }

    /// Where the end record begins: the last one whose comment reaches exactly to the end of the file.
    private static func endPlace(in tail: [UInt8]) -> Int? {
        guard tail.count >= endSize else { return nil }
        var place = tail.count - endSize
        let first = max(0, tail.count - endSize - 0xFFFF)
        while place >= first {
            if tail[place] == 0x50, tail[place + 1] == 0x4B, tail[place + 2] == 5, tail[place + 3] == 6 {
                let comment = Int(tail[place + 20]) | Int(tail[place + 21]) << 8
                if place + endSize + comment == tail.count { return place }
            }
            place -= 1
        }
        return nil
    }

    private static func entries(
        _ count: Int,
        in bytes: LittleEndian,
        from start: Int,
        to end: Int
    ) throws(FileRefusal) -> [Entry] {
        var entries: [Entry] = []
        var place = start
        for _ in 0..<count {
            guard place + 46 <= end, bytes.four(place) == 0x0201_4B50 else { throw .broken }
            let nameLength = bytes.two(place + 28)
            let next = place + 46 + nameLength + bytes.two(place + 30) + bytes.two(place + 32)
            guard next <= end else { throw .broken }
            let packed = bytes.four(place + 20)
            let unpacked = bytes.four(place + 24)
            guard packed < 0xFFFF_FFFF, unpacked < 0xFFFF_FFFF else { throw .bomb }
            entries.append(
                Entry(
                    name: String(decoding: bytes.bytes[place + 46..<place + 46 + nameLength], as: UTF8.self),
                    nameLength: nameLength,
                    packed: packed,
                    unpacked: unpacked,
                    offset: bytes.four(place + 42),
                    isLocked: bytes.two(place + 8) & 1 == 1
                )
            )
            place = next
        }
        guard place == end else { throw .broken }
        return entries
    }
}

private struct LittleEndian {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func two(_ place: Int) -> Int {
        Int(bytes[place]) | Int(bytes[place + 1]) << 8
    }

    func four(_ place: Int) -> Int {
        two(place) | two(place + 2) << 16
    }
}
