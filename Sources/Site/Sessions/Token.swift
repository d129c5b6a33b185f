import Crypto
import Foundation

/// 256 random bits that a browser keeps in a cookie. Whoever holds it is the visitor, so only its hash is ever stored.
public struct Token: Sendable, Equatable {
    /// The bits as text, as the cookie carries them.
    public let text: String

    /// A new one.
    public init() {
        let key = SymmetricKey(size: .bits256)
        text = key.withUnsafeBytes { Base64URL.encode(Array($0)) }
    }

    /// The token in a cookie, or nothing if it is not one of ours.
    public init?(_ text: String) {
        guard text.utf8.count == 43, let bytes = Base64URL.decode(text), bytes.count == 32 else { return nil }
        self.text = text
    }

    /// What the database keeps: the SHA-256 of the text.
    public var hash: [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

    /// The key that the visitor's form tokens are made with.
    var formKey: SymmetricKey { SymmetricKey(data: Data(text.utf8)) }
}

/// Base64 as addresses and cookies take it, without padding.
enum Base64URL {
    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for byte in Data(bytes).base64EncodedData() where byte != UInt8(ascii: "=") {
            text.append(exchanged(byte, "+/", "-_"))
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        var base = text.utf8.map { exchanged($0, "-_", "+/") }
        base += [UInt8](repeating: UInt8(ascii: "="), count: (4 - base.count % 4) % 4)
        return Data(base64Encoded: Data(base)).map { Array($0) }
    }

    /// The byte's fellow in the other alphabet, where the two differ.
    private static func exchanged(_ byte: UInt8, _ old: StaticString, _ new: StaticString) -> UInt8 {
        for place in 0..<2 where old.utf8Start[place] == byte { return new.utf8Start[place] }
        return byte
    }
}
