using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using SessionGrains.Api.Hosting;
using SessionGrains.Players;

namespace SessionGrains.Api.Demo;

/// <summary>
/// The simulated viewers of the demo, who watch through the server's HTTP address like anybody else. They come when the server listens, and end their sessions before it stops.
/// </summary>
internal sealed class DemoCrowd(DemoCrowdOptions options, IServer server, IConfiguration configuration, IHostApplicationLifetime lifetime) : IHostedLifecycleService, IDisposable
{
    private const int Titles = 12;
    private const int Connections = 64;

    private static readonly TimeSpan Ramp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Leaving = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LeavingAtMost = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private TrackingServer? _server;
    private Audience? _audience;
    private PosixSignalRegistration? _hangup;
    private Task _playing = Task.CompletedTask;

    /// <summary>Registered before others do, which puts the link after their lines: the last registration is called first.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Come);
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, StopWithTerminal);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_audience is null)
            return;

        _stopping.CancelAfter(LeavingAtMost);
        try
        {
            await _audience.GoHomeAsync(Leaving);
        }
        catch (OperationCanceledException)
        {
            // Their sessions are thrown away in any case.
        }

        await _stopping.CancelAsync();
        await _playing;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _hangup?.Dispose();
        _server?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>A terminal that is closed would end the process and leave its folder.</summary>
    private void StopWithTerminal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        lifetime.StopApplication();
    }

    private void Come()
    {
        var address = Address();
        _server = new TrackingServer([address], connections: Connections);
        _audience = new Audience(new AudienceOptions { Viewers = options.Viewers, Titles = Titles, Ramp = Ramp, Sample = 0 }, _server, TimeProvider.System, _stopping.Token);
        _audience.Come();
        _playing = _audience.Schedule.RunAsync(_stopping.Token);
        Console.WriteLine($"""

            Demo: {options.Viewers} simulated viewers. All they send is stored in {options.Folder}, which is deleted at the end.
            The live page, with its key in the link:

              {address}#key={options.Key}

            Ctrl-C ends it.
            """);
    }

    /// <summary>An address that this machine can call; ends with a slash.</summary>
    private Uri Address()
    {
        var listening = server.Features.Get<IServerAddressesFeature>()!.Addresses.First(static one => one.StartsWith("http:", StringComparison.OrdinalIgnoreCase));
        var address = BindingAddress.Parse(listening);
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
        return new Uri($"{address.Scheme}://{host}:{address.Port}{PathBase.Read(configuration)}/");
    }
}
