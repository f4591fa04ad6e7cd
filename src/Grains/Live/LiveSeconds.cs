namespace SessionGrains.Live;

/// <summary>The last ten minutes second by second.</summary>
internal sealed class LiveSeconds
{
    private const int Kept = 600;

    private readonly Queue<LiveSecond> _seconds = new(Kept + 1);
    private LiveFigures _before;

    public LiveSecond[] All => [.. _seconds];

    /// <summary>Notes how it is at the end of a second.</summary>
    public void Record(long second, in LiveFigures figures)
    {
        _seconds.Enqueue(new(second, figures.Now + figures.Cumulative - _before.Cumulative));
        _before = figures;
        if (_seconds.Count > Kept)
            _seconds.Dequeue();
    }
}
