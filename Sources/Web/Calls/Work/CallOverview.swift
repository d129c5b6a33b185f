import Foundation
import Grants
import Money
import Site
import Store

/// What a call says now, part by part, each with the way to change it.
struct CallOverview {
    let page: PageContext
    let draft: CallDraft
    let review: CallReview

    private var texts: Texts { page.texts }
    private var terms: CallTerms { draft.terms }

    var view: View {
        // What is published already waits for nothing.
        let waits = draft.version == nil || !review.changes.isEmpty
        let problems = waits ? review.problems.count : 0
        return page.callFrame(draft).adding([
            "tag": CallTag.view(draft.call.state, page), "state": stateSentence,
            "cancelled": draft.cancelledReason, "parts": parts, "lists": lists,
            "formHref": "\(draft.address)/form", "questionCount": terms.questions.count,
            "problemCount": problems == 0 ? nil : texts.plural("calls.show.problems", problems),
            "isNew": draft.version == nil, "isPublished": draft.call.state == .published,
            "mayPublish": page.mayEdit(draft) && waits,
            "mayRead": page.mayOpen("/work/calls/:number/applications"), "mayCancel": page.mayEdit(draft),
            "changed": changed, "renumberHref": renumberHref,
        ])
    }

    private var stateSentence: String {
        guard let version = draft.version else { return texts("calls.show.never") }
        let values = ["version": String(version)]
        return texts(review.changes.isEmpty ? "calls.show.current" : "calls.show.ahead", values)
    }

    private var changed: String {
        texts("calls.show.changed", ["by": draft.lastChange.by, "at": texts.instant(draft.lastChange.at)])
    }

    private var renumberHref: String? {
        page.mayEdit(draft) && draft.call.state == .draft ? "\(draft.address)/number" : nil
    }

    private var parts: [View] {
        [
            part(
                "texts",
                [
                    ("title.lv", terms.title.lv), ("title.en", terms.title.en),
                    ("acts", CallWords(texts: texts).acts(terms.legalBasis)),
                ]
            ),
            part(
                "money",
                [
                    ("line", terms.fundingLine), ("available", texts.money(terms.moneyAvailable.cents)),
                    ("mode", texts("calls.parts.money.mode_\(terms.amount.mode.rawValue)")),
                    ("sum", texts.money(terms.amount.sum.cents)),
                ]
            ),
            part(
                "applicants",
                [
                    ("kinds", kinds), ("agreement", yesNo("applicants.agreement", terms.applicants.agreementRequired)),
                    ("quota", terms.applicants.defaultQuota.map(String.init) ?? texts("calls.quotas.unlimited")),
                ]
            ),
            part(
                "dates",
                [
                    ("opens", texts.instant(terms.opensAt)), ("closes", texts.lastSecond(before: terms.closesBefore)),
                    ("start", date(terms.projectEarliestStart)), ("end", date(terms.projectLatestEnd)),
                    ("months", texts.plural("calls.show.months", terms.longestMonths)),
                ]
            ),
            part("scoring", [("threshold", terms.qualityThreshold.map(String.init) ?? texts("calls.show.none"))]),
        ]
    }

    private var kinds: String {
        terms.applicants.kinds.map { texts("calls.parts.applicants.kinds_\($0.rawValue)") }.joined(separator: ", ")
    }

    private func date(_ day: Day) -> String {
        texts.date(year: day.year, month: day.month, day: day.day)
    }

    private func yesNo(_ key: String, _ holds: Bool) -> String {
        texts("calls.parts.\(key)_\(holds ? "yes" : "no")")
    }

    private func part(_ name: String, _ facts: [(String, String)]) -> View {
        let shown: [View] = facts.map { key, fact in
            let term = texts("calls.parts.\(name).\(key.replacing(".", with: "_"))")
            return ["term": term, "fact": fact.isEmpty ? texts("calls.show.missing") : fact, "href": nil]
        }
        let title = texts("calls.parts.\(name).title")
        return [
            "id": "part-\(name)", "title": title, "facts": shown,
            "editHref": page.mayEdit(draft) ? "\(draft.address)/edit/\(name)" : nil,
        ]
    }

    private var lists: [View] {
        let language = page.language
        var lists = [
            list(
                "documents",
                terms.documents.map {
                    ($0.key, $0.title.text(in: language), yesNo("documents.required", $0.required))
                }
            )
        ]
        if terms.amount.mode == .ceiling || !terms.costCategories.isEmpty {
            lists.append(
                list(
                    "categories",
                    terms.costCategories.map {
                        ($0.key, $0.title.text(in: language), ceiling($0))
                    }
                )
            )
        }
        lists.append(
            list(
                "conformity",
                terms.conformity.map {
                    ($0.key, $0.title.text(in: language), yesNo("conformity.clarifiable", $0.clarifiable))
                }
            )
        )
        lists.append(
            list(
                "quality",
                terms.quality.map {
                    let assumed = $0.assumed ? ", \(texts("calls.show.assumed"))" : ""
                    return ($0.key, $0.title.text(in: language), "0–\($0.maximum)\(assumed)")
                }
            )
        )
        return lists
    }

    private func ceiling(_ category: CostCategory) -> String {
        let share = category.ceilingShare.map { texts.percent(basisPoints: Int($0)) }
        let sum = category.ceiling.map { texts.money($0.cents) }
        let parts = [share, sum].compactMap { $0 }
        return parts.isEmpty ? texts("calls.show.no_ceiling") : parts.joined(separator: ", ")
    }

    private func list(_ name: String, _ items: [(key: String, title: String, note: String)]) -> View {
        let mayEdit = page.mayEdit(draft)
        return [
            "id": "list-\(name)", "title": texts("calls.parts.\(name).list"),
            "addHref": mayEdit ? "\(draft.address)/edit/\(name)/new" : nil,
            "addLabel": texts("calls.parts.\(name).add"), "hasItems": !items.isEmpty,
            "movable": mayEdit && items.count > 1,
            "items": items.map { item in
                let href: String? = mayEdit ? "\(draft.address)/edit/\(name)/\(item.key)" : nil
                let move: View? = mayEdit ? CallMove(item.key, among: items.map { $0.key }).view(in: name) : nil
                return ["href": href, "label": item.title, "note": item.note, "move": move] as View
            },
        ]
    }
}
