namespace SessionGrains.Live;

/// <summary>Where the sessions of one topic count on this silo; shared by all of them.</summary>
internal sealed class LivePlace(LiveCounters counters, LiveTopic topic, LiveGauge[] gauges)
{
    public LiveCounters Counters => counters;

    public LiveTopic Topic => topic;

    public IReadOnlyList<LiveGauge> Gauges => gauges;

    /// <summary>Sessions that hold it; guarded by <see cref="LiveCounters"/>.</summary>
    public int Users { get; set; }

    public void Add(in LiveFigures change)
    {
        foreach (var gauge in gauges)
            gauge.Add(change);
    }
}
