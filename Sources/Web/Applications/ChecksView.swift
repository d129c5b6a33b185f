import Grants
import Site

/// Everything the checks found, with a way to each place.
struct ChecksView {
    let frame: ApplicationFrame
    let checks: Checks
    let visitor: Visitor

    private var texts: Texts { frame.texts }

    var view: View {
        let (errors, warnings) = (checks.errors, checks.warnings)
        let next = next
        return frame.view.adding([
            "verdictKind": errors.isEmpty ? (warnings.isEmpty ? "go" : "wait") : "stop", "verdict": verdict,
            "anyErrors": !errors.isEmpty, "errorsFound": errors.map(line),
            "anyWarnings": !warnings.isEmpty, "warningsFound": warnings.map(line),
            "nextLabel": next.label, "nextHref": next.href,
        ])
    }

    private var verdict: String {
        guard checks.errors.isEmpty else { return texts.plural("applications.checks.bad", checks.errors.count) }
        return texts(checks.warnings.isEmpty ? "applications.checks.good" : "applications.checks.good_warned")
    }

    private func line(_ finding: Finding) -> View {
        [
            "href": href(to: finding.place),
            "sentence": FindingSentences(texts: texts, terms: frame.terms).line(finding),
        ]
    }

    private func href(to place: Finding.Place) -> String {
        "\(frame.section(place.section))#\(FindingSentences.place(place).id)"
    }

    private var next: (label: String, href: String) {
        if let first = checks.errors.first {
            let title = FormSections(frame.terms, texts).find(first.place.section)?.title ?? ""
            return (texts("applications.checks.fix", ["section": title]), href(to: first.place))
        }
        guard frame.isEditable || visitor.has(.signatory) else {
            return (texts("applications.show.read"), "\(frame.base)/content")
        }
        return visitor.has(.signatory)
            ? (texts("applications.show.sign"), "\(frame.base)/submission")
            : (texts("applications.show.send"), "\(frame.base)/signature-request")
    }
}
