import NIOCore
import NIOPosix
import Synchronization

/// A client that sends bytes as they are, however wrong, and hangs up when it likes.
struct RawConnection {
    /// What came of it.
    struct Outcome: Sendable {
        /// How many bytes the other side's machine took.
        var sent = 0
        /// What it answered.
        var answer = ""
    }

    private final class Record: Sendable {
        private let outcome = Mutex(Outcome())

        var now: Outcome { outcome.withLock { $0 } }

        func sent(_ count: Int) {
            outcome.withLock { $0.sent += count }
        }

        func heard(_ text: String) {
            outcome.withLock { $0.answer += text }
        }
    }

    let port: Int

    /// Sends the bytes and hangs up without waiting for an answer.
    func hangUp(after bytes: [UInt8]) async throws {
        try await connected { _, outbound in
            var buffer = ByteBuffer()
            buffer.writeBytes(bytes)
            try await outbound.write(buffer)
        }
    }

    /// Sends the head and then the same piece over and over, up to so many times, while the other side takes them; reads what it
    /// answers until it hangs up.
    func insist(head: [UInt8], piece: [UInt8], times: Int) async throws -> Outcome {
        let record = Record()
        try await connected { inbound, outbound in
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    var (next, left) = (ByteBuffer(bytes: head), times)
                    while (try? await outbound.write(next)) != nil, left > 0 {
                        record.sent(next.readableBytes)
                        next = ByteBuffer(bytes: piece)
                        left -= 1
                    }
                }
                group.addTask {
                    do {
                        for try await bytes in inbound { record.heard(String(buffer: bytes)) }
                    } catch {
                        // The other side has had enough.
                    }
                }
            }
        }
        return record.now
    }

    private func connected(
        _ work:
            @Sendable (NIOAsyncChannelInboundStream<ByteBuffer>, NIOAsyncChannelOutboundWriter<ByteBuffer>)
            async throws -> Void
    ) async throws {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        // Closing what the other side has closed already is no fault.
        do {
            try await channel.executeThenClose { inbound, outbound in try await work(inbound, outbound) }
        } catch is ChannelError {
        } catch is IOError {
        }
    }
}
