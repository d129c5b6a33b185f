import Crypto
import Foundation
public import NIOCore

/// Style sheets, scripts and pictures, read once at start and served from memory under a path that changes when any
/// of them changes. One fingerprint for all lets a style sheet name a picture, and a script another one, by a
/// relative path.
public struct Assets: Sendable {
    /// One file.
    public struct Asset: Sendable {
        /// Its bytes.
        public let bytes: ByteBuffer
        /// Its media type.
        public let mediaType: String
        /// A strong entity tag of its content.
        public let entityTag: String
    }

    /// The fingerprint of all files together.
    public let fingerprint: String
    private let files: [String: Asset]

    /// Reads every file in the folder; a missing folder holds nothing.
    public init(folder: String) throws {
        var files: [String: Asset] = [:]
        var whole = SHA256()
        for path in TemplateFolder.files(in: folder) {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)"))
            whole.update(data: Data(path.utf8))
            whole.update(data: data)
            let digest = SHA256.hash(data: data)
            files[path] = Asset(
                bytes: ByteBuffer(bytes: data),
                mediaType: Self.mediaType(of: path),
                entityTag: "\"\(hex(digest.prefix(16)))\""
            )
        }
        fingerprint = hex(whole.finalize().prefix(8))
        self.files = files
    }

    /// The address of a file, or nothing if there is no such file.
    public func address(of path: String) -> String? {
        files[path] == nil ? nil : "/assets/\(fingerprint)/\(path)"
    }

    /// The file at a path.
    public func find(_ path: String) -> Asset? {
        files[path]
    }

    /// The paths of all files.
    public var paths: [String] { files.keys.sorted() }

    private static func mediaType(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "webp": "image/webp"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "webmanifest": "application/manifest+json"
        case "json": "application/json"
        case "txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }
}

/// Bytes as lower-case hexadecimal digits.
public func hex(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    let digits = Array("0123456789abcdef".utf8)
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
