import Money

/// What is handed in, as it is hashed and kept: the whole application in its one canonical spelling.
public struct SubmittedContent: Sendable, Hashable {
    /// The canonical JSON.
    public let json: CanonicalJSON

    /// The content of an application: what is asked of its answers, its files, who applies, for which version of the call.
    public init(
        number: String,
        version: CallVersion,
        organisation: Organisation,
        answers: [String: Answer],
        files: [AttachedFile],
        declarations: Set<Declaration>
    ) {
        let asked = version.terms.asked(of: answers)
        json = [
            "format": "kopiena-application/1",
            "number": .string(number),
            "call": [
                "number": .string(version.call.number),
                "version": .number(Int64(version.version)),
            ],
            "applicant": [
                "name": .string(organisation.name),
                "registration_number": organisation.registrationNumber.map { .string($0) } ?? .null,
            ],
            "answers": .object(asked.mapValues(\.canonical)),
            "files": .array(files.sorted { $0.id < $1.id }.map(\.canonical)),
            "requested_cents": .number(version.terms.requested(given: answers).cents),
            "declarations": .array(declarations.map(\.rawValue).sorted().map { .string($0) }),
        ]
    }
}

extension Answer {
    /// The answer in its canonical spelling.
    public var canonical: CanonicalJSON {
        switch self {
        case .text(let text): .string(text)
        case .list(let list): .array(list.map { .string($0) })
        case .fields(let fields): .object(fields.mapValues { .string($0) })
        case .rows(let rows): .array(rows.map { .object($0.mapValues { .string($0) }) })
        }
    }
}

extension AttachedFile {
    /// What a receipt and the content say of a file.
    var canonical: CanonicalJSON {
        [
            "field": .string(field),
            "name": .string(name),
            "media_type": .string(mediaType),
            "size": .number(size),
            "sha256": .string(sha256),
        ]
    }
}
