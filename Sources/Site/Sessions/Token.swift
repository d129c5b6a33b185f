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
        Data(bytes).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    static func decode(_ text: String) -> [UInt8]? {
        var base = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        base += String(repeating: "=", count: (4 - base.utf8.count % 4) % 4)
        return Data(base64Encoded: base).map { Array($0) }
    }
}
