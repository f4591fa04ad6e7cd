namespace SessionGrains.Api.Reading.Shapes;

/// <summary>
/// The allowed range of a number, both ends included (docs/protocol.md#2-reading-a-request): wide enough for real players, and small enough that no computation
/// overflows or loses a millisecond.
/// </summary>
internal readonly record struct NumberRange(double Least, double Greatest)
{
    /// <summary>Positions, indexes, offsets and lengths.</summary>
    public static NumberRange Position { get; } = new(-1e9, 1e9);

    /// <summary>Quality-of-experience values, and an error id that is a number.</summary>
    public static NumberRange Quality { get; } = new(-1e15, 1e15);

    /// <summary>Seconds. Epoch seconds and milliseconds fit: they are reported as a finding, not refused.</summary>
    public static NumberRange Playhead { get; } = new(0, 1e13);

    /// <summary>Seconds; 0 means unknown.</summary>
    public static NumberRange MediaLength { get; } = new(0, 1e9);

    /// <summary>Milliseconds since 1970-01-01 UTC, up to 9999-12-31T23:59:59.999Z.</summary>
    public static NumberRange Ts { get; } = new(0, 253402300799999);

    public bool Contains(double value) => value >= Least && value <= Greatest;
}
