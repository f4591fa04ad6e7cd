namespace SessionGrains.Abuse.Tests;

/// <summary>Viewers who only want to watch, each from an address of its own unless there are fewer addresses. They come at once.</summary>
internal sealed class HonestCrowd : IDisposable
{
    public const int Size = 24;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);

    private readonly TrackingServer[] _clients;
    private readonly Crowd _crowd;

    /// <param name="port">Of the service.</param>
    /// <param name="staysWithOne">Each viewer watches one title all the time: no session starts during an attack.</param>
    /// <param name="pace">Mean time between two events of a viewer; 150 ms if left out.</param>
    /// <param name="size">How many viewers.</param>
    /// <param name="addresses">How many addresses they share.</param>
    public HonestCrowd(int port, bool staysWithOne, TimeSpan? pace = null, int size = Size, int addresses = Size)
    {
        var meanMs = (int)(pace ?? Pace).TotalMilliseconds;
        _clients = [.. Enumerable.Range(0, addresses).Select(number => Loopback.Reach(port, Loopback.Honest(number)))];
        _crowd = new Crowd(seed: port, size, number => _clients[number % addresses], (player, session) => new SteadyScript(ViewingOf(player, session), staysWithOne))
        {
            PauseMs = random => random.Next(meanMs / 2, (meanMs * 3 / 2) + 1),
            Repeats = static _ => false,
            RepeatsStarts = false,
        };
        _crowd.Come();
    }

    public Answers Answers => _crowd.Answers;

    /// <summary>The paths of all sessions that were answered 201; complete once the crowd has left.</summary>
    public IReadOnlyList<string> Sessions => [.. _crowd.Sessions.Select(static session => session.Path)];

    /// <summary>All viewers end what they watch.</summary>
    public Task LeaveAsync() => _crowd.LeaveAsync();

    public void Dispose()
    {
        _crowd.LeaveAsync();
        Array.ForEach(_clients, static client => client.Dispose());
    }

    private static Viewing ViewingOf(int player, int session) => new()
    {
        Seed = 0,
        Viewer = player,
        Session = session,
        Title = Title.Film($"honest-{player % 5}"),
        StartTs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
    };
}
