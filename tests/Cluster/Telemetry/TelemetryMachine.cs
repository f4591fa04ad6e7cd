using SessionGrains.Cluster.Tests.Processes;

namespace SessionGrains.Cluster.Tests.Telemetry;

/// <summary>Real processes, because all hosts of one process hear each other's instruments.</summary>
public abstract class TelemetryMachine : TestMachine
{
    /// <summary>Starts a front door and waits until it is ready.</summary>
    protected async Task<Uri> StartServer(params string[] args)
    {
        var server = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        Run(RunningProcess.Start("SessionGrains.Api", [$"--urls={server}", .. args]));
        using var http = new HttpClient { BaseAddress = server };
        await Deadline.UntilAsync(() => IsReady(http), () => "the server does not become ready");
        return server;
    }

    private static async Task<bool> IsReady(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
