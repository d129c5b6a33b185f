import NIOCore
import NIOPosix
import Synchronization

/// A link between a client and a server that can be made slow, cut, or cut off the answers: what a bad network does.
public final class FaultyLink: Sendable {
    /// Where the link leads.
    public enum Target: Sendable {
        /// A socket in the file system, such as PostgreSQL's.
        case socket(String)
        /// A port of this machine.
        case port(Int)
    }

    private struct State {
        var delay: Duration = .zero
        var losesAnswers = false
        var isCut = false
        var channels: [ObjectIdentifier: any Channel] = [:]
    }

    /// The port to connect to, on 127.0.0.1.
    public let port: Int
    private let target: Target
    private let state = Mutex(State())

    private init(port: Int, target: Target) {
        self.port = port
        self.target = target
    }

    /// Opens a link for the time of the work.
    public static func with<Result: Sendable>(
        to target: Target,
        _ work: @Sendable (FaultyLink) async throws -> Result
    ) async throws -> Result {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { client in wrapped(client) }
        let link = FaultyLink(port: server.channel.localAddress?.port ?? 0, target: target)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await link.serve(server) }
            let result: Result
            do {
                result = try await work(link)
            } catch {
                group.cancelAll()
                link.cut()
                throw error
            }
            group.cancelAll()
            link.cut()
            return result
        }
    }

    /// From now on everything takes so much longer, each way.
    public func slowDown(by delay: Duration) {
        state.withLock { $0.delay = delay }
    }

    /// From now on the server gets what it is sent, but the connection breaks in place of its answer.
    public func loseAnswers() {
        state.withLock { $0.losesAnswers = true }
    }

    /// Breaks all connections and lets no new one through.
    public func cut() {
        let channels = state.withLock { state in
            state.isCut = true
            return Array(state.channels.values)
        }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Everything works again.
    public func heal() {
        state.withLock { state in
            state.delay = .zero
            state.losesAnswers = false
            state.isCut = false
        }
    }

    private typealias Stream = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private static func wrapped(_ channel: any Channel) -> EventLoopFuture<Stream> {
        channel.eventLoop.makeCompletedFuture { try Stream(wrappingChannelSynchronously: channel) }
    }

    private func serve(_ server: NIOAsyncChannel<Stream, Never>) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { clients in
                for try await client in clients {
                    group.addTask { try? await self.join(client) }
                }
            }
        }
    }

    private func join(_ client: Stream) async throws {
        guard !state.withLock({ $0.isCut }) else { return try await client.executeThenClose { _, _ in } }
        let server = try await connect()
        remember([client.channel, server.channel])
        defer { forget([client.channel, server.channel]) }
        try await client.executeThenClose { questions, toClient in
            try await server.executeThenClose { answers, toServer in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await self.pass(questions, to: toServer, areAnswers: false) }
                    group.addTask { try await self.pass(answers, to: toClient, areAnswers: true) }
                    // Whichever side ends first ends both.
                    defer { group.cancelAll() }
                    try await group.next()
                }
            }
        }
    }

    private func connect() async throws -> Stream {
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        switch target {
        case .socket(let path):
            return try await bootstrap.connect(unixDomainSocketPath: path) { Self.wrapped($0) }
        case .port(let port):
            return try await bootstrap.connect(host: "127.0.0.1", port: port) { Self.wrapped($0) }
        }
    }

    private func pass(
        _ bytes: NIOAsyncChannelInboundStream<ByteBuffer>,
        to other: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        areAnswers: Bool
    ) async throws {
        for try await buffer in bytes {
            let (delay, isLost) = state.withLock { ($0.delay, $0.losesAnswers && areAnswers) }
            if isLost { return }
            if delay > .zero { try await Task.sleep(for: delay) }
            try await other.write(buffer)
        }
    }

    private func remember(_ channels: [any Channel]) {
        state.withLock { state in
            for channel in channels { state.channels[ObjectIdentifier(channel)] = channel }
        }
    }

    private func forget(_ channels: [any Channel]) {
        state.withLock { state in
            for channel in channels { state.channels[ObjectIdentifier(channel)] = nil }
        }
    }
}
