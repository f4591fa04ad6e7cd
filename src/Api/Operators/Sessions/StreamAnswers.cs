using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>How long until a session closes if no more events arrive.</summary>
/// <param name="deadlines">When the session closes, by the silo's clock.</param>
/// <param name="nowMs">The present, by the silo's clock.</param>
internal sealed class CountdownAnswer(SessionDeadlines deadlines, long nowMs)
{
    [JsonConverter(typeof(Instant))]
    public long At => nowMs;

    public long IdleInMs => Math.Max(0, deadlines.IdleAtMs - nowMs);

    public long NoProgressInMs => Math.Max(0, deadlines.NoProgressAtMs - nowMs);

    public long MaxAgeInMs => Math.Max(0, deadlines.MaxAgeAtMs - nowMs);

    [JsonConverter(typeof(Instant))]
    public long ClosesAt => Math.Min(deadlines.IdleAtMs, Math.Min(deadlines.NoProgressAtMs, deadlines.MaxAgeAtMs));
}

/// <summary>The last event of a session's stream.</summary>
internal sealed record ClosedAnswer(string? ClosedBy);
