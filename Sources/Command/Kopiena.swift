import ArgumentParser
import Configuration
import Hummingbird
import ServiceLifecycle

@main struct Kopiena: AsyncParsableCommand {
    func run() async throws {}
}
