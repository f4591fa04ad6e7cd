using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using SessionGrains.Api.Rehearsal;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Hosting;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Api.Tests;

public sealed class WarmUpTests : IDisposable
{
    private readonly LoggedLines _log = new();
    private readonly int _port = FreePort.Next();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_process_that_has_warmed_up_has_counted_and_kept_nothing_of_it()
    {
        using var process = Start("--WarmUp:Limit=00:01:00");
        using var http = RunningProcess.Operator(_port);
        await Deadline.UntilAsync(() => http.IsReadyAsync(), () => process.Output);

        Assert.Contains("Warmed up: ", process.Output, StringComparison.Ordinal);
        var metrics = (await http.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n');
        Assert.Contains(metrics, static line => line.StartsWith("sessiongrains_events", StringComparison.Ordinal));
        Assert.DoesNotContain(metrics, static line => line.Contains("ehearsal", StringComparison.Ordinal));
        Assert.All(
            metrics.Where(static line => line.StartsWith("sessiongrains_events", StringComparison.Ordinal) || line.StartsWith("sessiongrains_creates", StringComparison.Ordinal)),
            static line => Assert.Contains("} 0", line, StringComparison.Ordinal));
        Assert.Equal("", await http.GetStringAsync(new Uri("/api/v1/reports", UriKind.Relative)));
        Assert.DoesNotContain("film-", await http.GetStringAsync(new Uri("/api/v1/live", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_is_told_to_stop_while_it_warms_up_stops()
    {
        using var process = Start("--WarmUp:Limit=00:01:00");
        await Deadline.UntilAsync(() => Listens(process.Id), () => process.Output);

        process.Terminate();

        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.DoesNotContain("SessionGrains on", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warm_up_that_fails_is_a_warning_and_the_start_goes_on()
    {
        await Rehearse(static _ => throw new IOException("no loopback"), CancellationToken.None);

        Assert.Contains("The warm-up failed, so the first minute may be slower: no loopback", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_during_the_warm_up_ends_the_start()
    {
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Rehearse(
            _ =>
            {
                stop.Cancel();
                throw new OperationCanceledException(stop.Token);
            },
            stop.Token));
    }

    /// <summary>Whether the process has a listening socket: while it warms up, the one of the rehearsal.</summary>
    private static bool Listens(int processId)
    {
        const int State = 3;
        const int Inode = 9;
        const string Listening = "0A";
        var sockets = new DirectoryInfo($"/proc/{processId}/fd").EnumerateFiles().Select(static file => file.LinkTarget).ToHashSet();
        return File.ReadLines("/proc/net/tcp").Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(fields => fields[State] == Listening && sockets.Contains($"socket:[{fields[Inode]}]"));
    }

    private RunningProcess Start(params string[] args) => RunningProcess.Start(
        "SessionGrains.Api",
        ["--environment=Production", "--Storage:Provider=Memory", $"--Operator:ApiKey={RunningProcess.OperatorKey}", $"--urls=http://127.0.0.1:{_port}", "--WarmUp:Enabled=true", .. args]);

    private Task Rehearse(Func<WebApplicationBuilder, WebApplication> compose, CancellationToken cancellation)
    {
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(_log));
        return new Api.Rehearsal.Rehearsal(
            compose, new WarmUpOptions(), StorageOptions.Read(new ConfigurationBuilder().Build(), ClusterMode.Embedded, isDevelopment: true), TimeProvider.System,
            logs.CreateLogger<Api.Rehearsal.Rehearsal>()).StartingAsync(cancellation);
    }
}
