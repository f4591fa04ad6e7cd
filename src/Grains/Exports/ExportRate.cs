namespace SessionGrains.Exports;

/// <summary>How many sessions per second left within a span up to now. Counts in parts of the span, of which the current one is not over, so it covers up to a sixtieth less.</summary>
internal sealed class ExportRate(TimeProvider time, TimeSpan span)
{
    private const int Parts = 60;

    /// <summary>Until it has counted for so long, a rate would be made of chance.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(1);

    private readonly long _start = time.GetTimestamp();
    private readonly (long Part, long Count)[] _counts = new (long, long)[Parts];

    private long Part => time.GetElapsedTime(_start).Ticks / (span.Ticks / Parts);

    /// <summary>Sessions per second in the span, or since the counting began if that is shorter, but a minute at least.</summary>
    public double PerSecond
    {
        get
        {
            var part = Part;
            var covered = Math.Clamp(time.GetElapsedTime(_start).TotalSeconds, Least.TotalSeconds, span.TotalSeconds);
            return _counts.Where(one => one.Part > part - Parts).Sum(static one => one.Count) / covered;
        }
    }

    public void Add(int sessions)
    {
        var part = Part;
        ref var counted = ref _counts[part % Parts];
        counted = (part, (counted.Part == part ? counted.Count : 0) + sessions);
    }
}
