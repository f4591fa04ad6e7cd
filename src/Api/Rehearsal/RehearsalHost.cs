using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OpenTelemetry.Metrics;
using SessionGrains.Silo.Storage;
using SessionGrains.Silo.Storage.GroupCommit;

namespace SessionGrains.Api.Rehearsal;

/// <summary>
/// A second host of the same services in this process, for the time of the rehearsal. It has settings of its own, stores nothing, logs nothing, sends no telemetry, takes
/// no signals, and listens on a port of the loopback interface that the system chooses.
/// </summary>
internal sealed class RehearsalHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RehearsalHost(WebApplication app, string operatorKey) => (_app, OperatorKey) = (app, operatorKey);

    /// <summary>The only key that reads here.</summary>
    public string OperatorKey { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint => IPEndPoint.Parse(new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Authority);

    public static async Task<RehearsalHost> StartAsync(Func<WebApplicationBuilder, WebApplication> compose, StorageOptions storage, CancellationToken cancellation)
    {
        var key = Guid.NewGuid().ToString("N");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(Settings(storage.Provider, key));
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddSingleton<IMeterFactory, RehearsalMeters>();
        builder.Services.AddSingleton<ISessionStoreBackend, DiscardingBackend>();
        builder.Services.ConfigureOpenTelemetryMeterProvider(static metrics => metrics.AddMeter(RehearsalMeters.AllNames));
        var host = new RehearsalHost(compose(builder), key);
        try
        {
            await host._app.StartAsync(cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it without ceremony: nobody misses its sessions.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _app.StopAsync(new CancellationToken(canceled: true));
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            // Asked for.
        }
        finally
        {
            await _app.DisposeAsync();
        }
    }

    /// <summary>A store that is none behind the code of the durable ones; the memory store is as it is, because it is gone with the host.</summary>
    private static Dictionary<string, string?> Settings(StorageProvider provider, string key) => new()
    {
        [WebHostDefaults.ServerUrlsKey] = "http://127.0.0.1:0",
        ["Cluster:Mode"] = "Embedded",
        ["Cluster:ClusterId"] = "rehearsal",
        ["Cluster:ServiceId"] = "rehearsal",
        ["Storage:Provider"] = provider == StorageProvider.Memory ? nameof(StorageProvider.Memory) : nameof(StorageProvider.Sqlite),
        ["Operator:ApiKey"] = key,
    };

    /// <summary>Signals are for the process, which cancels the rehearsal.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
