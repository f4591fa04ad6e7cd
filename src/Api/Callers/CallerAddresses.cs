using System.Net;
using Microsoft.Extensions.Primitives;

namespace SessionGrains.Api.Callers;

/// <summary>
/// Says where a request comes from. That is its peer, unless the peer is a trusted proxy: then the right-most entry of X-Forwarded-For that is no
/// trusted proxy itself, because each proxy adds on the right whom it heard, and what stands to the left of that is the client's own claim.
/// <c>Forwarded</c> (RFC 7239) is not read. Costs nothing to requests for which nobody asks.
/// </summary>
internal sealed class CallerAddresses(TrustedProxies trusted)
{
    /// <summary>Proxies in a row that are followed; who is beyond counts as the last of them.</summary>
    private const int MostHops = 16;

    /// <summary>What the caller counts as in tables and logs.</summary>
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
    /// Whether the client speaks https, to this server or to a trusted proxy. One of several that says so is enough: behind the one that ends TLS the
    /// others hear plain http and say that. A client that claims it falsely only keeps its own cookie off plain http.
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
                // Garbage ends it: what stands to its left came through somebody who does not keep to the rules.
                var comma = rest.LastIndexOf(',');
                if (!trusted.Has(caller) || hops++ == MostHops || !AddressText.TryReadEntry(rest[(comma + 1)..], out var next))
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

    /// <summary>Whoever asks again within one request is told the same without another walk.</summary>
    private sealed record Resolved(ClientAddress Address);
}
