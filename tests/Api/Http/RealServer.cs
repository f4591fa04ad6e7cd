using Microsoft.Extensions.Hosting;

namespace SessionGrains.Api.Tests;

/// <summary>The program on real Kestrel and a free port.</summary>
public sealed class RealServer : IDisposable
{
    private readonly LoggedLines _log = new();
    private readonly Server _server;

    public RealServer()
        : this([])
    {
    }

    private RealServer((string Key, string Value)[] settings)
    {
        _server = new Server().FromEverywhere().With("urls", "http://127.0.0.1:0");
        foreach (var (key, value) in settings)
            _server.With(key, value);
        _server.With(services => services.AddSingleton<ILoggerProvider>(_log));
        _server.UseKestrel(0);
        _server.StartServer();
        Address = _server.ClientOptions.BaseAddress;
    }

    public Uri Address { get; }

    /// <summary>
    /// What it logged of requests from Warning up. What Orleans and Kestrel's heartbeat say of threads that came late is about the machine that the
    /// tests run on.
    /// </summary>
    public IReadOnlyCollection<string> Logged => [.. _log.Lines.Where(static line => IsOfRequests(line) && !line.Contains("heartbeat", StringComparison.OrdinalIgnoreCase))];

    /// <summary>Streams that operators have open.</summary>
    public int OpenStreams => _server.Services.GetRequiredService<StreamLimiter>().Open;

    /// <summary>What there is of bodies that are on their way.</summary>
    internal ReceivingLimiter Receiving => _server.Services.GetRequiredService<ReceivingLimiter>();

    public static RealServer With(params (string Key, string Value)[] settings) => new(settings);

    internal Task<RawConnection> Connect(int? receives = null) => RawConnection.To(Address, receives);

    public HttpClient Ask() => new() { BaseAddress = Address };

    /// <summary>Tells the program to stop, as a signal does.</summary>
    public void Stop() => _server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    private static bool IsOfRequests(string line) =>
        line.Contains(" Microsoft.AspNetCore.", StringComparison.Ordinal) || line.Contains(" SessionGrains.Api.", StringComparison.Ordinal);

    public void Dispose()
    {
        _server.Dispose();
        _log.Dispose();
    }
}
