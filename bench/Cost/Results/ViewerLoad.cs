namespace SessionGrains.Bench.Cost;

/// <summary>
/// What requests and viewers cost in use, in µs of processor time, from the samples of one launch. At Transitions no measured ping was stored, so the share
/// that is stored in use is priced as at EveryEvent. Null: a sample that is needed is missing.
/// </summary>
internal static class ViewerLoad
{
    /// <summary>Players ping every 10 s while content plays, and a ping is stored when the last store is 50 s ago: every fifth.</summary>
    public const double StoredOfContentPings = 10d / 50;

    /// <summary>In an ad they ping every second.</summary>
    private const double StoredOfAdPings = 1d / 50;

    /// <summary>Requests of the viewer-hour per second.</summary>
    private const double ContentPerSecond = 402d / 3600;

    private const double PingsOfContent = 360d / 402;

    /// <summary>One request while content plays.</summary>
    public static double? OfRequest(IReadOnlyList<Sample> launch, Subject subject, string work) => Price(launch, subject, work, work switch
    {
        WorkNames.Ping => StoredOfContentPings,
        WorkNames.Mix => StoredOfContentPings * PingsOfContent,
        _ => 0,
    });

    /// <summary>One second of a viewer of content.</summary>
    public static double? OfContent(IReadOnlyList<Sample> launch, Subject subject) => ContentPerSecond * OfRequest(launch, subject, WorkNames.Mix);

    /// <summary>One second, which is one ping, of a viewer in an ad.</summary>
    public static double? OfAd(IReadOnlyList<Sample> launch, Subject subject) => Price(launch, subject, WorkNames.Ping, StoredOfAdPings);

    private static double? Price(IReadOnlyList<Sample> launch, Subject subject, string work, double storedShare)
    {
        var measured = Medians.CostOfLaunch(launch, work, subject.Name);
        return subject.StoresPingsLater && storedShare > 0
            ? measured + (storedShare * (Medians.CostOfLaunch(launch, WorkNames.Ping, subject.Storing) - Medians.CostOfLaunch(launch, WorkNames.Ping, subject.Name)))
            : measured;
    }
}
