namespace SessionGrains.Grains.Tests.Live;

/// <summary>
/// What viewers did and when they were told that it is taken. From it follows, for any moment, the least and the greatest that a right count can be: what
/// was acknowledged before must be in, what was not sent yet must not, and what lies between may be.
/// </summary>
internal sealed class TruthLog
{
    private readonly ConcurrentQueue<(TimeSpan Sent, TimeSpan Acknowledged, int[] Change)> _changes = new();

    public static readonly string[] Names = ["open", "viewers", "starting", "playing", "paused", "buffering", "ad"];

    public int Count => _changes.Count;

    public static int[] Of(LiveFigures figures) => [figures.Open, figures.Viewers, figures.Starting, figures.Playing, figures.Paused, figures.Buffering, figures.Ad];

    public void Record(TimeSpan sent, TimeSpan acknowledged, LiveFigures before, LiveFigures after) =>
        _changes.Enqueue((sent, acknowledged, [.. Of(after).Zip(Of(before), static (one, other) => one - other)]));

    /// <summary>What is wrong with figures that were read by <paramref name="read"/> and may be as old as <paramref name="oldest"/>; null: nothing.</summary>
    public string? Judge(LiveFigures figures, TimeSpan oldest, TimeSpan read)
    {
        var (least, greatest) = (new int[Names.Length], new int[Names.Length]);
        foreach (var (sent, acknowledged, change) in _changes)
        {
            if (sent > read)
                continue;

            for (var at = 0; at < change.Length; at++)
            {
                least[at] += acknowledged <= oldest ? change[at] : Math.Min(0, change[at]);
                greatest[at] += acknowledged <= oldest ? change[at] : Math.Max(0, change[at]);
            }
        }

        var shown = Of(figures);
        var wrong = Enumerable.Range(0, shown.Length).Where(at => shown[at] < least[at] || shown[at] > greatest[at] || shown[at] < 0)
            .Select(at => $"{Names[at]} {shown[at]}, not from {least[at]} to {greatest[at]}").ToArray();
        return wrong.Length == 0 ? null : string.Join("; ", wrong);
    }
}
