/// What the signatory confirms when handing in (apliecinājumi).
public enum Declaration: String, Codable, Sendable, CaseIterable {
    /// What the application says is true and complete.
    case truthful
    /// The signatory may represent the applicant.
    case entitled
    /// The same costs are not paid from elsewhere (MK 483 p.33.4).
    case noDoubleFunding
    /// The rules on conflicts of interest are known and kept (MK 483 p.34; Regulation 2024/2509 art. 61).
    case noConflict
    /// Personal data in the application may be used to assess it (MK 483 p.33.6).
    case personalData
}
