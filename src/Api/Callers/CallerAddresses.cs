using System.Net;
using Microsoft.Extensions.Primitives;

namespace SessionGrains.Api.Callers;

/// <summary>
/// Finds the client address of a request. It is the peer, unless the peer is a trusted proxy: then the right-most entry of X-Forwarded-For that is not a
/// trusted proxy itself. Each proxy appends the address it received the request from; everything to the left of that is the client's own claim.
/// <c>Forwarded</c> (RFC 7239) is ignored. Nothing is computed for requests whose address is not needed.
/// </summary>
internal sealed class CallerAddresses(TrustedProxies trusted)
{
    /// <summary>The longest chain of trusted proxies that is followed; the last of them then counts as the caller.</summary>
    private const int MaxHops = 16;

    /// <summary>The address that the caller counts as in tables and logs.</summary>
    public ClientAddress Of(HttpContext context)
    {
        var peer = context.Connection.RemoteIpAddress;
        if (trusted.IsEmpty)
            return ClientAddress.Of(peer);

        if (context.Features.Get<Resolved>() is { } known)
            return known.Address;

        var address = ClientAddress.Of(Walk(peer is null ? null : AddressText.Plain(peer), context.Request.Headers["X-Forwarded-For"]));
        context.Features.Set(new Resolved(address));
        return address;
    }

    /// <summary>
    /// Whether the client uses https, to this server or to a trusted proxy. One proxy that reports https is enough: those behind the one that terminates TLS report
    /// http. A client that claims https falsely only keeps its own cookie off plain http.
    /// </summary>
    public bool IsHttps(HttpContext context)
    {
        if (context.Request.IsHttps)
            return true;

        var peer = context.Connection.RemoteIpAddress;
        return !trusted.IsEmpty && trusted.Has(peer is null ? null : AddressText.Plain(peer)) && SaysHttps(context.Request.Headers["X-Forwarded-Proto"]);
    }

    private IPAddress? Walk(IPAddress? peer, StringValues forwarded)
    {
        var (caller, hops) = (peer, 0);
        for (var line = forwarded.Count - 1; line >= 0; line--)
        {
            var rest = forwarded[line].AsSpan();
            while (true)
            {
                // A malformed entry ends the walk: nothing to its left can be trusted.
                var comma = rest.LastIndexOf(',');
                if (!trusted.Has(caller) || hops++ == MaxHops || !AddressText.TryReadEntry(rest[(comma + 1)..], out var next))
                    return caller;

                caller = next;
                if (comma < 0)
                    break;

                rest = rest[..comma];
            }
        }

        return caller;
    }

    private static bool SaysHttps(StringValues protocols)
    {
        foreach (var line in protocols)
        {
            foreach (var one in line.AsSpan().Split(','))
            {
                if (line.AsSpan()[one].Trim().Equals("https", StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The resolved address, cached for the rest of the request.</summary>
    private sealed record Resolved(ClientAddress Address);
}
