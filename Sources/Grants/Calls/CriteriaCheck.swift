import Money

extension CallTerms {
    /// No call has more documents, categories, or criteria of one sort.
    public static let mostItems = 30

    var documentProblems: [CallProblem] {
        var found = keyProblems(documents.map(\.key), at: CallProblem.Place.document)
        for document in documents {
            let place = CallProblem.Place.document(document.key)
            found += document.title.problems(at: place, longest: 200)
            found += document.help.problems(at: place, longest: 2_000, required: false)
        }
        let required = documents.filter(\.required).count
        if required > Question.Limits.hardFiles {
            found.append(CallProblem(.form, .tooManyFiles(largest: Question.Limits.hardFiles)))
        }
        return found
    }

    var costProblems: [CallProblem] {
        switch amount.mode {
        case .fixed:
            return costCategories.isEmpty ? [] : [CallProblem(.costs, .budgetNotAsked)]
        case .ceiling:
            return costCategories.isEmpty ? [CallProblem(.costs, .noneGiven)] : categoryProblems
        }
    }

    private var categoryProblems: [CallProblem] {
        var found = keyProblems(costCategories.map(\.key), at: CallProblem.Place.category)
        if costCategories.count > Self.mostItems {
            found.append(CallProblem(.costs, .tooMany(largest: Self.mostItems)))
        }
        var reach = Euro.zero
        for category in costCategories {
            let place = CallProblem.Place.category(category.key)
            found += category.title.problems(at: place, longest: 200)
            var ceiling = amount.sum
            if let share = category.ceilingShare {
                if (1...10_000).contains(share) {
                    ceiling = min(ceiling, amount.sum.share(basisPoints: share))
                } else {
                    found.append(CallProblem(place, .ceilingOutOfRange))
                }
            }
            if let sum = category.ceiling {
                if sum > .zero, sum <= amount.sum {
                    ceiling = min(ceiling, sum)
                } else {
                    found.append(CallProblem(place, .ceilingOutOfRange))
                }
            }
            reach = reach + ceiling
        }
        if reach < amount.sum { found.append(CallProblem(.costs, .ceilingsTooLow)) }
        return found
    }

    var criteriaProblems: [CallProblem] {
        var found: [CallProblem] = []
        if conformity.isEmpty { found.append(CallProblem(.conformity, .noneGiven)) }
        if conformity.count > Self.mostItems {
            found.append(CallProblem(.conformity, .tooMany(largest: Self.mostItems)))
        }
        found += keyProblems(conformity.map(\.key), at: CallProblem.Place.conformityCriterion)
        for criterion in conformity {
            found += criterion.title.problems(at: .conformityCriterion(criterion.key), longest: 500)
        }
        if quality.isEmpty { found.append(CallProblem(.quality, .noneGiven)) }
        if quality.count > Self.mostItems { found.append(CallProblem(.quality, .tooMany(largest: Self.mostItems))) }
        found += keyProblems(quality.map(\.key), at: CallProblem.Place.qualityCriterion)
        for criterion in quality { found += criterion.problems }
        let reach = quality.reduce(0) { $0 + max(0, min($1.maximum, 100)) }
        if let qualityThreshold, !(0...reach).contains(qualityThreshold) {
            found.append(CallProblem(.quality, .thresholdTooHigh(largest: reach)))
        }
        return found
    }
}

extension QualityCriterion {
    fileprivate var problems: [CallProblem] {
        let place = CallProblem.Place.qualityCriterion(key)
        var found = title.problems(at: place, longest: 500)
        if !(1...100).contains(maximum) { found.append(CallProblem(place, .scaleOutOfRange)) }
        if !(1...100_000).contains(weight) { found.append(CallProblem(place, .weightOutOfRange)) }
        if let threshold, !(0...max(0, maximum)).contains(threshold) {
            found.append(CallProblem(place, .thresholdTooHigh(largest: maximum)))
        }
        return found
    }
}
