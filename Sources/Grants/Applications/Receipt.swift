public import Foundation
public import Money

/// Proof that an application was handed in: what arrived, when, and the digests by which anybody can check it.
public struct Receipt: Sendable, Hashable {
    /// The application's number.
    public let number: String
    /// When it arrived, by the database's clock.
    public let arrivedAt: Date
    /// The call's number.
    public let callNumber: String
    /// The version of the call.
    public let callVersion: Int
    /// The call's title in Latvian.
    public let callTitle: String
    /// The applicant's name.
    public let applicant: String
    /// What was asked for.
    public let requested: Euro
    /// SHA-256 of the canonical content, 64 small hexadecimal digits.
    public let contentSHA256: String
    /// The files, each with its SHA-256.
    public let files: [File]
    /// The code by which the receipt is checked.
    public let code: ReceiptCode

    /// A file as a receipt names it.
    public struct File: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its length in bytes.
        public let size: Int64
        /// Its SHA-256, 64 small hexadecimal digits.
        public let sha256: String
    }

    /// A receipt for an application just handed in.
    public init(
        number: String,
        arrivedAt: Date,
        version: CallVersion,
        organisation: Organisation,
        requested: Euro,
        contentSHA256: String,
        files: [AttachedFile],
        code: ReceiptCode
    ) {
        self.number = number
        self.arrivedAt = arrivedAt
        callNumber = version.call.number
        callVersion = version.version
        callTitle = version.terms.title.lv
        applicant = organisation.name
        self.requested = requested
        self.contentSHA256 = contentSHA256
        self.files = files.sorted { $0.id < $1.id }.map { File(name: $0.name, size: $0.size, sha256: $0.sha256) }
        self.code = code
    }

    /// The receipt as a document: canonical JSON, given out byte for byte as it is hashed.
    public var json: CanonicalJSON {
        [
            "format": "kopiena-receipt/1",
            "number": .string(number),
            "arrived_at": .string(InstantText.of(arrivedAt)),
            "call": [
                "number": .string(callNumber),
                "version": .number(Int64(callVersion)),
                "title": .string(callTitle),
            ],
            "applicant": .string(applicant),
            "requested_cents": .number(requested.cents),
            "content_sha256": .string(contentSHA256),
            "files": .array(
                files.map { ["name": .string($0.name), "size": .number($0.size), "sha256": .string($0.sha256)] }
            ),
            "code": .string(code.description),
        ]
    }

    /// Reads a receipt back from its document; nothing if it is none of ours.
    public init?(text: String) {
        guard let json = try? JSONDecoder().decode(CanonicalJSON.self, from: Data(text.utf8)) else { return nil }
        guard json["format"]?.string == "kopiena-receipt/1", let call = json["call"] else { return nil }
        guard let number = json["number"]?.string, let arrivedAt = json["arrived_at"]?.string.flatMap(InstantText.read),
            let callNumber = call["number"]?.string, let callVersion = call["version"]?.number,
            let callTitle = call["title"]?.string, let applicant = json["applicant"]?.string,
            let requested = json["requested_cents"]?.number, let contentSHA256 = json["content_sha256"]?.string,
            let code = json["code"]?.string.flatMap(ReceiptCode.init(typed:)), case .array(let files)? = json["files"]
        else { return nil }
        self.number = number
        self.arrivedAt = arrivedAt
        self.callNumber = callNumber
        self.callVersion = Int(callVersion)
        self.callTitle = callTitle
        self.applicant = applicant
        self.requested = Euro(cents: requested)
        self.contentSHA256 = contentSHA256
        self.code = code
        self.files = files.compactMap { file in
            guard let name = file["name"]?.string, let size = file["size"]?.number, let sha256 = file["sha256"]?.string
            else { return nil }
            return File(name: name, size: size, sha256: sha256)
        }
    }
}
