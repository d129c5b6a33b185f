import Testing

/// Faults of a real service in a process of its own. One after another: each loads the machine as much as it may.
///
/// What chance chose follows from a seed that every failure names; `KOPIENA_SEED` repeats it.
@Suite("A running service meets", .serialized)
enum Faults {}
