import Foundation
import Grants
import Money
import Site
import Store

/// The list of a call's applications, `applications/work/list`.
struct ApplicationListView {
    let texts: Texts
    let call: CallVersion
    let choice: ApplicationChoice

    private var path: String { "/work/calls/\(call.call.number)/applications" }

    func view(_ page: ApplicationPage) -> View {
        fields(page.applicants).adding([
            "heading": texts("workapplications.list.heading", ["number": call.call.number]),
            "callHref": "/work/calls/\(call.call.number)", "callTitle": CallWords(texts: texts).view(call.terms.title),
            "action": path, "filtered": choice.isNarrow, "kept": kept,
            "sentence": sentence(page),
            "anyRows": !page.rows.isEmpty, "heads": heads, "rows": page.rows.map { row($0) },
            "newer": page.previous.map { choice.address(path, ["before": $0.text]) },
            "older": page.next.map { choice.address(path, ["after": $0.text]) },
            "xlsxHref": choice.address("\(path).xlsx"), "csvHref": choice.address("\(path).csv"),
            "excelHref": choice.address("\(path).csv", ["for": "excel"]),
        ])
    }

    private func sentence(_ page: ApplicationPage) -> String {
        if page.countIsCapped { return texts("workapplications.list.many", ["n": texts.number(page.count)]) }
        if page.count == 0 { return texts("workapplications.list.none") }
        return texts.plural("workapplications.list.found", page.count)
    }

    private func fields(_ applicants: [ApplicationPage.Applicant]) -> View {
        let states = Application.State.allCases.map {
            Field.Choice(value: $0.rawValue, label: texts("workapplications.states.\($0.rawValue)"))
        }
        let regions = ApplicationChoice.regions.map { Field.Choice(value: $0, label: $0) }
        let text = Field(
            "text",
            label: texts("workapplications.filter.text"),
            hint: texts("workapplications.filter.text_hint")
        )
        return [
            "textField": text.text(choice["text"], type: "search"),
            "stateField": select("state", states, choice.state?.rawValue),
            "regionField": select("region", regions, choice.region),
            "organisationField": organisations(applicants),
            "narrowFields": [
                narrow("least", fault: "sum_wrong"), narrow("most", fault: "sum_wrong"),
                narrow("from", fault: "day_wrong", hint: "day_hint"),
                narrow("until", fault: "day_wrong", hint: "day_hint"),
            ],
        ]
    }

    /// Those who apply to this call; an address may name somebody else, and the list is then rightly empty.
    private func organisations(_ applicants: [ApplicationPage.Applicant]) -> View {
        let named = applicants.prefix(ApplicationPage.mostApplicants)
        var choices = named.map { Field.Choice(value: $0.id.description, label: $0.name) }
        let chosen = choice.organisation?.description
        if let chosen, !choices.contains(where: { $0.value == chosen }) {
            choices.append(Field.Choice(value: chosen, label: texts("workapplications.filter.not_named")))
        }
        let hint =
            named.count < applicants.count
            ? texts("workapplications.filter.more_organisations", ["n": texts.number(named.count)]) : nil
        return select("organisation", choices, chosen, hint: hint)
    }

    private func select(_ name: String, _ choices: [Field.Choice], _ chosen: String?, hint: String? = nil) -> View {
        let any = Field.Choice(value: "", label: texts("workapplications.filter.any"))
        let field = Field(name, label: texts("workapplications.filter.\(name)"), hint: hint)
        return field.choices([any] + choices, chosen: [chosen ?? ""])
    }

    private func narrow(_ name: String, fault: String, hint: String? = nil) -> View {
        Field(
            name,
            label: texts("workapplications.filter.\(name)"),
            hint: hint.map { texts("workapplications.filter.\($0)") },
            error: choice.misread.contains(name) ? texts("workapplications.filter.\(fault)") : nil
        ).text(choice[name], width: "w12", autocomplete: "off")
    }

    /// What a new filter keeps: the order.
    private var kept: [View] {
        guard choice.sort != .newest else { return [] }
        return [
            ["name": "sort", "value": choice.sort.key.rawValue],
            ["name": "order", "value": choice.sort.descending ? "down" : "up"],
        ]
    }

    private var heads: [View] {
        [
            head("number", .number), head("title", .title), head("organisation"), head("region"), head("state"),
            head("requested", .requested, isSum: true), head("submitted", .submitted), head("updated", .updated),
        ]
    }

    /// A heading that sorts: first the way people look for it (newest, largest, by the alphabet), then the other way round.
    private func head(_ name: String, _ key: ApplicationSort.Key? = nil, isSum: Bool = false) -> View {
        let label = texts("workapplications.column.\(name)")
        guard let key else {
            return ["label": label, "href": nil, "isSum": isSum, "sorted": nil, "arrow": nil, "by": ""]
        }
        let isCurrent = choice.sort.key == key
        let firstDescending = key != .number && key != .title
        let next = ApplicationSort(key, descending: isCurrent ? !choice.sort.descending : firstDescending)
        return [
            "label": label, "href": choice.address(path, sort: next), "isSum": isSum,
            "sorted": isCurrent ? (choice.sort.descending ? "descending" : "ascending") : nil,
            "arrow": isCurrent ? (choice.sort.descending ? "↓" : "↑") : nil,
            "by": texts("workapplications.sort.by", ["column": label]),
        ]
    }

    private func row(_ row: ApplicationSummary) -> View {
        let application = row.application
        let title = row.title.isEmpty ? texts("workapplications.list.untitled") : row.title
        return [
            "number": application.number ?? "–", "title": title,
            "href": application.state == .submitted ? "/work/applications/\(application.id)" : nil,
            "organisation": row.organisation,
            "organisationHref": choice.address(path, ["organisation": application.organisation.description]),
            "region": row.region ?? "–", "word": texts("applications.state.\(application.state.rawValue)"),
            "tone": Self.tone(application.state), "requested": texts.amount(row.requested.cents),
            "submitted": application.submittedAt.map { texts.instant($0) } ?? "–",
            "updated": texts.instant(row.updatedAt),
        ]
    }

    static func tone(_ state: Application.State) -> String? {
        switch state {
        case .submitted: "go"
        case .signing: "wait"
        case .draft, .withdrawn: nil
        }
    }
}
