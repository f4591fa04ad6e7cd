namespace SessionGrains.Messages;

/// <summary>A mistake in the tracking of one session, reported once per code (docs/protocol.md#5-findings).</summary>
/// <param name="Code">The code, as in docs/protocol.md#5-findings.</param>
/// <param name="Count">Number of events that showed it.</param>
/// <param name="Ts">The player's clock at the first of them, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Detail">One sentence for a player engineer.</param>
[GenerateSerializer, Immutable, Alias("sg.finding")]
public sealed record Finding([property: Id(0)] string Code, [property: Id(1)] int Count, [property: Id(2)] long Ts, [property: Id(3)] string Detail);
