/// A planning region of Latvia (plānošanas reģions), by its name in the law.
public enum PlanningRegion: String, Sendable, CaseIterable {
    /// Rīga and the municipalities around it.
    case riga = "Rīga"
    /// The north and the middle east.
    case vidzeme = "Vidzeme"
    /// The west.
    case kurzeme = "Kurzeme"
    /// The south.
    case zemgale = "Zemgale"
    /// The south-east.
    case latgale = "Latgale"
}
