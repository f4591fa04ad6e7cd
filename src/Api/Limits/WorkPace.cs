namespace SessionGrains.Api.Limits;

/// <summary>
/// How many requests end per second while there is always something to do. From it follows how many may be at work for each to end in a given time (Little's law): a fixed
/// number would be too many for a slow machine, on which all would then be late.
/// </summary>
internal sealed class WorkPace(TimeProvider time)
{
    /// <summary>How long the pace is measured each time.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    /// <summary>With fewer at work the next request may be waited for, and the pace is that of the players.</summary>
    private const int Busy = 16;

    private long _began = time.GetTimestamp();
    private int _isMeasuring;
    private int _ended;
    private int _fewest;

    /// <summary>Requests per second; 0: unknown, because the server is not busy.</summary>
    private double _perSecond;

    /// <summary>How many requests end in this time, at least a few; <see cref="int.MaxValue"/> while the pace is unknown.</summary>
    public int EndingWithin(TimeSpan span) => Volatile.Read(ref _perSecond) is > 0 and var pace ? (int)Math.Max(Busy, Math.Min(int.MaxValue, pace * span.TotalSeconds)) : int.MaxValue;

    /// <summary>Counts a request that has ended.</summary>
    /// <param name="left">Requests that are still at work.</param>
    public void RecordEnd(int left)
    {
        Interlocked.Increment(ref _ended);
        if (left < Volatile.Read(ref _fewest))
        {
            Volatile.Write(ref _fewest, left);
        }

        var elapsed = time.GetElapsedTime(Volatile.Read(ref _began));
        if (elapsed >= Period && Interlocked.Exchange(ref _isMeasuring, 1) == 0)
        {
            Measure(elapsed);
            Volatile.Write(ref _isMeasuring, 0);
        }
    }

    /// <summary>A pause in which nothing ended (a collection, a slow disk) says nothing about the pace.</summary>
    private void Measure(TimeSpan elapsed)
    {
        var isKnown = Volatile.Read(ref _fewest) >= Busy && elapsed < 2 * Period;
        Volatile.Write(ref _perSecond, isKnown ? Volatile.Read(ref _ended) / elapsed.TotalSeconds : 0);
        Volatile.Write(ref _ended, 0);
        Volatile.Write(ref _fewest, int.MaxValue);
        Volatile.Write(ref _began, time.GetTimestamp());
    }
}
