namespace SessionGrains.Bench.Cost;

/// <summary>
/// What one viewer costs a second, in µs of processor time by role, from the measured costs of requests. At Transitions none of the measured pings
/// was stored: the share that is stored in use is priced as at EveryEvent.
/// </summary>
internal sealed class ViewerLoad(IReadOnlyList<CostLine> costs)
{
    /// <summary>Players ping every 10 s while content plays, and a ping is stored when the last store is 50 s ago: every fifth.</summary>
    public const double StoredOfContentPings = 10d / 50;

    /// <summary>In an ad they ping every second.</summary>
    public const double StoredOfAdPings = 1d / 50;

    /// <summary>Requests of the viewer-hour a second.</summary>
    public const double ContentPerSecond = 402d / 3600;

    public const double AdPingsPerSecond = 1;

    private const double PingsOfContent = 360d / 402;

    /// <summary>Of a viewer of the measured mix; null: it was not measured.</summary>
    public IReadOnlyDictionary<string, double>? OfContent(Subject subject) => Of(subject, WorkNames.Mix, ContentPerSecond, StoredOfContentPings * PingsOfContent);

    /// <summary>Of a viewer in an ad; null: it was not measured.</summary>
    public IReadOnlyDictionary<string, double>? OfAd(Subject subject) => Of(subject, WorkNames.Ping, AdPingsPerSecond, StoredOfAdPings);

    private Dictionary<string, double>? Of(Subject subject, string work, double perSecond, double storedShare)
    {
        if (Find(subject.Name, work) is not { } requests || Find(subject.Name, WorkNames.Ping) is not { } ping || Find(subject.Storing, WorkNames.Ping) is not { } stored)
            return null;

        return requests.Keys.ToDictionary(static role => role, role => perSecond * (requests[role] + (storedShare * (stored[role] - ping[role]))));
    }

    private IReadOnlyDictionary<string, double>? Find(string subject, string work) => costs.FirstOrDefault(line => line.Subject == subject && line.Work == work)?.CostByRole;
}
