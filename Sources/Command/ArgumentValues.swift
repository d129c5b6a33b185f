public import ArgumentParser
public import Grants
public import Money

extension Day: ExpressibleByArgument {
    /// Reads `2026-01-31`.
    public init?(argument: String) {
        self.init(iso: argument)
    }
}

extension Organisation.Kind: ExpressibleByArgument {}
extension PlanningRegion: ExpressibleByArgument {}
