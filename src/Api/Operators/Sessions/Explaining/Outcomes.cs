namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>How ads or chapters ended, in words.</summary>
internal static class Outcomes
{
    /// <summary><c>: 1 was skipped and 2 were cut by something else</c>; empty for none.</summary>
    public static string Of(IEnumerable<PlayOutcome> outcomes)
    {
        var counts = outcomes.CountBy(static outcome => outcome).OrderBy(static count => count.Key == PlayOutcome.Open ? int.MaxValue : (int)count.Key);
        var parts = counts.Select(static count => $"{Phrases.Plural(count.Value, "was", "were")} {Ended(count.Key)}").ToArray();
        return parts.Length == 0 ? "" : ": " + Phrases.List(parts);
    }

    private static string Ended(PlayOutcome outcome) => outcome switch
    {
        PlayOutcome.Completed => "completed",
        PlayOutcome.Skipped => "skipped",
        PlayOutcome.Cut => "cut by something else",
        _ => "still open",
    };
}
