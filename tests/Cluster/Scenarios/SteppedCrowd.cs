namespace SessionGrains.Cluster.Tests;

/// <summary>Many sessions at one front door, whose events a test sends.</summary>
internal sealed class SteppedCrowd(int port) : IDisposable
{
    public const string MediaId = "scenario";

    private const int AtOnce = 16;

    private readonly TrackingServer _server = new([port], TimeSpan.FromSeconds(20), RunningProcess.OperatorKey);
    private readonly ConcurrentBag<SteppedSession> _sessions = [];

    public IReadOnlyCollection<SteppedSession> Sessions => _sessions;

    public void Dispose() => _server.Dispose();

    /// <summary>Opens sessions and starts playback in each; every answer must be right.</summary>
    public Task JoinAsync(int sessions) => Parallel.ForAsync(0, sessions, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
    {
        var (session, answer) = await SteppedSession.OpenAsync(_server, MediaId);
        Assert.True(session is not null, $"{answer}");
        Assert.Equal(204, await session.SendAsync("play"));
        _sessions.Add(session);
    });

    /// <summary>Sends the session's next event. The code of the answer; 0: none.</summary>
    public static async Task<int> SendAsync(SteppedSession session, string eventType = "ping")
    {
        var wasLost = session.IsLost;
        var code = await session.SendAsync(eventType);
        Assert.False(wasLost && code == 204, $"{session.Path} was 404 and then 204");
        return code;
    }

    /// <summary>How many events the service has of an open session, the sessionStart not counted; null when it has no such session.</summary>
    public static async Task<int?> CountAsync(SteppedSession session)
    {
        var read = await session.ReadAsync();
        Assert.False(read?.IsClosed ?? false);
        return read?.Applied;
    }

    public Task ForEachAsync(Func<SteppedSession, Task> what) => Parallel.ForEachAsync(
        _sessions, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (session, _) => await what(session));
}
