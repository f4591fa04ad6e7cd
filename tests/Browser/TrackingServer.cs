using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace SessionGrains.Browser.Tests;

/// <summary>The whole program with its embedded silo, on real Kestrel and a free port.</summary>
public sealed class TrackingServer : WebApplicationFactory<Program>
{
    private readonly (string Key, string Value)[] _settings;

    private readonly TimeProvider? _time;

    public TrackingServer(params (string Key, string Value)[] settings)
        : this(null, settings)
    {
    }

    /// <param name="time">The clock of the sessions; null: the system's.</param>
    /// <param name="settings">What is configured.</param>
    public TrackingServer(TimeProvider? time, params (string Key, string Value)[] settings)
    {
        _time = time;
        _settings = settings;
        UseKestrel(0);
        StartServer();
        Origin = ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Scheme, host and port.</summary>
    public string Origin { get; }

    /// <summary>The program disposes its host too when it is told to stop, and may be first.</summary>
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        catch (ObjectDisposedException)
        {
            GC.SuppressFinalize(this);
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        if (_time is not null)
            builder.ConfigureTestServices(services => services.AddSingleton(_time));
    }
}
