namespace SessionGrains.Live;

/// <summary>Where the sessions of one topic count on this silo; shared by all of them.</summary>
internal sealed class TopicCounters(SiloCounters counters, LiveTopic topic, KeyCounter[] gauges)
{
    public SiloCounters Counters => counters;

    public LiveTopic Topic => topic;

    public IReadOnlyList<KeyCounter> Gauges => gauges;

    /// <summary>Sessions that hold it; guarded by <see cref="SiloCounters"/>.</summary>
    public int Users { get; set; }

    public void Add(in LiveFigures change)
    {
        foreach (var gauge in gauges)
            gauge.Add(change);
    }
}
