namespace SessionGrains.Messages;

/// <summary>Something a player team would want to know: one per code and session (decisions.md section 5).</summary>
/// <param name="Code">The code, as in <see cref="FindingCodes"/>.</param>
/// <param name="Count">How many events showed it.</param>
/// <param name="Ts">The player's clock at the first of them, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Detail">One plain sentence.</param>
[GenerateSerializer, Immutable, Alias("sg.finding")]
public sealed record Finding([property: Id(0)] string Code, [property: Id(1)] int Count, [property: Id(2)] long Ts, [property: Id(3)] string Detail);
