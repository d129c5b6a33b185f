/// How long a session lasts.
public struct SessionTerms: Sendable, Hashable {
    /// Seconds without use after which it ends.
    public var idleSeconds: Int
    /// Seconds after which it ends in any case.
    public var absoluteSeconds: Int

    /// An hour without use, twelve hours in all.
    public init(idleSeconds: Int = 3_600, absoluteSeconds: Int = 43_200) {
        self.idleSeconds = idleSeconds
        self.absoluteSeconds = absoluteSeconds
    }
}
