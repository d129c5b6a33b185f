import HTTPTypes
public import NIOCore
public import NIOHTTPTypes

/// Ends a connection whose client goes on sending a body that was answered already.
///
/// A refused upload is answered before all of it was read. Most browsers look at the answer only when they have sent
/// everything, so the rest is read and thrown away; but only so much and only so long. The answer says `Connection: close`,
/// because nobody knows what would come next on such a connection.
public final class UnreadBody: ChannelDuplexHandler, RemovableChannelHandler {
    /// Parts of requests.
    public typealias InboundIn = HTTPRequestPart
    /// Parts of requests.
    public typealias InboundOut = HTTPRequestPart
    /// Parts of answers.
    public typealias OutboundIn = HTTPResponsePart
    /// Parts of answers.
    public typealias OutboundOut = HTTPResponsePart

    private let time: TimeAmount
    private var bytesLeft: Int
    private var isReading = false
    private var begun = 0
    private var answered = 0
    private var end: Scheduled<Void>?

    /// - Parameters:
    ///   - bytes: how much is read after the answer: one more file of the largest size, and what a browser sends beside it.
    ///   - time: how long it is read.
    public init(bytes: Int = 32 << 20, time: TimeAmount = .seconds(20)) {
        bytesLeft = bytes
        self.time = time
    }

    /// Whether the newest request was answered before all of it came.
    private var isLeftover: Bool { isReading && answered == begun }

    /// Counts what nobody waits for any more.
    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            begun += 1
            isReading = true
        case .body(let piece):
            guard isLeftover else { break }
            bytesLeft -= piece.readableBytes
            if bytesLeft < 0 { return context.close(promise: nil) }
        case .end:
            if isLeftover { return context.close(promise: nil) }
            isReading = false
        }
        context.fireChannelRead(data)
    }

    /// Notices an answer that comes before the end of its request.
    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where isReading && answered + 1 == begun && head.status.kind != .informational:
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            answered += 1
            context.write(data, promise: promise)
            if isLeftover { waitForTheRest(context) }
        default:
            context.write(data, promise: promise)
        }
    }

    /// Nobody waits for the rest of a connection that is gone.
    public func channelInactive(context: ChannelHandlerContext) {
        end?.cancel()
        context.fireChannelInactive()
    }

    private func waitForTheRest(_ context: ChannelHandlerContext) {
        context.flush()
        let channel = context.channel
        end = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}

@available(*, unavailable)
extension UnreadBody: Sendable {}
