namespace SessionGrains.Cluster.Tests;

/// <summary>Real processes, because all hosts of one process share their instruments; and a player whose names are easy to find in texts.</summary>
public abstract class TelemetryMachine : TestMachine
{
    protected const string MediaId = "film-7713";
    protected const string MediaName = "The Unmistakable Title";

    /// <summary>Starts a front door and waits until it is ready.</summary>
    protected async Task<Uri> StartServer(params string[] args)
    {
        var server = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        Run(RunningProcess.Start("SessionGrains.Api", [$"--urls={server}", .. args]));
        using var http = new HttpClient { BaseAddress = server };
        await Deadline.UntilAsync(http.IsReadyAsync, () => "the server does not become ready");
        return server;
    }

    private protected static byte[] StartBody(long ts) => EventBody.OfStart(new Viewing
    {
        Seed = 0,
        Viewer = 0,
        Session = 0,
        Title = Title.Film(MediaId) with { Name = MediaName },
        StartTs = ts,
    });

    private protected static async Task<SteppedSession> OpenAsync(TrackingServer player)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var (session, answer) = await SteppedSession.OpenAsync(player, StartBody(now), now);
        Assert.True(session is not null, $"{answer}");
        return session;
    }
}
