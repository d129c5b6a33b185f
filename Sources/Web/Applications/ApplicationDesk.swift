import Grants
import Site
import Store

/// What all pages of one application begin with: its file, or "not found" for everybody else.
struct ApplicationDesk {
    let office: Office

    var applications: Applications { office.stores.applications }
    var calls: Calls { office.stores.calls }

    /// The application in the address with what surrounds it; others' applications do not exist.
    func open(_ page: PageContext) async throws -> ApplicationFrame {
        let id: Application.ID = try page.id()
        guard let file = try await applications.find(id, for: page.visitor) else { throw Problem.notFound }
        return ApplicationFrame(file: file, texts: page.texts, now: page.now)
    }

    /// The same for a page on which nobody writes.
    func read(_ page: PageContext) async throws -> ApplicationFrame {
        let id: Application.ID = try page.id()
        guard let file = try await applications.read(id, for: page.visitor) else { throw Problem.notFound }
        return ApplicationFrame(file: file, texts: page.texts, now: page.now)
    }

    /// What the checks find now.
    func checks(_ frame: ApplicationFrame) -> Checks {
        frame.file.checks(now: frame.now)
    }
}
