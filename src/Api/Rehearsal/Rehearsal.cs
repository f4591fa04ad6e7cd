using SessionGrains.Api.Hosting;
using SessionGrains.Silo.Hosting;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Api.Rehearsal;

/// <summary>
/// Plays sessions against a <see cref="RehearsalHost"/> before this process starts anything of its own, so that its code is compiled for speed when it becomes ready
/// (docs/adr/0018-warm-before-ready.md): in bursts, with pauses in which the compiler works.
/// </summary>
internal sealed partial class Rehearsal(Func<WebApplicationBuilder, WebApplication> compose, WarmUpOptions options, StorageOptions storage, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time, ILogger<Rehearsal> log) : IHostedLifecycleService
{
    private const int Connections = 16;

    /// <summary>A method is compiled up to three times, each time after 30 calls: without optimization, with counters, and for speed.</summary>
    private const int Bursts = 3;

    private const int SessionsPerBurst = 48;

    /// <summary>The host calls this before it starts the first service, and cancels when the process is told to stop.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var limit = new CancellationTokenSource(options.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var sessions = await PlayAsync(either.Token);
            LogDone(sessions, time.GetElapsedTime(began).TotalSeconds);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            LogCutShort(options.Limit);
        }
#pragma warning disable CA1031 // Whatever is wrong with the rehearsal, the process can do without it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(e.Message);
        }

        // What the rehearsal's host has left: the first sessions should not have to pay for it.
        GC.Collect();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<int> PlayAsync(CancellationToken cancellation)
    {
        await using var host = await RehearsalHost.StartAsync(compose, storage, cancellation);
        var connections = Enumerable.Range(0, Connections).Select(static _ => new RehearsalConnection()).ToArray();
        try
        {
            foreach (var connection in connections)
                await connection.OpenAsync(host.Endpoint, cancellation);

            var viewers = connections.Select(connection => new RehearsalViewer(connection, host.OperatorKey, time)).ToArray();
            for (var burst = 0; burst < Bursts; burst++)
            {
                await Task.WhenAll(viewers.Select((viewer, index) => PlayAsync(viewer, (burst * SessionsPerBurst) + index, cancellation)));
                await CompilerQuiet.WaitAsync(time, cancellation);
            }

            return Bursts * SessionsPerBurst;
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
        }
    }

    private static async Task PlayAsync(RehearsalViewer viewer, int first, CancellationToken cancellation)
    {
        for (var number = 0; number < SessionsPerBurst; number += Connections)
            await viewer.PlayAsync(first + number, cancellation);
    }

    [LoggerMessage(1801, LogLevel.Information, "Warmed up: {Sessions} sessions in {Seconds:F1} s.")]
    private partial void LogDone(int sessions, double seconds);

    [LoggerMessage(1802, LogLevel.Warning, "The warm-up was not done within {Limit} (WarmUp:Limit): the first minute may be slower.")]
    private partial void LogCutShort(TimeSpan limit);

    [LoggerMessage(1803, LogLevel.Warning, "The warm-up failed, so the first minute may be slower: {Reason}")]
    private partial void LogFailed(string reason);
}
