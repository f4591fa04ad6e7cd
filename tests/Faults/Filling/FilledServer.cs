namespace SessionGrains.Faults.Tests;

/// <summary>A test that starts one server and lets a crowd fill its memory or its store.</summary>
public abstract class FilledServer : IDisposable
{
    private protected string Folder { get; } = Directory.CreateTempSubdirectory("session-grains-full-").FullName;

    private protected int Port { get; } = FreePort.Next();

    private protected RunningProcess? Server { get; private set; }

    public void Dispose()
    {
        StopServer();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected void StopServer()
    {
        Server?.Dispose();
        Server = null;
    }

    /// <summary>Starts the server and waits until it is ready. The client that is returned is an operator's.</summary>
    /// <param name="environment">Its own variables as NAME=VALUE, set by env(1): the processes of other tests keep their environment.</param>
    /// <param name="settings">As <c>--Section:Key=value</c>.</param>
    private protected async Task<HttpClient> StartAsync(string[] environment, params IEnumerable<string> settings)
    {
        Server = RunningProcess.Start("/usr/bin/env",
        [
            .. environment, Path.Combine(Executables.Folder, "SessionGrains.Api"), $"--urls=http://127.0.0.1:{Port}", $"--Cluster:Directory={Folder}", $"--Operator:ApiKey={RunningProcess.OperatorKey}",
            .. settings,
        ]);
        var http = RunningProcess.Operator(Port);
        await Deadline.UntilAsync(http.IsReadyAsync, () => $"the server does not start: {Server.Output}");
        return http;
    }

    /// <summary>Refused starts got 503 with Retry-After, no event of the watchers was refused, and nothing is lost.</summary>
    private protected async Task AssertOnlyStartsWereRefusedAsync(FillingCrowd crowd)
    {
        Assert.All(crowd.Refused, static one => Assert.Equal((503, true), one));
        Assert.All(crowd.Watchers, viewer => Assert.True(viewer.Refused.Count == 0, $"refused: {string.Join(", ", viewer.Refused)}. {Server!.Output}"));
        Assert.Empty(await crowd.LostAsync());
    }

    private protected void AssertAliveAndDiscreet()
    {
        Assert.False(Server!.HasExited);
        Assert.Empty(LogSecrets.FindIn(Server.Output, []));
    }

    /// <summary>Watching goes on for a while, with starts that come and are refused.</summary>
    private protected static async Task WatchOnAsync(FillingCrowd crowd)
    {
        for (var i = 0; i < 20; i++)
            await Task.WhenAll(Task.Delay(100), crowd.TryStartAsync());

        await crowd.EndWatchingAsync();
    }
}
