namespace SessionGrains.Live;

/// <summary>One partition of the live counts, keyed by a name of <see cref="LivePartitions"/>.</summary>
[Alias("sg.live-reader")]
public interface ILiveReader : IGrainWithStringKey
{
    /// <summary>The counts now.</summary>
    [Alias("now")] Task<LivePart> Now(LiveQuery query);

    /// <summary>The last day of one key by minutes; empty if nobody viewed it.</summary>
    [Alias("minutes")] Task<LiveHistory> Minutes(LiveKey key);

    /// <summary>The last ten minutes: of everything by seconds, of a title (viewers only) by 10 s.</summary>
    [Alias("seconds")] Task<LiveHistory> Seconds(LiveKey key);
}

/// <summary>The interface of a partition for silos.</summary>
[Alias("sg.live-counts")]
internal interface ILiveCounts : IGrainWithStringKey
{
    /// <summary>Accepts a report. False: send all rows next time.</summary>
    [Alias("report")] Task<bool> Report(LiveReport report);
}
