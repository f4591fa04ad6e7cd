using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace SessionGrains.Api.Limits;

/// <summary>Kestrel's own limits, each on purpose: docs/operations.md, "All limits".</summary>
internal sealed class ServerLimits(IOptions<RequestLimitOptions> limits, IServiceProvider services) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>At least what Kestrel takes as headers and the request's line.</summary>
    private const int RequestBufferBytes = 64 * 1024;

    /// <summary>Long lists of addresses and cookies fit. One address may have begun so many times half of all connections.</summary>
    private const int HeaderBytes = 16 * 1024;

    /// <summary>An answer that its client does not read: as for the request, no other limit sees it. Most answers are shorter, longer ones are sent in pieces.</summary>
    private const int ResponseBufferBytes = 16 * 1024;

    private const int Headers = 100;
    private const int LineBytes = 8 * 1024;
    private const int Streams = 100;

    /// <summary>Headers come in one or two packets; a phone in a tunnel may lose those twice.</summary>
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(15);

    /// <summary>A player that pauses pings every 10 s, browsers keep a connection for up to two minutes.</summary>
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(130);

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.Value.Connections;

        // Nothing here upgrades a connection.
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = Headers;
        kestrel.Limits.MaxRequestLineSize = LineBytes;
        kestrel.Limits.RequestHeadersTimeout = HeadersWithin;
        kestrel.Limits.KeepAliveTimeout = QuietFor;
        kestrel.Limits.Http2.MaxStreamsPerConnection = Streams;

        // BodyReceiver limits size and time itself and answers with the headers that browsers need.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;

        // What a client may send ahead of what is read. By default it is 1 MiB for each connection, which no limit of ours sees.
        kestrel.Limits.MaxRequestBufferSize = RequestBufferBytes;
        kestrel.Limits.MaxResponseBufferSize = ResponseBufferBytes;
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next =>
        {
            // Not before: wrong settings are told together, when the host starts.
            var limiter = services.GetRequiredService<ConnectionLimiter>();
            return connection => limiter.Serve(connection, next);
        }));
    }
}
