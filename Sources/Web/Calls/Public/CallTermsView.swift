import Foundation
import Grants
import Money
import Site

/// Everything the terms of a call say, for `calls/public/terms`: the public page, its printed form and the officer's preview.
struct CallTermsView {
    let texts: Texts
    let terms: CallTerms
    /// The end for everybody, extensions included.
    let closesBefore: Date
    /// When this version was published; nothing in a preview.
    let publishedAt: Date?
    /// To mark what is over and what comes next; nothing on paper.
    let now: Date?
    /// The line's name, if it is known.
    var line: FundingLine?
    /// How many answered questions stand at each field.
    var enquiries: [String: Int] = [:]

    private var words: CallWords { CallWords(texts: texts) }

    var view: View {
        let isLump = terms.amount.mode == .fixed && terms.costCategories.isEmpty
        return [
            "purpose": words.view(terms.purpose), "facts": facts, "timeline": timeline, "documents": documents,
            "anyDocuments": !terms.documents.isEmpty, "categories": categories, "isLump": isLump,
            "anyCosts": !terms.costCategories.isEmpty, "conformity": conformity, "anyConformity": !conformity.isEmpty,
            "quality": quality, "anyQuality": !quality.isEmpty, "qualityThreshold": qualityThreshold,
            "anyCriteria": !terms.conformity.isEmpty || !terms.quality.isEmpty,
            "sections": CallFormView(texts: texts, terms: terms, enquiries: enquiries).sections,
        ]
    }

    private var facts: [View] {
        var facts: [View] = [
            fact("money", texts.money(terms.moneyAvailable.cents)), fact("amount", words.amount(terms.amount)),
            fact("applicants", words.applicants(terms.applicants)), fact("quota", words.quota(terms.applicants)),
            fact(
                "project",
                texts(
                    "publiccalls.facts.project_dates",
                    ["start": words.day(terms.projectEarliestStart), "end": words.day(terms.projectLatestEnd)]
                )
            ),
            fact("months", texts.plural("publiccalls.facts.months_n", terms.longestMonths)),
            fact("prefinancing", texts("publiccalls.facts.prefinancing_fact")),
        ]
        if let line { facts.append(fact("line", "\(words.text(line.name)) (\(line.code))")) }
        facts.append(fact("basis", words.acts(terms.legalBasis)))
        return facts
    }

    private func fact(_ key: String, _ fact: String) -> View {
        ["term": texts("publiccalls.facts.\(key)"), "fact": fact, "href": nil, "hash": false]
    }

    private var timeline: [View] {
        var rows: [(key: String, at: Date, printed: String)] = []
        if let publishedAt { rows.append(("published", publishedAt, texts.instant(publishedAt))) }
        rows.append(("opens", terms.opensAt, texts.instant(terms.opensAt)))
        if closesBefore > terms.closesBefore {
            rows.append(("closes_before_extension", terms.closesBefore, words.end(terms.closesBefore)))
        }
        rows.append(("closes", closesBefore, words.end(closesBefore)))
        let start = OfficeTime.start(of: terms.projectEarliestStart)
        rows.append(("project_start", start, words.day(terms.projectEarliestStart)))
        let end = OfficeTime.start(of: terms.projectLatestEnd.adding(days: 1) ?? terms.projectLatestEnd)
        rows.append(("project_end", end, words.day(terms.projectLatestEnd)))
        // What is shown as published has been, though another clock than the database's may still say otherwise.
        let next = now.flatMap { now in rows.firstIndex { $0.at > now && $0.key != "published" } }
        return rows.enumerated().map { index, row in
            let isDone = now.map { row.at <= $0 || row.key == "published" } ?? false
            let isNext = index == next
            let word = isNext ? texts("publiccalls.timeline.next") : isDone ? texts("publiccalls.timeline.done") : nil
            return [
                "event": texts("publiccalls.timeline.\(row.key)"), "when": row.printed,
                "machine": Texts.machineInstant(row.at), "word": word, "tone": isNext ? "wait" : nil,
            ]
        }
    }

    private var documents: [View] {
        terms.documents.map { document in
            [
                "title": words.view(document.title),
                "help": words.text(document.help).isEmpty ? nil : words.view(document.help),
                "isOptional": !document.required, "enquiries": CallFormView.count(enquiries[document.field], texts),
                "anchor": CallFormView.anchor(document.field),
            ]
        }
    }

    private var categories: [View] {
        terms.costCategories.map { category in
            var ceilings: [String] = []
            if let share = category.ceilingShare {
                let share = texts.percent(basisPoints: Int(share))
                ceilings.append(texts("publiccalls.costs.share", ["share": share]))
            }
            if let ceiling = category.ceiling { ceilings.append(texts.money(ceiling.cents)) }
            let ceiling = ceilings.isEmpty ? texts("publiccalls.costs.no_ceiling") : ceilings.joined(separator: "; ")
            return ["title": words.view(category.title), "ceiling": ceiling]
        }
    }

    private var conformity: [View] {
        terms.conformity.map { ["title": words.view($0.title), "isClarifiable": $0.clarifiable] }
    }

    private var quality: [View] {
        terms.quality.map { criterion in
            [
                "title": words.view(criterion.title), "points": "0–\(criterion.maximum)",
                "weight": weight(criterion.weight),
                "threshold": criterion.threshold.map(String.init) ?? texts("publiccalls.criteria.no_threshold"),
            ]
        }
    }

    /// A weight in basis points of one as people write it: `1`, `1,5`.
    private func weight(_ basisPoints: Int64) -> String {
        let whole = basisPoints / 10_000
        var digits = String(basisPoints % 10_000 + 10_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return digits.isEmpty ? "\(whole)" : "\(whole),\(digits)"
    }

    private var qualityThreshold: String? {
        terms.qualityThreshold.map { texts("publiccalls.criteria.all_threshold", ["points": String($0)]) }
    }
}
