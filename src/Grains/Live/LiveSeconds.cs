namespace SessionGrains.Live;

/// <summary>The counts of the last ten minutes by seconds.</summary>
internal sealed class LiveSeconds
{
    private const int MaxSeconds = 600;

    private readonly Queue<LiveSecond> _seconds = new(MaxSeconds + 1);
    private LiveFigures _before;

    public LiveSecond[] All => [.. _seconds];

    /// <summary>Records the counts at the end of a second.</summary>
    public void Record(long second, in LiveFigures figures)
    {
        _seconds.Enqueue(new(second, figures.Current + figures.Cumulative - _before.Cumulative));
        _before = figures;
        if (_seconds.Count > MaxSeconds)
            _seconds.Dequeue();
    }
}
