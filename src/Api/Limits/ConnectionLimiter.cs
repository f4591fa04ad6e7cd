using System.Net;
using Microsoft.AspNetCore.Connections;
using SessionGrains.Api.Callers;
using SessionGrains.Api.Callers.Shares;

namespace SessionGrains.Api.Limits;

/// <summary>
/// Limits the connections of one address (docs/protocol.md#when-there-is-too-much-to-do): those beyond its share are closed at once, since there is no request to
/// answer yet. Connections of trusted proxies are only counted in total, which Kestrel limits (<see cref="RequestLimitOptions.MaxConnections"/>).
/// </summary>
internal sealed class ConnectionLimiter(IOptions<RequestLimitOptions> options, CallerHash callers, TrustedProxies trusted, RateLimitLog limited)
{
    private readonly AddressRateLimiter _shares = new(options.Value.Connections);
    private int _open;

    /// <summary>Number of open connections.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Connections closed because their address had its share, since the start.</summary>
    public long RateLimited => _shares.Refused;

    /// <summary>Handles a connection, or returns at once, which closes it.</summary>
    public async Task Serve(ConnectionContext connection, ConnectionDelegate next)
    {
        var peer = connection.RemoteEndPoint is IPEndPoint { Address: var ip } ? AddressText.Plain(ip) : null;
        var address = ClientAddress.Of(peer);
        var isLimited = peer is not null && !trusted.Has(peer);
        var caller = isLimited ? callers.Of(address) : default;
        var open = Interlocked.Increment(ref _open);
        try
        {
            if (isLimited && !_shares.TryHold(caller, open))
            {
                isLimited = false;
                limited.Record(address, LimitedResources.Connections);
                return;
            }

            await next(connection);
        }
        finally
        {
            if (isLimited)
                _shares.Release(caller);
            Interlocked.Decrement(ref _open);
        }
    }
}
