namespace SessionGrains.Viewers;

/// <summary>Compares the live counts with what the crowd sent, while all viewers watch and after all have left. Nobody else may send to the server.</summary>
internal sealed class LiveWatch
{
    /// <summary>Counts are at most 2 s late; up to this time on a busy machine.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);

    private readonly TrackingServer _server;
    private readonly Audience _audience;
    private readonly LiveCounts _before;
    private readonly List<string> _differences = [];

    private LiveWatch(TrackingServer server, Audience audience, LiveCounts before)
    {
        _server = server;
        _audience = audience;
        _before = before;
    }

    public IReadOnlyList<string> Differences => _differences;

    /// <summary>The counts while all were watching; null when they were not read.</summary>
    public LiveCounts? Middle { get; private set; }

    /// <summary>The counts after all had gone; null when they were not read.</summary>
    public LiveCounts? End { get; private set; }

    /// <summary>Null when the server has no live counts.</summary>
    public static async Task<LiveWatch?> BeginAsync(TrackingServer server, Audience audience, CancellationToken cancellationToken) =>
        await LiveCounts.ReadAsync(server, cancellationToken) is { } before ? new LiveWatch(server, audience, before) : null;

    /// <summary>To be called several times a second.</summary>
    public void Remember() => _audience.Bounds.Remember(_audience.Clock.Elapsed);

    /// <summary>While all are watching.</summary>
    public async Task CompareAsync(CancellationToken cancellationToken)
    {
        Middle = await LiveCounts.ReadAsync(_server, cancellationToken);
        Remember();
        Judge(Middle, _audience.Bounds.RecentTotal(), _audience.Bounds.Recent());
    }

    /// <summary>After all viewers have left: the counts must fall to the sessions that got no sessionEnd.</summary>
    public async Task CompareAtTheEndAsync(CancellationToken cancellationToken)
    {
        var titles = _audience.Bounds.Now();

        // Counts that were wrong before are not waited for.
        var until = _audience.Clock.Elapsed + (_differences.Count > 0 ? TimeSpan.Zero : Settling);
        do
        {
            End = await LiveCounts.ReadAsync(_server, cancellationToken);
            if (End?.Differences(Bounds.Sum(titles), titles, _audience.Programme, _before).Any() == false)
                return;

            if (_audience.Clock.Elapsed >= until)
                break;

            await Task.Delay(Glance, _audience.Clock.Time, cancellationToken);
        }
        while (true);

        Judge(End, Bounds.Sum(titles), titles);
    }

    private void Judge(LiveCounts? counts, Bounds total, Bounds[] titles)
    {
        if (counts is null)
            _differences.Add("live: the counts could not be read any more");
        else
            _differences.AddRange(counts.Differences(total, titles, _audience.Programme, _before));
    }
}
