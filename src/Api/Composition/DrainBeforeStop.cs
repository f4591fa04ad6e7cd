using SessionGrains.Api.Hosting;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Api.Composition;

/// <summary>Delays the stop by <see cref="ShutdownOptions.DrainDelay"/>: the server keeps serving while <c>/health/ready</c> returns 503.</summary>
internal sealed class DrainBeforeStop(ShutdownOptions shutdown, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time) : IHostedLifecycleService
{
    /// <summary>The host calls this on all services before it stops the first one, the web server included.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (shutdown.DrainDelay > TimeSpan.Zero)
            await Task.Delay(shutdown.DrainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
