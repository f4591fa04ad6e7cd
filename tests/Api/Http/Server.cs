using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;

namespace SessionGrains.Api.Tests;

/// <summary>
/// The whole program with its embedded silo, asked in memory. Requests come from <see cref="Peer"/>, because a test server's come from nowhere.
/// </summary>
public sealed class Server : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> _settings = [];
    private readonly List<Action<IServiceCollection>> _services = [];
    private bool _isCrowd;
    private int _comers;

    /// <summary>Address of whoever asks; null: none, as behind a socket file.</summary>
    public IPAddress? Peer { get; set; } = IPAddress.Loopback;

    public Server With(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    public Server With(Action<IServiceCollection> services)
    {
        _services.Add(services);
        return this;
    }

    public HttpClient Ask() => CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("http://localhost"), AllowAutoRedirect = false });

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

    /// <summary>Each request comes from another address of this machine, so that none meets the share of its own.</summary>
    public Server FromEverywhere()
    {
        _isCrowd = true;
        return this;
    }

    private IPAddress NextOfCrowd()
    {
        var number = Interlocked.Increment(ref _comers);
        return new IPAddress([127, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<IStartupFilter>(new PeerFilter(this));
            foreach (var configure in _services)
                configure(services);
        });
    }

    private sealed class PeerFilter(Server server) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Connection.RemoteIpAddress = server._isCrowd ? server.NextOfCrowd() : server.Peer;
                return following(context);
            });
            next(app);
        };
    }
}
