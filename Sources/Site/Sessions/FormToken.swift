import Crypto
import Foundation

/// Proof that a form came from a page we gave to the same browser: a random number and its HMAC under the browser's
/// own token. Differs at every rendering, so that compressed pages tell nothing about it; nothing is stored.
enum FormToken {
    private static let nonceSize = 16

    static func make(for token: Token) -> String {
        var bytes: [UInt8] = []
        // Eight at a time: each draw is a call of the kernel.
        for _ in 0..<nonceSize / 8 {
            withUnsafeBytes(of: UInt64.random(in: .min ... .max)) { bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: HMAC<SHA256>.authenticationCode(for: Data(bytes), using: token.formKey))
        return Base64URL.encode(bytes)
    }

    static func isValid(_ text: String, for token: Token) -> Bool {
        guard text.utf8.count <= 100, let bytes = Base64URL.decode(text), bytes.count == nonceSize + 32 else {
            return false
        }
        return HMAC<SHA256>.isValidAuthenticationCode(
            Data(bytes[nonceSize...]),
            authenticating: Data(bytes[..<nonceSize]),
            using: token.formKey
        )
    }
}
