using System.Collections.Frozen;
using System.Net;

namespace SessionGrains.Api.Operators.Access;

/// <summary>Recognizes requests from this machine.</summary>
internal static class LoopbackCaller
{
    private static readonly FrozenSet<string> LoopbackHosts = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "localhost", "127.0.0.1", "[::1]");

    private static readonly FrozenSet<string> ForwardingHeaders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Original-Forwarded-For", "X-Original-Host", "X-Original-For",
        "X-ProxyUser-Ip", "True-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP", "X-Envoy-External-Address");

    /// <summary>
    /// The peer address is not enough. A reverse proxy on this machine is a loopback peer too, recognized by a public host or a forwarding header. So is a
    /// web page whose host name resolves to 127.0.0.1, recognized by its Host header. A peer without an address came through a socket file, so it is a proxy.
    /// </summary>
    public static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } peer
        && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer)
        && LoopbackHosts.Contains(context.Request.Host.Host)
        && !context.Request.Headers.Keys.Any(IsForwarding);

    private static bool IsForwarding(string header) =>
        header.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
        || ForwardingHeaders.Contains(header);
}
