import CLibPQ
import Synchronization

/// Hears what the server says beside its answers. Only one thing matters: whether it warned during COMMIT.
final class Notices: Sendable {
    private let warned = Mutex(false)

    var hasWarning: Bool { warned.withLock { $0 } }

    func forgetWarnings() {
        warned.withLock { $0 = false }
    }

    /// Takes the place of libpq's own receiver, which would print to standard error. The connection owns both sides,
    /// so this object lives at least as long as the link.
    func listen(to link: OpaquePointer) {
        PQsetNoticeReceiver(
            link,
            { context, result in
                guard let context, let result else { return }
                let severity = PQresultErrorField(result, Int32(UInt8(ascii: "V"))).map { String(cString: $0) }
                guard severity == "WARNING" else { return }
                Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue().warned.withLock { $0 = true }
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }
}
