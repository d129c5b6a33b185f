import Documents
public import Foundation
public import Store
import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// How mail leaves the machine.
public enum MailTransport: Sendable {
    /// Into a folder that mail programs read (Maildir), where no mail server is at hand.
    case maildir(String)
    /// Through a program that takes a message as sendmail does, and so long at most.
    case command(String, patience: Duration = .seconds(60))

    /// Hands a message over. Into a folder, the same message is written over itself.
    func deliver(_ message: MailMessage, named name: String) async throws {
        switch self {
        case .maildir(let folder): try Self.write(message, named: name, into: folder)
        case .command(let program, let patience):
            try await within(patience, or: MailFailure.tooSlow) { try await Self.run(program, message) }
        }
    }

    /// Written beside and moved into place, so that no reader sees half a message.
    private static func write(_ message: MailMessage, named name: String, into folder: String) throws {
        let root = URL(fileURLWithPath: folder)
        for part in ["tmp", "new", "cur"] {
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent(part),
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
        let draft = root.appendingPathComponent("tmp/\(name)")
        try Data(message.text.utf8).write(to: draft)
        let place = root.appendingPathComponent("new/\(name)")
        guard rename(draft.path, place.path) == 0 else { throw MailFailure.notWritten(folder: folder) }
    }

    private static func run(_ program: String, _ message: MailMessage) async throws {
        let lines = Array(message.text.replacingOccurrences(of: "\r\n", with: "\n").utf8)
        let result = try await Subprocess.run(
            .path(FilePath(program)),
            arguments: ["-i", "-f", MailMessage.oneLine(message.sender), "--", MailMessage.oneLine(message.recipient)],
            platformOptions: .inGroup,
            input: .fileDescriptor(try SpooledInput.open(lines), closeAfterSpawningProcess: true),
            output: .discarded,
            error: .string(limit: 4_096)
        )
        guard result.terminationStatus.isSuccess else {
            throw MailFailure.refused(result.standardError)
        }
    }
}

/// Why a mail did not leave.
public enum MailFailure: Error, Sendable, CustomStringConvertible {
    /// The folder cannot be written to.
    case notWritten(folder: String)
    /// The mail program did not take it; what it said.
    case refused(String)
    /// The mail program did not end in time and was killed.
    case tooSlow

    /// One sentence for the log; addresses stay out of it.
    public var description: String {
        switch self {
        case .notWritten(let folder): "Mail cannot be written to \(folder)"
        case .refused: "The mail program refused a mail"
        case .tooSlow: "The mail program took too long over a mail"
        }
    }
}

/// Sends mail that waits in the table.
public struct MailSender: Sendable {
    private let mails: Mails
    private let transport: MailTransport
    private let sender: String
    private let now: @Sendable () -> Date

    /// - Parameter sender: the address mail comes from.
    public init(mails: Mails, transport: MailTransport, sender: String, now: @escaping @Sendable () -> Date) {
        self.mails = mails
        self.transport = transport
        self.sender = sender
        self.now = now
    }

    /// Does a job of the kind `mail`. A mail that has left already stays as it is.
    public func send(_ job: Job) async throws {
        guard let id = job.payload["mail"].flatMap({ Int64($0) }), let mail = try await mails.find(id) else { return }
        guard mail.sentAt == nil else { return }
        try await transport.deliver(MailMessage(mail, sender: sender), named: "kopiena-mail-\(mail.id)")
        try await mails.sent(id, at: now())
    }
}
