import Foundation
import Grants
import Store
import TestKit
import Testing

@Suite("A partner from the command line", .database)
struct PartnerTests {
    @Test("may apply after the commands of the handbook, where nothing of the demonstration is")
    func handbook() async throws {
        _ = try await CommandLineRun.output(of: Self.commands())
        let organisations = try await CommandLineRun.output(of: "kopiena organisation list")
        #expect(organisations.contains("Parauga pamatskola\tschool\tVidzeme\tunknown"))
        let agreements = try await CommandLineRun.output(of: "kopiena agreement list")
        #expect(agreements.contains("Parauga pamatskola\t4.2.3.1/S-1\t2026-09-01\t2029-08-31\t"))

        let office = try await ApplicantsOffice(now: Date(timeIntervalSince1970: 1_800_000_000)) {
            $0.applicants.kinds = [.municipality, .school]
        }
        let stores = office.test.stores
        let call = try #require(try await stores.calls.current(number: office.number))
        let partner = try #require(
            try await stores.people.organisations().first { $0.name == "Parauga pamatskola" }
        )
        #expect(!partner.invented)
        let findings = try await stores.calls.eligibility(call, of: partner, now: office.test.now)
        #expect(findings.contains { if case .agreement(true, _) = $0 { true } else { false } })
        #expect(findings.filter { !$0.holds } == [])
    }

    @Test(
        "is refused in one line with 1, and wrong usage with 64",
        arguments: [
            ("organisation add 'Cita skola' --kind school --region Rīga --registration-number 40000000016", 1),
            ("organisation add 'Cita aģentūra' --kind agency --region Rīga", 1),
            ("organisation add 'Cita skola' --kind school --region Sēlija", 64),
            ("organisation add 'Cita skola' --kind school", 64),
            ("agreement add 'Nav tādas skolas' S-1 --from 2026-09-01 --until 2029-08-31", 1),
            ("agreement add 'Nav tādas skolas' S-1 --from 2026-09-31 --until 2029-08-31", 64),
        ]
    )
    func refused(command: String, code: Int) async throws {
        let said = try await CommandLineRun.output(
            of:
                "code=0; words=$(kopiena \(command) 2>&1) || code=$?; wc -l <<<\"$words\"; echo $code"
        )
        let (lines, ended) = (said.split(separator: " ").first, said.split(separator: " ").last)
        #expect(ended == "\(code)")
        if code == 1 { #expect(lines == "1") }
    }

    /// The commands of the step in the handbook, without the line that goes where the program lies on a server.
    private static func commands() throws -> String {
        let text = try String(contentsOfFile: Project.root + "/deploy/README.md", encoding: .utf8)
        let section = try #require(text.components(separatedBy: "## On a server\n").last)
        let blocks = section.components(separatedBy: "```sh\n")
        let lines = try #require(blocks.dropFirst().first?.components(separatedBy: "```").first).split(separator: "\n")
        return lines.filter { !$0.contains("cd /srv/kopiena") }.joined(separator: "\n")
    }
}
