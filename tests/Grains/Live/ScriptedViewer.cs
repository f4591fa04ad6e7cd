namespace SessionGrains.Grains.Tests.Live;

/// <summary>One viewer of a known script. Records what it did and when it was acknowledged.</summary>
internal sealed class ScriptedViewer(SessionCluster cluster, TruthLog truth, int number)
{
    private static readonly PlayerEventType[] Script =
    [
        PlayerEventType.Play, PlayerEventType.PauseStart, PlayerEventType.Play, PlayerEventType.BufferStart, PlayerEventType.Play, PlayerEventType.AdBreakStart,
        PlayerEventType.AdBreakComplete, PlayerEventType.Ping,
    ];

    private static readonly long s_began = Stopwatch.GetTimestamp();

    private readonly string _id = Sample.NewId();
    private long _ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private LiveFigures _counts;
    private int _step;

    public static TimeSpan Now => Stopwatch.GetElapsedTime(s_began);

    public string Title => $"title-{number % 20}";

    public Task ComeAsync() => DoAsync(
        session => session.Start(new StartRequest
        {
            Body = "{}"u8.ToArray(),
            Ts = _ts,
            Playhead = 0,
            MediaId = Title,
            Channel = "channel",
            PlayerName = "player",
            ContentType = "vod",
            LengthSeconds = 5400,
        }),
        new() { Open = 1, Starting = 1 });

    /// <summary>Sends the next event of the script.</summary>
    public Task GoOnAsync()
    {
        var type = Script[_step++ % Script.Length];
        return SendAsync(type, type switch
        {
            PlayerEventType.Play or PlayerEventType.AdBreakComplete => new() { Open = 1, Playing = 1 },
            PlayerEventType.PauseStart => new() { Open = 1, Paused = 1 },
            PlayerEventType.BufferStart => new() { Open = 1, Buffering = 1 },
            PlayerEventType.AdBreakStart => new() { Open = 1, Ad = 1 },
            _ => _counts,
        });
    }

    public Task PingAsync() => SendAsync(PlayerEventType.Ping, _counts);

    public Task EndAsync() => SendAsync(PlayerEventType.SessionEnd, default);

    private Task SendAsync(PlayerEventType type, LiveFigures after)
    {
        var sent = Sample.Event(type, _ts += 1_000, _step);
        return DoAsync(session => session.Track(sent).AsTask(), after);
    }

    /// <summary>Repeats it until it is taken: a silo may have died.</summary>
    private async Task DoAsync(Func<ISessionGrain, Task> what, LiveFigures after)
    {
        var sent = Now;
        while (true)
        {
            try
            {
                await what(cluster.Session(_id)).WaitAsync(TimeSpan.FromSeconds(5));
                break;
            }
            catch (Exception e) when (e is OrleansException or TimeoutException)
            {
                await Task.Delay(200);
            }
        }

        truth.Record(sent, Now, _counts, after);
        _counts = after;
    }
}
