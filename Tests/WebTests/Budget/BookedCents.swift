import Budget
import Foundation
import Grants
import HummingbirdTesting
import Money
import Postgres
import TestKit
import Testing

/// Money of which what was booked is not what would be reckoned, and the pages that show it.
enum BookedCents {
    /// Two calls of one line and three contracts, each paid three cents, one after the other: 85 % of 3, 6 and 9 cents are 2, 5 and 7,
    /// so that the payment at the second call is the fund's alone. By reckoning it would pay 2 of 3 there, and 5 of 6 at the first.
    static func post() async throws {
        let money = PostedMoney()
        let root = try await money.node("4.2.3.1/1/24/I/001")
        let line = try await money.node("INIC")
        try await money.post(.appropriate(Euro(euros: 1_000_000), to: root), on: "2025-02-24")
        try await money.post(.assign(Euro(euros: 100_000), from: root, to: line), on: "2025-02-24")
        let calls = try await TestDatabase.current.database.transaction { tx in
            [
                try await Ledger.openNode(.call, "SK-INIC-21", under: line, in: tx),
                try await Ledger.openNode(.call, "SK-INIC-22", under: line, in: tx),
            ]
        }
        let (whole, cents) = (Euro(euros: 7_000), Euro(cents: 3))
        for call in calls { try await money.post(.assign(Euro(euros: 20_000), from: line, to: call), on: "2025-10-01") }
        for (number, call) in [calls[0], calls[1], calls[0]].enumerated() {
            let contract = BudgetShowcase.document("contract", number + 1)
            try await money.post(.reserve(whole, for: contract, at: call))
            try await money.post(.commit(whole, reservedFor: contract, at: call))
            try await money.post(.order(cents, for: contract, at: call))
            try await money.post(.book(cents, of: contract, at: call))
        }
        try await money.post(.accept(cents, of: BudgetShowcase.document("contract", 1), at: calls[0]))
    }

    /// Opens pages as an auditor.
    static func open(_ addresses: String...) async throws -> [TestPage] {
        let office = try TestOffice()
        try await office.person("revide@example.lv", .auditor, in: "Parauga aģentūra", .agency)
        try await post()
        return try await office.serve { client in
            let browser = TestBrowser(client)
            try await browser.signIn("revide@example.lv")
            var pages: [TestPage] = []
            for address in addresses { pages.append(try await browser.get(address)) }
            return pages
        }
    }

    /// The cells of the rows of a name in a section: the first is the whole, then come the fund and the state.
    static func rows(_ name: String, in section: String, of page: TestPage) throws -> [[String]] {
        let part = try #require(page.document.first("section", where: ["aria-labelledby": section]))
        let rows = page.document.inside(part).filter { $0.name == "tr" }
        let first = try #require(rows.firstIndex { page.document.inside($0).first?.text.contains(name) == true })
        return rows[first..<first + 3].map { row in
            page.document.inside(row).filter { ["td", "th"].contains($0.name) }.map {
                $0.text.replacing("\u{A0}", with: " ")
            }
        }
    }
}
