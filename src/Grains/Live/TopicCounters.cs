namespace SessionGrains.Live;

/// <summary>The counters of one topic on this silo, shared by its sessions.</summary>
internal sealed class TopicCounters(SiloCounters counters, LiveTopic topic, KeyCounter[] keys)
{
    public SiloCounters Counters => counters;

    public LiveTopic Topic => topic;

    public IReadOnlyList<KeyCounter> Keys => keys;

    /// <summary>Number of its sessions; guarded by <see cref="SiloCounters"/>.</summary>
    public int Users { get; set; }

    public void Add(in LiveFigures change)
    {
        foreach (var key in keys)
            key.Add(change);
    }
}
