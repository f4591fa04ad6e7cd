using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SessionGrains.Api.Limits;

/// <summary>Kestrel's limits (docs/operations.md#all-limits).</summary>
internal sealed class ServerLimits(IOptions<RequestLimitOptions> limits, IServiceProvider services) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>Must be at least Kestrel's limit for the request line and headers.</summary>
    private const int RequestBufferBytes = 64 * 1024;

    /// <summary>Long lists of addresses and cookies fit. One address may send this much on each of half of all connections.</summary>
    private const int HeaderBytes = 16 * 1024;

    /// <summary>Bytes of a response that its client does not read. Most responses are shorter; longer ones are sent in chunks.</summary>
    private const int ResponseBufferBytes = 16 * 1024;

    private const int MaxHeaders = 100;
    private const int RequestLineBytes = 8 * 1024;
    private const int MaxStreams = 100;

    /// <summary>Headers arrive in one or two packets; a phone in a tunnel may lose those twice.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(15);

    /// <summary>A paused player pings every 10 s; browsers keep a connection for up to two minutes.</summary>
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(130);

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.Value.Connections;

        // Nothing upgrades connections.
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
        kestrel.Limits.MaxRequestLineSize = RequestLineBytes;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = KeepAliveTimeout;
        kestrel.Limits.Http2.MaxStreamsPerConnection = MaxStreams;

        // BodyReceiver limits size and time itself, and its responses have the CORS headers.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;

        // Bytes that a client may send ahead. The default is 1 MiB per connection, which no other limit covers.
        kestrel.Limits.MaxRequestBufferSize = RequestBufferBytes;
        kestrel.Limits.MaxResponseBufferSize = ResponseBufferBytes;
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next =>
        {
            // Resolved late, so that all wrong settings are reported together when the host starts.
            var limiter = services.GetRequiredService<ConnectionLimiter>();
            return connection => limiter.Serve(connection, next);
        }));
    }
}
