/// Which proxies in front of the service may say where a request came from.
public struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    /// Proxies by address or range, such as `10.0.0.0/8` or `::1`; an entry that is neither is refused.
    public init(_ entries: [String]) throws {
        ranges = try entries.map { entry in
            guard let range = AddressRange(entry) else { throw BadEntry(entry: entry) }
            return range
        }
    }

    /// No proxy is trusted: the peer is the client.
    public static var none: TrustedProxies { TrustedProxies() }

    private init() {
        ranges = []
    }

    /// An entry that is no address and no range.
    public struct BadEntry: Error, CustomStringConvertible {
        let entry: String
        /// The error in words.
        public var description: String { "\(entry) is neither an address nor a range of addresses" }
    }

    /// Whether the peer may speak for others.
    func contain(_ address: String?) -> Bool {
        guard let address, let bits = AddressRange.bits(of: address) else { return false }
        return ranges.contains { $0.contains(bits) }
    }

    /// The client: walking back from the peer, the first address that is no trusted proxy.
    func client(peer: String?, forwardedFor: String?) -> String {
        guard contain(peer), let forwardedFor else { return peer ?? "" }
        var client = peer ?? ""
        for hop in forwardedFor.split(separator: ",").reversed() {
            let hop = AddressRange.withoutPort(CleanText.trimmed(String(hop)))
            guard AddressRange.bits(of: hop) != nil else { return client }
            client = hop
            if !contain(hop) { return client }
        }
        return client
    }
}

/// What limits are counted by: an IPv4 address, or the /64 that one IPv6 subscriber has to themselves.
public func networkOfAddress(_ address: String) -> String {
    guard let bits = AddressRange.bits(of: address), bits.count == 16 else { return address }
    return hex(bits.prefix(8)) + "/64"
}

/// A range of IPv4 or IPv6 addresses.
struct AddressRange: Sendable {
    private let bits: [UInt8]
    private let length: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, let bits = Self.bits(of: String(first)) else { return nil }
        let full = bits.count * 8
        if parts.count == 2 {
            guard let length = Int(parts[1]), (0...full).contains(length) else { return nil }
            self.length = length
        } else {
            length = full
        }
        self.bits = bits
    }

    func contains(_ other: [UInt8]) -> Bool {
        guard other.count == bits.count else { return false }
        for place in 0..<length where (bits[place / 8] ^ other[place / 8]) & (0x80 >> UInt8(place % 8)) != 0 {
            return false
        }
        return true
    }

    /// The bits of an address; an IPv4 address written as IPv6 counts as IPv4.
    static func bits(of address: String) -> [UInt8]? {
        if let four = four(address) { return four }
        guard address.contains(":"), let words = words(address) else { return nil }
        let bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        if bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] { return Array(bytes.suffix(4)) }
        return bytes
    }

    /// `1.2.3.4:567` and `[::1]:567` without their ports.
    static func withoutPort(_ hop: String) -> String {
        if hop.hasPrefix("["), let end = hop.firstIndex(of: "]") {
            return String(hop[hop.index(after: hop.startIndex)..<end])
        }
        let parts = hop.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? String(parts[0]) : hop
    }

    private static func four(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard part.utf8.count <= 3, part.utf8.allSatisfy({ (48...57).contains($0) }), let byte = UInt8(part) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }

    private static func words(_ text: String) -> [UInt16]? {
        let plain = text.split(separator: "%", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        let halves = plain.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { return nil }
        var sides: [[UInt16]] = []
        for half in halves {
            var side: [UInt16] = []
            for group in half.split(separator: ":", omittingEmptySubsequences: half.isEmpty) {
                if let tail = four(String(group)) {
                    side.append(UInt16(tail[0]) << 8 | UInt16(tail[1]))
                    side.append(UInt16(tail[2]) << 8 | UInt16(tail[3]))
                } else {
                    guard (1...4).contains(group.utf8.count), let word = UInt16(group, radix: 16) else { return nil }
                    side.append(word)
                }
            }
            sides.append(side)
        }
        let given = sides.reduce(0) { $0 + $1.count }
        if sides.count == 1 { return given == 8 ? sides[0] : nil }
        guard given < 8 else { return nil }
        return sides[0] + Array(repeating: 0, count: 8 - given) + sides[1]
    }
}
