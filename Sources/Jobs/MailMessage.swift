import Foundation
public import Store

/// A mail as it goes over the wire (RFC 5322): plain text in UTF-8, everything in letters that every mail server passes on.
public struct MailMessage: Sendable {
    /// To whom.
    public let recipient: String
    /// From whom.
    public let sender: String
    /// The whole message with its headers, lines ending in CRLF.
    public let text: String

    /// Writes a stored mail out.
    public init(_ mail: Mail, sender: String) {
        recipient = mail.recipient
        self.sender = sender
        let host = sender.split(separator: "@").last.map(String.init) ?? "localhost"
        let headers = [
            "From: Kopiena <\(Self.oneLine(sender))>",
            "To: <\(Self.oneLine(mail.recipient))>",
            "Subject: \(Self.encoded(mail.subject))",
            "Date: \(Self.date(mail.createdAt))",
            // The same mail sent twice is recognised as one by whoever gets it.
            "Message-ID: <mail-\(mail.id)-\(Int(mail.createdAt.timeIntervalSince1970))@\(Self.oneLine(host))>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ]
        let body = Data(mail.body.replacingOccurrences(of: "\n", with: "\r\n").utf8)
        let lines = body.base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        text = headers.joined(separator: "\r\n") + "\r\n\r\n" + lines + "\r\n"
    }

    /// A header cannot be broken open by a line end in a value.
    static func oneLine(_ text: String) -> String {
        String(
            text.unicodeScalars.filter { $0.value > 0x20 && $0.value < 0x7F && $0 != "<" && $0 != ">" }.map(
                Character.init
            )
        )
    }

    /// Words of RFC 2047, each short enough for one line, split between characters.
    static func encoded(_ subject: String) -> String {
        let subject = subject.split(whereSeparator: \.isNewline).joined(separator: " ")
        if subject.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value < 0x7F }), subject.count < 60 {
            return subject
        }
        var words: [String] = []
        var part: [UInt8] = []
        for character in subject {
            let bytes = Array(String(character).utf8)
            if part.count + bytes.count > 42 {
                words.append("=?utf-8?B?\(Data(part).base64EncodedString())?=")
                part = []
            }
            part += bytes
        }
        words.append("=?utf-8?B?\(Data(part).base64EncodedString())?=")
        return words.joined(separator: "\r\n ")
    }

    private static func date(_ instant: Date) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "Europe/Riga")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: instant)
    }
}
