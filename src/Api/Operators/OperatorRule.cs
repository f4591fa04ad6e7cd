using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SessionGrains.Api.MediaCollection;
using SessionGrains.Api.MediaCollection.Problems;

namespace SessionGrains.Api.Operators;

/// <summary>
/// Who may read (design decision 8): with a key, whoever sends it; without one, whoever sits at this machine.
/// </summary>
internal sealed class OperatorRule(IOptions<OperatorOptions> options)
{
    private const string Scheme = "Bearer ";

    private static readonly FrozenSet<string> LoopbackHosts = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "localhost", "127.0.0.1", "[::1]");

    private static readonly FrozenSet<string> ForwardingHeaders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Original-Forwarded-For", "X-Original-Host", "X-Original-For",
        "X-ProxyUser-Ip", "True-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP", "X-Envoy-External-Address");

    /// <summary>A hash, so that the comparison has one length whatever is sent.</summary>
    private readonly byte[]? _key = options.Value.ApiKey.Length == 0 ? null : Hash(options.Value.ApiKey);

    /// <summary>What to answer to a request that may not read; null when it may.</summary>
    public RequestDelegate? Refusal(HttpContext context) => _key switch
    {
        null => IsLocal(context) ? null : AskForSetting,
        _ => HasKey(context.Request, _key) ? null : AskForKey,
    };

    private static bool HasKey(HttpRequest request, byte[] key)
    {
        var sent = request.Headers.Authorization;
        return sent.Count == 1
            && sent.ToString() is var text
            && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Hash(text[Scheme.Length..].Trim()), key);
    }

    /// <summary>
    /// The peer alone is no proof: a reverse proxy on this machine is a loopback peer too (it would name a public host or add a forwarding header),
    /// and so is a web page whose host name resolves to 127.0.0.1 (the Host header tells). A peer without an address is a socket file, so a proxy.
    /// </summary>
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } peer
        && IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer)
        && LoopbackHosts.Contains(context.Request.Host.Host)
        && !context.Request.Headers.Keys.Any(IsForwarding);

    private static bool IsForwarding(string header) =>
        header.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
        || ForwardingHeaders.Contains(header);

    private static Task AskForKey(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"operators\"";
        return context.AnswerProblem(StatusCodes.Status401Unauthorized, "Operator key needed",
            "Send the configured Operator:ApiKey as Authorization: Bearer <key>.");
    }

    private static Task AskForSetting(HttpContext context) => context.AnswerProblem(StatusCodes.Status403Forbidden, "Reading is closed",
        "Without an operator key, sessions can be read only on the server itself, as http://localhost and not through a proxy. Set Operator:ApiKey (environment variable Operator__ApiKey) and send it as Authorization: Bearer <key>.");

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
